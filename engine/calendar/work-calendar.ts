/**
 * Work days (language.md 13): the plain week, less the holidays, plus the make-up days. Beyond `knownUntil` nothing is announced yet
 * and the plain week counts. Work days and work hours are the hospital's (language.md 10.1).
 */
import { weekdays } from '../plan.ts';
import type { Day, Shift, Weekday, WorkCalendar } from '../plan.ts';
import { dayNumber, dayOfNumber, firstDayNumber, lastDayNumber, weekdayIndex } from './day.ts';

type Known = { week: boolean[]; holidays: { from: number; to: number }[]; makeUp: Set<number>; until: number };

// Calendars are frozen data: a new announcement is a new object.
const known = new WeakMap<WorkCalendar, Known>();

function knownOf(calendar: WorkCalendar): Known {
  let it = known.get(calendar);
  if (!it) {
    it = {
      week: weekdays.map((weekday) => calendar.workWeek.includes(weekday)),
      holidays: calendar.holidays.map(({ from, to }) => ({ from: dayNumber(from), to: dayNumber(to) })),
      makeUp: new Set(calendar.makeUpDays.map(dayNumber)),
      until: calendar.knownUntil === undefined ? lastDayNumber : dayNumber(calendar.knownUntil),
    };
    known.set(calendar, it);
  }
  return it;
}

function worksOn(it: Known, n: number): boolean {
  const plain = it.week[weekdayIndex(n)] === true;
  if (n > it.until) return plain;
  if (it.makeUp.has(n)) return true;
  return plain && !it.holidays.some(({ from, to }) => from <= n && n <= to);
}

export function isWorkDay(calendar: WorkCalendar, day: Day): boolean {
  return worksOn(knownOf(calendar), dayNumber(day));
}

/** No hospital is closed for ten years: a calendar that says so is a mistake, and a patient must not wait for it. */
const searched = 3_660;

/** The nearest day from `n`, itself included, going `step` by `step`, on which this holds. */
function seek(n: number, step: 1 | -1, holds: (n: number) => boolean): number | undefined {
  for (let i = 0; i <= searched; i++) if (holds(n + i * step)) return n + i * step;
  return undefined;
}

/**
 * The day an author's `shift` leads to. Only the way it says: `next` never earlier, `previous` never later; `nearest` with two as near
 * takes the later (language.md 10.4). A day that fits stays. In a calendar without any work day it stays too.
 */
export function shiftDay(day: Day, shift: Shift, calendar: WorkCalendar): Day {
  const from = dayNumber(day);
  const fits = fitting(shift.to, calendar);
  const next = shift.direction === 'previous' ? undefined : seek(from, 1, fits);
  const previous = shift.direction === 'next' ? undefined : seek(from, -1, fits);
  if (next === undefined || previous === undefined) return dayOfNumber(next ?? previous ?? from);
  return dayOfNumber(next - from <= from - previous ? next : previous);
}

function fitting(to: 'work_day' | Weekday, calendar: WorkCalendar): (n: number) => boolean {
  if (to !== 'work_day') return (n) => weekdays[weekdayIndex(n)] === to;
  const it = knownOf(calendar);
  return (n) => worksOn(it, n);
}

/** The n-th work day after this day, or before it for a negative n; 0 is the day itself (language.md 10.2). */
export function addWorkDays(calendar: WorkCalendar, day: Day, n: number): Day {
  const it = knownOf(calendar);
  const step = n < 0 ? -1 : 1;
  let at = dayNumber(day);
  for (let left = Math.abs(n); left > 0 && at >= firstDayNumber && at <= lastDayNumber; left--)
    at = seek(at + step, step, (d) => worksOn(it, d)) ?? at + step;
  return dayOfNumber(at);
}
