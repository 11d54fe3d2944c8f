import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../engine/calendar/day.ts';
import { clockIn, dayIn, endOfDay, instantOf, instantsOf, isZone, startOfDay } from '../../../engine/calendar/zone.ts';
import { aClock, aZone, aZonedDay, aZonedMoment, iso, newYork } from './samples.ts';

describe('zones', () => {
  it.each(['Asia/Shanghai', 'UTC', 'America/Argentina/Buenos_Aires', 'Europe/Berlin'])('%s is a zone', (name) => {
    expect(isZone(name)).toBe(true);
  });

  it.each(['', 'Shanghai', '+08:00', 'Asia/Nowhere', '北京'])('“%s” is none', (name) => {
    expect(isZone(name)).toBe(false);
  });

  it('trap 24: a time that does not exist moves forward by the gap', () => {
    expect(iso(instantOf('2026-03-08', '02:30', newYork))).toBe('2026-03-08T07:30:00.000Z');
    expect(clockIn(instantOf('2026-03-08', '02:30', newYork), newYork)).toBe('03:30');
    expect(clockIn(instantOf('2026-10-04', '02:15', 'Australia/Lord_Howe'), 'Australia/Lord_Howe')).toBe('02:45');
    expect(clockIn(instantOf('2018-11-04', '00:00', 'America/Sao_Paulo'), 'America/Sao_Paulo')).toBe('01:00');
  });

  it('trap 24: a time that exists twice is the first', () => {
    expect(iso(instantOf('2026-11-01', '01:30', newYork))).toBe('2026-11-01T05:30:00.000Z');
    expect(instantsOf('2026-11-01', '01:30', newYork).map(iso)).toEqual(['2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z']);
  });

  it('trap 2: the day is the local one', () => {
    const lateOnSundayInUtc = Date.parse('2026-03-08T23:00:00.000Z');
    expect(dayIn(lateOnSundayInUtc, 'Asia/Shanghai')).toBe('2026-03-09');
    expect(dayIn(lateOnSundayInUtc, newYork)).toBe('2026-03-08');
  });

  it('law: every time of every day has one moment, the one that Temporal calls compatible', () => {
    fc.assert(
      fc.property(aZonedDay, fc.integer({ min: -2, max: 2 }), aClock, ({ zone, day }, near, clock) => {
        const that = addDays(day, near);
        const other = Temporal.PlainDateTime.from(`${that}T${clock}`).toZonedDateTime(zone);
        expect(instantOf(that, clock, zone)).toBe(other.epochMilliseconds);
      }),
      { numRuns: 500 },
    );
  });

  it('law: day and clock of a moment lead back to it, or to its first namesake', () => {
    fc.assert(
      fc.property(aZonedMoment, ({ zone, instant }) => {
        const [day, clock] = [dayIn(instant, zone), clockIn(instant, zone)];
        const back = instantsOf(day, clock, zone);
        expect(back).toContain(Math.floor(instant / 60_000) * 60_000);
        expect(instantOf(day, clock, zone)).toBe(back[0]);
      }),
      { numRuns: 500 },
    );
  });

  it('law: the same time on the next day is later: never twice, never lost', () => {
    fc.assert(
      fc.property(aZonedDay, aClock, ({ zone, day }, clock) => {
        // Samoa left out 30 December 2011: what was meant for it comes on the 31st.
        const leftOut = zone === 'Pacific/Apia' && day === '2011-12-30';
        const [today, tomorrow] = [instantOf(day, clock, zone), instantOf(addDays(day, 1), clock, zone)];
        expect(tomorrow - today).toBeGreaterThanOrEqual(leftOut ? 0 : 22 * 3_600_000);
      }),
      { numRuns: 500 },
    );
  });

  it('law: a day ends where the next begins', () => {
    fc.assert(
      fc.property(aZonedDay, ({ zone, day }) => {
        expect(endOfDay(day, zone)).toBe(startOfDay(addDays(day, 1), zone));
      }),
    );
  });

  it('answers for any moment, however far', () => {
    fc.assert(
      fc.property(aZone, fc.integer({ min: -1e18, max: 1e18 }), (zone, instant) => {
        expect(dayIn(instant, zone)).toMatch(/^\d{4}-\d\d-\d\d$/);
      }),
    );
  });
});
