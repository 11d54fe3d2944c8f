import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { addDays, addMonths, daysBetween, weekdayOf } from '../../../engine/calendar/day.ts';
import { hourOccurrences } from '../../../engine/calendar/hour-rhythm.ts';
import { nextMoment } from '../../../engine/calendar/next-moment.ts';
import { firstOccurrence, nthAfter, occurrences } from '../../../engine/calendar/rhythm.ts';
import type { Bounds, DayRhythm } from '../../../engine/calendar/rhythm.ts';
import type { Day } from '../../../engine/plan.ts';
import { aBusyDay, aCalendar, aDay, aRhythm, cn, iso, moment, newYork, shanghai } from './samples.ts';

function take<T>(many: Iterable<T>, n: number): T[] {
  const taken: T[] = [];
  for (const one of many) if (taken.push(one) >= n) break;
  return taken;
}
const first = (n: number, rhythm: DayRhythm, bounds: Bounds): Day[] => take(occurrences(rhythm, bounds, cn), n);

describe('rhythms with on', () => {
  it('2 weeks on Mon counts weeks from the week of the start, though its Monday is past', () => {
    // 2026-03-11 is a Wednesday; the Monday of its week was the 9th.
    expect(first(2, { unit: 'week', every: 2, on: ['Mon'] }, { dayZero: '2026-03-11' })).toEqual(['2026-03-23', '2026-04-06']);
    expect(first(2, { unit: 'week', every: 2, on: ['Sun'] }, { dayZero: '2026-03-11' })).toEqual(['2026-03-15', '2026-03-29']);
  });

  it('3 months on last Fri counts from the month of the start, that month included', () => {
    const rhythm: DayRhythm = { unit: 'month', every: 3, on: [{ kind: 'weekday', nth: 'last', weekday: 'Fri' }] };
    expect(first(3, rhythm, { dayZero: '2026-09-20' })).toEqual(['2026-09-25', '2026-12-25', '2027-03-26']);
    expect(first(2, rhythm, { dayZero: '2026-09-26' })).toEqual(['2026-12-25', '2027-03-26']);
  });

  it('trap 24: day 31 is the last day where there is no 31st, 02-29 the 28th in other years', () => {
    expect(first(3, { unit: 'month', every: 1, on: [{ kind: 'day', day: 31 }] }, { dayZero: '2026-01-31' })).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
    ]);
    expect(first(3, { unit: 'year', every: 1, on: [{ month: 2, day: 29 }] }, { dayZero: '2027-01-01' })).toEqual([
      '2027-02-28',
      '2028-02-29',
      '2029-02-28',
    ]);
  });

  it('trap 25: the first and last work day of a month, by holidays and make-up days', () => {
    const on = (nth: 'first' | 'last'): DayRhythm => ({ unit: 'month', every: 1, on: [{ kind: 'work_day', nth }] });
    expect(first(3, on('first'), { dayZero: '2026-01-01' })).toEqual(['2026-01-04', '2026-02-02', '2026-03-02']);
    expect(first(2, on('last'), { dayZero: '2026-01-01' })).toEqual(['2026-01-30', '2026-02-28']);
  });

  it('the start itself counts when it matches, and the end too', () => {
    const mondays: DayRhythm = { unit: 'week', every: 1, on: ['Mon'] };
    expect(first(9, mondays, { dayZero: '2026-03-01', starts: '2026-03-09', ends: '2026-03-23' })).toEqual([
      '2026-03-09',
      '2026-03-16',
      '2026-03-23',
    ]);
  });
});

describe('notBefore', () => {
  it('before the start changes nothing: what matched before it is no occurrence', () => {
    const mondays: DayRhythm = { unit: 'week', every: 1, on: ['Mon'] };
    expect(first(1, mondays, { dayZero: '2026-03-11', notBefore: '2026-01-01' })).toEqual(['2026-03-16']);
    expect(first(1, { unit: 'day', every: 10 }, { dayZero: '2026-03-01', notBefore: '2026-01-01' })).toEqual(['2026-03-11']);
  });
});

describe('rhythms without on', () => {
  it('begin on starts itself, or one interval after day 0', () => {
    const rhythm: DayRhythm = { unit: 'day', every: 10 };
    expect(first(2, rhythm, { dayZero: '2026-03-01', starts: '2026-03-05' })).toEqual(['2026-03-05', '2026-03-15']);
    expect(first(2, rhythm, { dayZero: '2026-03-01' })).toEqual(['2026-03-11', '2026-03-21']);
  });

  it('trap 24: every month from 31 January never goes on from the shortened day', () => {
    expect(first(4, { unit: 'month', every: 1 }, { dayZero: '2026-01-31' })).toEqual([
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
    ]);
    expect(first(3, { unit: 'year', every: 2 }, { dayZero: '2023-01-01', starts: '2024-02-29' })).toEqual([
      '2024-02-29',
      '2026-02-28',
      '2028-02-29',
    ]);
  });

  it('law: nothing drifts: each is so many intervals from the first', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: 1, max: 13 }), (day, every) => {
        const monthly = first(30, { unit: 'month', every }, { dayZero: day, starts: day });
        expect(monthly).toEqual(monthly.map((_, i) => addMonths(day, every * i)));
        const weekly = first(30, { unit: 'week', every }, { dayZero: day });
        expect(weekly).toEqual(weekly.map((_, i) => addDays(day, every * 7 * (i + 1))));
      }),
    );
  });
});

