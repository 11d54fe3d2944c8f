/** `next("month on last Fri at 15:00")` of language.md 8. */
import type { At, Instant, Rhythm, WorkCalendar } from '../plan.ts';
import { hourMs } from './clock.ts';
import { endOfTime } from './day.ts';
import { countsDays, occurrences } from './rhythm.ts';
import { dayIn, instantOf } from './zone.ts';

/**
 * The first moment of a rhythm strictly after `from`, its weeks and months counted from that of `from`, in `zone`. A rhythm of hours is
 * so many hours on. `at` absent: 00:00; a range: its beginning. `endOfTime` for what never comes (a first work day in a calendar without).
 */
export function nextMoment(rhythm: Rhythm, at: At | undefined, from: Instant, zone: string, calendar: WorkCalendar): Instant {
  if (!countsDays(rhythm)) return from + rhythm.every * hourMs;
  for (const day of occurrences(rhythm, { dayZero: dayIn(from, zone) }, calendar)) {
    const moment = instantOf(day, at?.from ?? '00:00', zone);
    if (moment > from) return moment;
  }
  return endOfTime;
}
