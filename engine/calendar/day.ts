/** Calendar days: `2026-03-11`, from year 1 to 9999. No zone, no clock, nothing counted in hours (language.md 10.2). */
import { weekdays } from '../plan.ts';
import type { Day, Weekday } from '../plan.ts';

export const dayMs = 86_400_000;
/** 0001-01-01 and 9999-12-31, counted from 1970-01-01: beyond them a day has no name of ten letters, so counting stops there. */
export const firstDayNumber = -719_162;
export const lastDayNumber = 2_932_896;
/** 9999-12-31 as a moment: later than anything that is ever planned, and what a search that finds nothing answers. */
export const endOfTime = lastDayNumber * dayMs;

const form = /^(\d{4})-(\d{2})-(\d{2})$/;
const clamp = (n: number): number => Math.min(lastDayNumber, Math.max(firstDayNumber, n));
const numberOf = (year: number, month: number, day: number): number => {
  const date = new Date(0);
  // Not Date.UTC: it takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / dayMs;
};

/** The day as year, month 1–12, day of month. */
export type DayParts = { year: number; month: number; day: number };

export function dayParts(day: Day): DayParts {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) };
}

/** Days since 1970-01-01. What can be counted with; the text is for everybody else. */
export function dayNumber(day: Day): number {
  const { year, month, day: date } = dayParts(day);
  return numberOf(year, month, date);
}

/** The day so many days after 1970-01-01, held within the years 1 to 9999. */
export function dayOfNumber(n: number): Day {
  return new Date(clamp(n) * dayMs).toISOString().slice(0, 10);
}

/** A day that exists, written in full: `2026-02-28`, not `2026-2-28`, not `2026-02-30`. */
export function isDay(text: string): boolean {
  const parts = form.exec(text);
  if (!parts || parts[1] === '0000') return false;
  return dayOfNumber(dayNumber(text)) === text;
}

export function addDays(day: Day, n: number): Day {
  return dayOfNumber(dayNumber(day) + n);
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** That day of that month, or the month's last where it is shorter. `month` may lie outside 1–12 and carries into the year. */
export function dayOfMonth(year: number, month: number, day: number): Day {
  const months = year * 12 + month - 1;
  const y = Math.floor(months / 12);
  if (y < 1) return dayOfNumber(firstDayNumber);
  if (y > 9999) return dayOfNumber(lastDayNumber);
  const m = months - y * 12 + 1;
  return dayOfNumber(numberOf(y, m, Math.min(day, daysInMonth(y, m))));
}

/**
 * The same day so many months on; a day that does not exist there is the last of its month. To add two months, add 2 to the start:
 * adding 1 twice would go on from the shortened day (language.md 10.2).
 */
export function addMonths(day: Day, n: number): Day {
  const { year, month, day: date } = dayParts(day);
  return dayOfMonth(year, month + n, date);
}

/** 29 February becomes the 28th in other years (language.md 10.2). */
export function addYears(day: Day, n: number): Day {
  return addMonths(day, n * 12);
}

export function weekdayOf(day: Day): Weekday {
  return weekdays[weekdayIndex(dayNumber(day))] as Weekday;
}

/** Monday 0 … Sunday 6, of a day's number. 1970-01-01 was a Thursday. */
export function weekdayIndex(n: number): number {
  return (((n + 3) % 7) + 7) % 7;
}

/** How many days `b` lies after `a`; negative if it lies before. */
export function daysBetween(a: Day, b: Day): number {
  return dayNumber(b) - dayNumber(a);
}

export function laterDay(a: Day, b: Day): Day {
  return a > b ? a : b;
}
