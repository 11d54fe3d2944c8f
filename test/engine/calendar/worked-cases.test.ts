/** Every row of worked-cases.json, which worked-cases.py computed its own way with Python's zoneinfo. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addMonths, addYears, weekdayOf } from '../../../engine/calendar/day.ts';
import { resolveDeadline } from '../../../engine/calendar/deadline.ts';
import { nextOpening, startOfNextDay, startOfNextWeek } from '../../../engine/calendar/hours.ts';
import { nextMoment } from '../../../engine/calendar/next-moment.ts';
import { nthAfter, occurrences } from '../../../engine/calendar/rhythm.ts';
import { addSpan } from '../../../engine/calendar/span.ts';
import { resolveTarget } from '../../../engine/calendar/target.ts';
import { addWorkDays, isWorkDay, shiftDay } from '../../../engine/calendar/work-calendar.ts';
import { addWorkHours } from '../../../engine/calendar/work-hours.ts';
import { clockIn, dayIn, instantOf } from '../../../engine/calendar/zone.ts';
import type { WorkCalendar } from '../../../engine/plan.ts';

type Row = { of: string; given: any; gives: unknown }; // eslint-disable-line @typescript-eslint/no-explicit-any
const { calendars, dates, stepEnds, rows } = JSON.parse(readFileSync(new URL('./worked-cases.json', import.meta.url), 'utf8')) as {
  calendars: { cn: WorkCalendar; [name: string]: WorkCalendar };
  dates: Record<string, string | null>;
  stepEnds: Record<string, string>;
  rows: Row[];
};
const { cn } = calendars;
const moment = (iso: string): number => Date.parse(iso);
const iso = (instant: number): string => new Date(instant).toISOString();

function baseOf(text: string): string | number {
  const [kind, value = ''] = text.split(' ');
  return kind === 'moment' ? moment(value) : value;
}

/** How each kind of row is asked of the engine. */
const ask: Record<string, (given: Row['given']) => unknown> = {
  instantOf: ({ day, clock, zone }) => iso(instantOf(day, clock, zone)),
  wall: ({ instant, zone }) => {
    const day = dayIn(moment(instant), zone);
    return [day, clockIn(moment(instant), zone), weekdayOf(day)];
  },
  addMonths: ({ day, n }) => addMonths(day, n),
  addYears: ({ day, n }) => addYears(day, n),
  addSpan: ({ from, span, direction, zone }) =>
    iso(addSpan(moment(from), span, direction, { zone, hospitalZone: 'Asia/Shanghai', calendar: cn })),
  isWorkDay: ({ calendar, day }) => isWorkDay(calendars[calendar]!, day),
  shiftDay: ({ calendar, day, shift }) => shiftDay(day, shift, calendars[calendar]!),
  addWorkDays: ({ calendar, day, n }) => addWorkDays(calendars[calendar]!, day, n),
  addWorkHours: ({ calendar, from, hours, zone }) => iso(addWorkHours(calendars[calendar]!, moment(from), hours, zone)),
  occurrences: ({ rhythm, bounds }) => {
    const found: string[] = [];
    for (const day of occurrences(rhythm, bounds, cn)) if (found.push(day) === 6) break;
    return found;
  },
  nthAfter: ({ rhythm, day, n }) => nthAfter(rhythm, day, n, cn),
  nextMoment: ({ rhythm, at, from, zone }) => iso(nextMoment(rhythm, { from: at }, moment(from), zone, cn)),
  resolveTarget: ({ base, ...rule }) => {
    const { target, day } = resolveTarget({ ...rule, base: baseOf(base), calendar: cn, draw: '' });
    return [iso(target), day];
  },
  resolveDeadline: ({ deadline, madeAt, ...setting }) => {
    const ends = Object.fromEntries(Object.entries(stepEnds).map(([step, end]) => [step, moment(end)]));
    const end = resolveDeadline(deadline, { ...setting, madeAt: moment(madeAt), dates, stepEnds: ends, calendar: cn });
    return end === null ? null : iso(end);
  },
  nextOpening: ({ from, time, zone }) => iso(nextOpening(moment(from), time, zone, cn)),
  startOfNext: ({ from, zone }) => [iso(startOfNextDay(moment(from), zone)), iso(startOfNextWeek(moment(from), zone))],
};

describe('worked cases, computed a second time in Python', () => {
  it('has a row for every function', () => {
    expect([...new Set(rows.map((row) => row.of))].sort()).toEqual(Object.keys(ask).sort());
  });

  it.each(Object.keys(ask))('%s agrees', (of) => {
    const mine = rows.filter((row) => row.of === of);
    const differing = mine
      .map((row) => ({ ...row, is: ask[of]!(row.given) }))
      .filter(({ is, gives }) => JSON.stringify(is) !== JSON.stringify(gives));
    expect(differing).toEqual([]);
    expect(mine.length).toBeGreaterThan(10);
  });
});
