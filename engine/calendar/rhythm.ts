/** Rhythms (language.md 10.3): the dates on which something comes again and again, for as long as it is wanted. */
import { weekdays } from '../plan.ts';
import type { Day, Rhythm, WorkCalendar } from '../plan.ts';
import { addDays, addMonths, dayNumber, dayOfMonth, dayOfNumber, dayParts, laterDay, lastDayNumber, weekdayIndex } from './day.ts';
import { datesInMonth } from './month-days.ts';

/** All but the rhythm of hours, whose occurrences are moments and not days. */
export type DayRhythm = Exclude<Rhythm, { unit: 'hour' | 'day' }> | { unit: 'day'; every: number };
/** Bounds, both days included. `starts`: only if the author gave it. `notBefore`: occurrences before it are passed over, at no cost. */
export type Bounds = { starts?: Day; dayZero: Day; ends?: Day; notBefore?: Day };

export function countsDays(rhythm: Rhythm): rhythm is DayRhythm {
  return rhythm.unit !== 'hour';
}

/**
 * A rhythm cut into pieces that can each be computed by itself: piece i is an interval (one date) or a week, month or year with `on`.
 * `pieceOf` gives a piece that is not later than the one the day lies in.
 */
type Pieces = { dates: (i: number) => Day[]; pieceOf: (day: Day) => number };

function monthsBetween(a: Day, b: Day): number {
  const [x, y] = [dayParts(a), dayParts(b)];
  return (y.year - x.year) * 12 + y.month - x.month;
}

/**
 * Without `on`: `starts` itself and every interval from there; without `starts` too, the first is one interval after day 0. Each is
 * counted from that first day or from day 0, never from a shortened month before it.
 */
function intervals(rhythm: DayRhythm, every: number, { starts, dayZero }: Bounds): Pieces {
  const origin = starts ?? dayZero;
  const first = starts === undefined ? 1 : 0;
  if (rhythm.unit === 'month' || rhythm.unit === 'year') {
    const months = every * (rhythm.unit === 'year' ? 12 : 1);
    return {
      dates: (i) => [addMonths(origin, months * (i + first))],
      pieceOf: (day) => Math.floor(monthsBetween(origin, day) / months) - first - 1,
    };
  }
  const days = every * (rhythm.unit === 'week' ? 7 : 1);
  const from = dayNumber(origin);
  return {
    dates: (i) => [dayOfNumber(from + days * (i + first))],
    pieceOf: (day) => Math.floor((dayNumber(day) - from) / days) - first,
  };
}

/** With `on`: the week, month or year of the start is the first that counts. */
function pieces(rhythm: DayRhythm, bounds: Bounds, calendar: WorkCalendar): Pieces {
  const every = Math.max(1, Math.floor(rhythm.every));
  if (rhythm.unit === 'day' || !rhythm.on?.length) return intervals(rhythm, every, bounds);
  const origin = bounds.starts ?? bounds.dayZero;
  const { year, month } = dayParts(origin);
  if (rhythm.unit === 'week') {
    const monday = dayNumber(origin) - weekdayIndex(dayNumber(origin));
    const on = [...new Set(rhythm.on.map((weekday) => weekdays.indexOf(weekday)))].sort((a, b) => a - b);
    return {
      dates: (i) => on.map((weekday) => monday + i * every * 7 + weekday).map(dayOfNumber),
      pieceOf: (day) => Math.floor((dayNumber(day) - monday) / 7 / every),
    };
  }
  if (rhythm.unit === 'month') {
    const on = rhythm.on;
    return {
      dates: (i) => {
        const months = year * 12 + month - 1 + i * every;
        return datesInMonth(Math.floor(months / 12), (months % 12) + 1, on, calendar);
      },
      pieceOf: (day) => Math.floor(monthsBetween(origin, day) / every),
    };
  }
  const on = rhythm.on;
  return {
    dates: (i) => [...new Set(on.map((date) => dayOfMonth(year + i * every, date.month, date.day)))].sort(),
    pieceOf: (day) => Math.floor((dayParts(day).year - year) / every),
  };
}

/** Counting stops on 9999-12-31, so nothing occurs there. */
const lastPossible = dayOfNumber(lastDayNumber - 1);

/**
 * The occurrences in order, lazily, without end unless `ends` is given (or the year 9999 is over). Strictly rising, never drifting.
 * `first work day` asks the hospital's calendar; a month without any work day has none.
 */
export function* occurrences(rhythm: DayRhythm, bounds: Bounds, calendar: WorkCalendar): Generator<Day, undefined> {
  const { dates, pieceOf } = pieces(rhythm, bounds, calendar);
  const start = bounds.starts ?? bounds.dayZero;
  const from = bounds.notBefore === undefined ? start : laterDay(start, bounds.notBefore);
  const end = bounds.ends !== undefined && bounds.ends < lastPossible ? bounds.ends : lastPossible;
  for (let i = Math.max(0, pieceOf(from)); i <= pieceOf(end) + 2; i++) {
    for (const day of dates(i)) {
      if (day > end) return;
      if (day >= from) yield day;
    }
  }
}

/** The first occurrence on or after a day: however far away, it is computed and not searched for. */
export function firstOccurrence(rhythm: DayRhythm, bounds: Bounds, onOrAfter: Day, calendar: WorkCalendar): Day | undefined {
  const notBefore = bounds.notBefore === undefined ? onOrAfter : laterDay(bounds.notBefore, onOrAfter);
  return occurrences(rhythm, { ...bounds, notBefore }, calendar).next().value;
}

/**
 * A rhythm that begins anew from an occurrence of another, or from today (`pace`, language.md 10.3): its n-th date (from 1) strictly
 * after that day. Without `on` that is n intervals later, counted from that day.
 */
export function nthAfter(rhythm: DayRhythm, day: Day, n: number, calendar: WorkCalendar): Day | undefined {
  let left = n;
  for (const next of occurrences(rhythm, { dayZero: day, notBefore: addDays(day, 1) }, calendar)) if (--left <= 0) return next;
  return undefined;
}