describe('all rhythms', () => {
  it('law: occurrences strictly rise and stay within their bounds', () => {
    fc.assert(
      fc.property(aCalendar, aRhythm, aBusyDay, fc.nat(2000), (calendar, rhythm, starts, length) => {
        const ends = addDays(starts, length);
        const days = take(occurrences(rhythm, { dayZero: starts, starts, ends }, calendar), 500);
        expect(days).toEqual([...new Set(days)].sort());
        for (const day of days) expect(starts <= day && day <= ends).toBe(true);
      }),
    );
  });

  it('law: jumping ahead finds what counting through finds', () => {
    fc.assert(
      fc.property(aCalendar, aRhythm, aBusyDay, fc.boolean(), fc.nat(4000), (calendar, rhythm, dayZero, explicit, far) => {
        const bounds: Bounds = { dayZero, ...(explicit ? { starts: dayZero } : {}) };
        const target = addDays(dayZero, far);
        const counted = take(occurrences(rhythm, { ...bounds, ends: addDays(target, 400) }, calendar), 10_000).find((day) => day >= target);
        const jumped = firstOccurrence(rhythm, bounds, target, calendar);
        if (counted !== undefined || (jumped !== undefined && jumped <= addDays(target, 400))) expect(jumped).toBe(counted);
      }),
    );
  });

  it('law: a weekly rhythm falls on its weekdays, every week that counts', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: 1, max: 5 }), (day, every) => {
        const days = first(8, { unit: 'week', every, on: ['Mon'] }, { dayZero: day });
        expect(days.map(weekdayOf)).toEqual(days.map(() => 'Mon'));
        days.slice(1).forEach((one, i) => expect(daysBetween(days[i]!, one)).toBe(every * 7));
      }),
    );
  });

  it('finds an occurrence decades ahead without counting through', () => {
    const daysNamed = vi.spyOn(Date.prototype, 'toISOString');
    const rhythm: DayRhythm = { unit: 'month', every: 1, on: [{ kind: 'work_day', nth: 'first' }] };
    expect(firstOccurrence(rhythm, { dayZero: '2026-01-01' }, '2086-05-02', cn)).toBe('2086-06-03');
    // The days of May and June, not those of sixty years.
    expect(daysNamed.mock.calls.length).toBeLessThan(200);
    daysNamed.mockRestore();
  });

  it('come to an end with the calendar, even where a month has none', () => {
    expect(first(99, { unit: 'year', every: 1000 }, { dayZero: '2026-02-28' })).toHaveLength(7);
    const closed = { ...cn, workWeek: [], makeUpDays: [] };
    expect(
      firstOccurrence(
        { unit: 'month', every: 12, on: [{ kind: 'work_day', nth: 'first' }] },
        { dayZero: '2026-01-01' },
        '2026-01-01',
        closed,
      ),
    ).toBe(undefined);
  });
});

describe('pace', () => {
  it('counts a new rhythm from the last occurrence', () => {
    expect(nthAfter({ unit: 'day', every: 3 }, '2026-03-09', 1, cn)).toBe('2026-03-12');
    expect(nthAfter({ unit: 'week', every: 1, on: ['Mon'] }, '2026-03-09', 1, cn)).toBe('2026-03-16');
  });

  it('goes back to the next date of the old rhythm after the last occurrence', () => {
    const mondays: DayRhythm = { unit: 'week', every: 1, on: ['Mon'] };
    expect(firstOccurrence(mondays, { dayZero: '2026-03-02' }, addDays('2026-03-12', 1), cn)).toBe('2026-03-16');
  });
});

describe('rhythms of hours', () => {
  it('pass in elapsed time, through the night on which the clocks go back', () => {
    const dayZero = '2026-11-01T03:00:00.000Z';
    expect(take(hourOccurrences(4, { dayZero }, newYork), 2).map(iso)).toEqual(['2026-11-01T07:00:00.000Z', '2026-11-01T11:00:00.000Z']);
  });

  it('begin on starts itself, end with the last day, and jump', () => {
    const bounds = { starts: '2026-03-11', dayZero: '2026-03-01', ends: '2026-03-11' };
    expect([...hourOccurrences(8, bounds, shanghai)].map(iso)).toEqual([
      '2026-03-10T16:00:00.000Z',
      '2026-03-11T00:00:00.000Z',
      '2026-03-11T08:00:00.000Z',
    ]);
    expect(take(hourOccurrences(8, { ...bounds, notBefore: moment('2026-03-11T00:00:00.001Z') }, shanghai), 5).map(iso)).toEqual([
      '2026-03-11T08:00:00.000Z',
    ]);
  });
});

describe('next(…)', () => {
  it('is strictly after now', () => {
    const lastFriday: DayRhythm = { unit: 'month', every: 1, on: [{ kind: 'weekday', nth: 'last', weekday: 'Fri' }] };
    const at = (from: string): string => iso(nextMoment(lastFriday, { from: '15:00' }, moment(from), shanghai, cn));
    expect(at('2026-03-27T06:59:59.000Z')).toBe('2026-03-27T07:00:00.000Z');
    expect(at('2026-03-27T07:00:00.000Z')).toBe('2026-04-24T07:00:00.000Z');
  });
});
