import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, addYears, daysBetween, isDay, weekdayOf } from '../../../engine/calendar/day.ts';
import { weekdays } from '../../../engine/plan.ts';
import { aDay } from './samples.ts';

describe('days', () => {
  it.each(['2026-02-28', '2024-02-29', '0001-01-01', '0099-12-31', '9999-12-31'])('%s is a day', (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '2026-2-28',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '0000-01-01',
    '2026-02-28T00:00',
    '',
    'today',
    '10000-01-01',
  ])('%s is none', (text) => {
    expect(isDay(text)).toBe(false);
  });

  it('any text is a day or not, and never an error', () => {
    fc.assert(fc.property(fc.string({ maxLength: 12 }), (text) => typeof isDay(text) === 'boolean'));
  });

  it('trap 24: 31 January and some months: the last of a short month, never going on from the shortened day', () => {
    expect([1, 2, 3, 13].map((n) => addMonths('2026-01-31', n))).toEqual(['2026-02-28', '2026-03-31', '2026-04-30', '2027-02-28']);
    expect(addMonths('2023-12-31', 2)).toBe('2024-02-29');
  });

  it('trap 24: 29 February and a year is 28 February, and four years is the 29th again', () => {
    expect([1, 4, -1].map((n) => addYears('2024-02-29', n))).toEqual(['2025-02-28', '2028-02-29', '2023-02-28']);
  });

  it('counts months, days and weekdays as Temporal does', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: -600, max: 600 }), (day, n) => {
        const other = Temporal.PlainDate.from(day);
        expect(addMonths(day, n)).toBe(other.add({ months: n }).toString());
        expect(addDays(day, n)).toBe(other.add({ days: n }).toString());
        expect(daysBetween(day, addDays(day, n))).toBe(n);
        expect(weekdayOf(day)).toBe(weekdays[other.dayOfWeek - 1]);
      }),
    );
  });

  it('a later offset in months is never an earlier day', () => {
    fc.assert(
      fc.property(aDay, fc.nat(200), fc.nat(200), (day, n, more) => {
        expect(addMonths(day, n + more) >= addMonths(day, n)).toBe(true);
      }),
    );
  });

  it('stops at the ends of the calendar instead of failing', () => {
    expect([addDays('2026-03-11', 1e12), addMonths('2026-03-11', 1e12)]).toEqual(['9999-12-31', '9999-12-31']);
    expect([addDays('2026-03-11', -1e12), addYears('2026-03-11', -1e12)]).toEqual(['0001-01-01', '0001-01-01']);
  });
});
