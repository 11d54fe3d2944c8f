/** What the calendar's tests have in common: the shipped calendar, zones whose clocks change in every odd way, and moments near it. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { dayOfNumber } from '../../../engine/calendar/day.ts';
import { weekdays } from '../../../engine/plan.ts';
import type { Clock, Day, MonthDay, Shift, Span, WorkCalendar } from '../../../engine/plan.ts';
import type { DayRhythm } from '../../../engine/calendar/rhythm.ts';

export const shanghai = 'Asia/Shanghai';
export const newYork = 'America/New_York';
const worked = JSON.parse(readFileSync(new URL('./worked-cases.json', import.meta.url), 'utf8')) as {
  calendars: Record<string, WorkCalendar>;
};
export const cn = worked.calendars.cn!;
/** Sunday to Thursday, open past midnight, a long holiday, known only until the middle of it. */
export const night = worked.calendars.night!;

export const moment = (iso: string): number => Date.parse(iso);
export const iso = (instant: number): string => new Date(instant).toISOString();

/** Zones, each with days around which its clocks change: an hour, half an hour, at midnight, over midnight, twice a year for Ramadan, a whole day. */
const changes: Record<string, Day[]> = {
  [shanghai]: ['1991-04-14', '1991-09-15'],
  [newYork]: ['2026-03-08', '2026-11-01'],
  'Europe/Berlin': ['2026-03-29', '2026-10-25'],
  'Europe/London': ['2026-03-29', '2026-10-25'],
  'Australia/Lord_Howe': ['2026-04-05', '2026-10-04'],
  'America/Sao_Paulo': ['2018-02-18', '2018-11-04'],
  'Africa/Casablanca': ['2024-03-10', '2024-04-14'],
  'America/Havana': ['2024-03-10', '2024-11-03'],
  'America/Nuuk': ['2024-03-31', '2024-10-27'],
  'Pacific/Apia': ['2011-12-30'],
  'Asia/Kathmandu': ['1986-01-01'],
};

export const aZone = fc.constantFrom(...Object.keys(changes));
export const aDay: fc.Arbitrary<Day> = fc.integer({ min: 10_957, max: 24_837 }).map(dayOfNumber);
export const aClock: fc.Arbitrary<Clock> = fc.integer({ min: 0, max: 1439 }).map((n) => new Date(n * 60_000).toISOString().slice(11, 16));

/** A zone and a day, half of the time one on which its clocks change. */
export const aZonedDay = aZone.chain((zone) =>
  fc.record({ zone: fc.constant(zone), day: fc.oneof(aDay, fc.constantFrom(...changes[zone]!)) }),
);
/** A zone and a moment, half of the time within 36 hours of a change of its clocks. */
export const aZonedMoment = aZonedDay.chain(({ zone, day }) =>
  fc.record({ zone: fc.constant(zone), instant: fc.integer({ min: -129_600_000, max: 129_600_000 }).map((ms) => moment(day) + ms) }),
);

export const aSpan: fc.Arbitrary<Span> = fc.record({
  amount: fc.integer({ min: 0, max: 400 }),
  unit: fc.constantFrom('minute', 'hour', 'day', 'week', 'month', 'year', 'work_hour', 'work_day'),
});
export const aWeekday = fc.constantFrom(...weekdays);
export const aShift: fc.Arbitrary<Shift> = fc.record({
  direction: fc.constantFrom('next', 'previous', 'nearest'),
  to: fc.oneof(fc.constant('work_day' as const), aWeekday),
});

/** Any calendar: any week with at least one work day, holidays and make-up days around 2026, known to its end or not. */
export const aCalendar: fc.Arbitrary<WorkCalendar> = fc.record({
  name: fc.constant('any'),
  title: fc.constant('Any'),
  workWeek: fc.uniqueArray(aWeekday, { minLength: 1 }),
  workHours: fc.constantFrom(cn.workHours, night.workHours, [{ from: '00:00', to: '12:00' }]),
  holidays: fc.array(
    fc.record({ at: fc.integer({ min: 20_400, max: 20_900 }), days: fc.integer({ min: 0, max: 20 }) }).map(({ at, days }) => ({
      name: 'holiday',
      from: dayOfNumber(at),
      to: dayOfNumber(at + days),
    })),
    { maxLength: 6 },
  ),
  makeUpDays: fc.array(fc.integer({ min: 20_400, max: 20_900 }).map(dayOfNumber), { maxLength: 6 }),
  knownUntil: fc.option(fc.integer({ min: 20_400, max: 20_900 }).map(dayOfNumber), { nil: undefined }),
});
/** A day near the holidays of `aCalendar`. */
export const aBusyDay: fc.Arbitrary<Day> = fc.integer({ min: 20_380, max: 20_920 }).map(dayOfNumber);

const aMonthDay: fc.Arbitrary<MonthDay> = fc.oneof(
  fc.record({ kind: fc.constant('day' as const), day: fc.integer({ min: 1, max: 31 }) }),
  fc.constant({ kind: 'last_day' as const }),
  fc.record({
    kind: fc.constant('weekday' as const),
    nth: fc.constantFrom<(1 | 2 | 3 | 4 | 'last')[]>(1, 2, 3, 4, 'last'),
    weekday: aWeekday,
  }),
  fc.record({ kind: fc.constant('work_day' as const), nth: fc.constantFrom<('first' | 'last')[]>('first', 'last') }),
);
const every = fc.integer({ min: 1, max: 13 });
const dayOfYear = fc.record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 31 }) });
export const aRhythm: fc.Arbitrary<DayRhythm> = fc.oneof(
  fc.record({ unit: fc.constant('day' as const), every }),
  fc.record({
    unit: fc.constant('week' as const),
    every,
    on: fc.option(fc.array(aWeekday, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  }),
  fc.record({
    unit: fc.constant('month' as const),
    every,
    on: fc.option(fc.array(aMonthDay, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  }),
  fc.record({
    unit: fc.constant('year' as const),
    every,
    on: fc.option(fc.array(dayOfYear, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  }),
);
