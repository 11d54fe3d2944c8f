/** Work hours: the hospital's open hours on its work days, passed as elapsed time (language.md 10.2, `4 work hours`). */
import type { Day, Instant, WorkCalendar } from '../plan.ts';
import { hourMs, minuteMs, minutesOf } from './clock.ts';
import { dayNumber, dayOfNumber } from './day.ts';
import { isWorkDay } from './work-calendar.ts';
import { instantOfWall, wallIn } from './zone.ts';

type Open = { from: Instant; to: Instant };

/** A hundred years. Where a calendar's open hours have not added up by then, the rest just passes: no deadline is lost in a search. */
const searched = 36_600;

/** The open times that begin on this day, in order. One whose end is not after its beginning runs past midnight. */
function openOn(day: Day, calendar: WorkCalendar, zone: string): Open[] {
  if (!isWorkDay(calendar, day)) return [];
  const n = dayNumber(day);
  const at = (minutes: number): Instant => instantOfWall({ day: n + Math.floor(minutes / 1440), ms: (minutes % 1440) * minuteMs }, zone);
  return calendar.workHours
    .map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }))
    .map(({ from, to }) => ({ from: at(from), to: at(to > from ? to : to + 1440) }))
    .sort((a, b) => a.from - b.from);
}

/** So many open hours later, beginning now or at the next opening; the end of an open time still belongs to it. */
function later(calendar: WorkCalendar, instant: Instant, ms: number, zone: string): Instant {
  // From the day before: its last open time may run past midnight.
  const first = wallIn(instant, zone).day - 1;
  let [now, left] = [instant, ms];
  for (let n = first; n < first + searched; n++) {
    for (const { from, to } of openOn(dayOfNumber(n), calendar, zone)) {
      if (to <= now) continue;
      now = Math.max(now, from);
      if (to - now >= left) return now + left;
      left -= to - now;
      now = to;
    }
  }
  return now + left;
}

/** So many open hours earlier, ending now or at the last closing. */
function earlier(calendar: WorkCalendar, instant: Instant, ms: number, zone: string): Instant {
  const first = wallIn(instant, zone).day;
  let [now, left] = [instant, ms];
  for (let n = first; n > first - searched; n--) {
    for (const { from, to } of openOn(dayOfNumber(n), calendar, zone).reverse()) {
      if (from >= now) continue;
      now = Math.min(now, to);
      if (now - from >= left) return now - left;
      left -= now - from;
      now = from;
    }
  }
  return now - left;
}

/**
 * `4 work hours` from a moment: four open hours, beginning now or at the next opening; negative hours count back the same way, and
 * none leave it where it is.
 * From Friday 16:30 with hours to 17:30, three hours end on Monday two hours after opening.
 */
export function addWorkHours(calendar: WorkCalendar, instant: Instant, hours: number, hospitalZone: string): Instant {
  if (hours === 0) return instant;
  if (hours < 0) return earlier(calendar, instant, -hours * hourMs, hospitalZone);
  return later(calendar, instant, hours * hourMs, hospitalZone);
}
