import { describe, expect, it } from 'vitest';
import { dayOfDate, endOfDate, hasTime, momentOf } from '../../../engine/calendar/date-value.ts';
import { iso, newYork, shanghai } from './samples.ts';

describe('values of dates', () => {
  it('a day has no time, a moment has', () => {
    expect(['2026-03-11', '2026-03-11T03:00:00.000Z', '2026-03-11 03:00'].map(hasTime)).toEqual([false, true, true]);
  });

  it('a day stays that day, a moment is the date in the hospital', () => {
    expect(dayOfDate('2026-03-11', newYork)).toBe('2026-03-11');
    expect(dayOfDate('2026-03-11T03:00:00.000Z', newYork)).toBe('2026-03-10');
    expect(dayOfDate('2026-03-11T23:00:00+08:00', newYork)).toBe('2026-03-11');
  });

  it('a day begins at 00:00, or at the clock given, and ends with the day', () => {
    expect(iso(momentOf('2026-03-11', shanghai))).toBe('2026-03-10T16:00:00.000Z');
    expect(iso(momentOf('2026-03-11', shanghai, '09:00'))).toBe('2026-03-11T01:00:00.000Z');
    expect(iso(endOfDate('2026-03-11', shanghai, shanghai))).toBe('2026-03-11T16:00:00.000Z');
    expect(iso(endOfDate('2026-03-11T03:00:00.000Z', newYork, shanghai))).toBe('2026-03-11T03:00:00.000Z');
  });

  it('a moment without offset is what the hospital’s clock shows, wherever this runs', () => {
    expect(iso(momentOf('2026-03-11T09:30', newYork))).toBe('2026-03-11T13:30:00.000Z');
    expect(iso(momentOf('2026-03-11 09:30:15.250', newYork))).toBe('2026-03-11T13:30:15.250Z');
    expect(iso(endOfDate('2026-03-11T09:30', newYork, shanghai))).toBe('2026-03-11T01:30:00.000Z');
  });
});
