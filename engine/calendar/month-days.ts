/** Which dates of a month a rhythm means (language.md 10.3). */
import { weekdays } from '../plan.ts';
import type { Day, MonthDay, WorkCalendar } from '../plan.ts';
import { addDays, dayNumber, dayOfMonth, daysInMonth, weekdayIndex } from './day.ts';
import { isWorkDay } from './work-calendar.ts';

/** The date in that month; undefined only for a work day in a month that has none. */
function dateInMonth(year: number, month: number, on: MonthDay, calendar: WorkCalendar): Day | undefined {
  switch (on.kind) {
    case 'day':
      return dayOfMonth(year, month, on.day);
    case 'last_day':
      return dayOfMonth(year, month, 31);
    case 'weekday':
      return weekdayInMonth(year, month, on);
    case 'work_day':
      return workDayInMonth(year, month, on.nth, calendar);
  }
}

function weekdayInMonth(year: number, month: number, on: MonthDay & { kind: 'weekday' }): Day {
  const wanted = weekdays.indexOf(on.weekday);
  if (on.nth === 'last') {
    const last = dayOfMonth(year, month, 31);
    return addDays(last, -((weekdayIndex(dayNumber(last)) - wanted + 7) % 7));
  }
  const first = dayOfMonth(year, month, 1);
  return addDays(first, ((wanted - weekdayIndex(dayNumber(first)) + 7) % 7) + (on.nth - 1) * 7);
}

function workDayInMonth(year: number, month: number, nth: 'first' | 'last', calendar: WorkCalendar): Day | undefined {
  const days = Array.from({ length: daysInMonth(year, month) }, (_, i) => dayOfMonth(year, month, i + 1));
  const works = (day: Day): boolean => isWorkDay(calendar, day);
  return nth === 'first' ? days.find(works) : days.findLast(works);
}

/** All of them in that month, in order, each once: in February `day 30, 31` and `last day` are one date. */
export function datesInMonth(year: number, month: number, on: MonthDay[], calendar: WorkCalendar): Day[] {
  const dates = on.map((one) => dateInMonth(year, month, one, calendar)).filter((day) => day !== undefined);
  return [...new Set(dates)].sort();
}
