/** Spans (language.md 10.2): minutes and hours are elapsed time; days, weeks, months and years move the date and keep the clock time. */
import type { Day, Instant, Span, WorkCalendar } from '../plan.ts';
import { hourMs, minuteMs } from './clock.ts';
import { addDays, addMonths, addYears, dayMs, dayNumber, dayOfNumber, endOfTime, firstDayNumber } from './day.ts';
import { addWorkDays } from './work-calendar.ts';
import { addWorkHours } from './work-hours.ts';
import { instantOfWall, wallIn } from './zone.ts';

export type Direction = 'after' | 'before';
/** Whose clock a moved day keeps, and the hospital's calendar and zone, which alone know work days and work hours (language.md 10.1). */
export type Setting = { zone: string; hospitalZone: string; calendar: WorkCalendar };
/** A span that moves the date, not the moment. */
export type DaySpan = Span & { unit: 'day' | 'week' | 'month' | 'year' | 'work_day' };

export function movesDate(span: Span): span is DaySpan {
  return span.unit !== 'minute' && span.unit !== 'hour' && span.unit !== 'work_hour';
}

/** The day a span of days leads to. */
export function addSpanToDay(day: Day, span: DaySpan, direction: Direction, calendar: WorkCalendar): Day {
  const amount = direction === 'before' ? -span.amount : span.amount;
  switch (span.unit) {
    case 'day':
      return addDays(day, amount);
    case 'week':
      return addDays(day, amount * 7);
    case 'month':
      return addMonths(day, amount);
    case 'year':
      return addYears(day, amount);
    case 'work_day':
      return addWorkDays(calendar, day, amount);
  }
}

/** The same time of day on another date: how every rule that "moves the date" moves a moment. */
export function moveDate(instant: Instant, zone: string, move: (day: Day) => Day): Instant {
  const wall = wallIn(instant, zone);
  const day = dayNumber(move(dayOfNumber(wall.day)));
  // Unmoved, it is this very moment: reading the clock again could land an hour away where a time exists twice.
  return day === wall.day ? instant : instantOfWall({ day, ms: wall.ms }, zone);
}

const withinTime = (instant: Instant): Instant => Math.min(endOfTime, Math.max(firstDayNumber * dayMs, instant));

/** The moment a span leads to. Whole seconds and milliseconds are kept. */
export function addSpan(from: Instant, span: Span, direction: Direction, setting: Setting): Instant {
  const { zone, hospitalZone, calendar } = setting;
  if (movesDate(span)) {
    return moveDate(from, span.unit === 'work_day' ? hospitalZone : zone, (day) => addSpanToDay(day, span, direction, calendar));
  }
  const amount = direction === 'before' ? -span.amount : span.amount;
  if (span.unit === 'work_hour') return withinTime(addWorkHours(calendar, from, amount, hospitalZone));
  return withinTime(from + amount * (span.unit === 'hour' ? hourMs : minuteMs));
}
