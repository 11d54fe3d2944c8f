/** When somebody may be contacted (language.md 7.5): hours of the local day, on every day or on work days, and the days and weeks of caps. */
import type { Clock, ContactRules, Day, Instant, WorkCalendar } from '../plan.ts';
import { clockOf, minuteMs, minutesOf } from './clock.ts';
import { addDays, dayNumber, dayOfNumber, endOfTime, weekdayIndex } from './day.ts';
import { isWorkDay } from './work-calendar.ts';
import { instantsOf, startOfDay, wallIn } from './zone.ts';

/** From `from`, included, to `to`, excluded. `from` not before `to`: never open. */
export type Hours = { from: Clock; to: Clock };
export type ContactTime = { hours?: Hours; days?: ContactRules['days'] };

/** After a year without an opening there is none: the caller's `late` ends what is held. */
const searched = 366;

/** May somebody in this zone be contacted at this moment? The date is the local one; whether it is a work day the hospital's calendar says. */
export function openAt(instant: Instant, { hours, days }: ContactTime, zone: string, calendar: WorkCalendar): boolean {
  const wall = wallIn(instant, zone);
  if (days === 'work_days' && !isWorkDay(calendar, dayOfNumber(wall.day))) return false;
  return !hours || (minutesOf(hours.from) * minuteMs <= wall.ms && wall.ms < minutesOf(hours.to) * minuteMs);
}

/** This moment if it is open, else the next opening; `endOfTime` if there is none within a year. */
export function nextOpening(instant: Instant, time: ContactTime, zone: string, calendar: WorkCalendar): Instant {
  if (openAt(instant, time, zone, calendar)) return instant;
  const first = dayOfNumber(wallIn(instant, zone).day);
  for (let i = 0; i <= searched; i++) {
    // Both, where an opening time exists twice: after the first the clocks go back and close it again.
    const opening = instantsOf(addDays(first, i), time.hours?.from ?? '00:00', zone).find(
      (at) => at >= instant && openAt(at, time, zone, calendar),
    );
    if (opening !== undefined) return opening;
  }
  return endOfTime;
}

/** The hours in both: a patient's own narrow those of the SOP, a SOP's those of the hospital. Without hours in common: never open. */
export function intersectHours(a: Hours | undefined, b: Hours | undefined): Hours | undefined {
  if (!a || !b) return a ?? b;
  return {
    from: clockOf(Math.max(minutesOf(a.from), minutesOf(b.from))),
    to: clockOf(Math.min(minutesOf(a.to), minutesOf(b.to))),
  };
}

const dayAt = (instant: Instant, zone: string): Day => dayOfNumber(wallIn(instant, zone).day);
const mondayOf = (day: Day): Day => addDays(day, -weekdayIndex(dayNumber(day)));

/** The beginning of the local day, from which `3 a day` counts. */
export function startOfThisDay(instant: Instant, zone: string): Instant {
  return startOfDay(dayAt(instant, zone), zone);
}

/** Where what a daily cap holds is looked at again. */
export function startOfNextDay(instant: Instant, zone: string): Instant {
  return startOfDay(addDays(dayAt(instant, zone), 1), zone);
}

/** The beginning of the local week, Monday 00:00, from which `1 a week` counts. */
export function startOfThisWeek(instant: Instant, zone: string): Instant {
  return startOfDay(mondayOf(dayAt(instant, zone)), zone);
}

/** Where what a weekly cap holds is looked at again: the next Monday 00:00. */
export function startOfNextWeek(instant: Instant, zone: string): Instant {
  return startOfDay(addDays(mondayOf(dayAt(instant, zone)), 7), zone);
}
