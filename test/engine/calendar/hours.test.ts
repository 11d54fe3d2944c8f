import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weekdayOf } from '../../../engine/calendar/day.ts';
import {
  intersectHours,
  nextOpening,
  openAt,
  startOfNextDay,
  startOfNextWeek,
  startOfThisDay,
  startOfThisWeek,
} from '../../../engine/calendar/hours.ts';
import type { ContactTime } from '../../../engine/calendar/hours.ts';
import { dayIn, instantOf } from '../../../engine/calendar/zone.ts';
import { aCalendar, aClock, aZonedMoment, cn, iso, moment, newYork, shanghai } from './samples.ts';

const daytime: ContactTime = { hours: { from: '08:30', to: '21:00' } };
const onWorkDays: ContactTime = { ...daytime, days: 'work_days' };
const opening = (from: string, time = daytime, zone = shanghai): string => iso(nextOpening(moment(from), time, zone, cn));

describe('contact hours', () => {
  it('the first minute is open, the last one is not', () => {
    const open = (clock: string): boolean => openAt(instantOf('2026-03-11', clock, shanghai), daytime, shanghai, cn);
    expect(['08:29', '08:30', '20:59', '21:00'].map(open)).toEqual([false, true, true, false]);
  });

  it('trap 2: are the hours where the patient is', () => {
    expect(opening('2026-03-11T03:00:00.000Z')).toBe('2026-03-11T03:00:00.000Z');
    expect(opening('2026-03-11T03:00:00.000Z', daytime, newYork)).toBe('2026-03-11T12:30:00.000Z');
  });

  it('trap 25: on work days go over the holidays and take the make-up days', () => {
    expect(opening('2026-02-14T13:00:00.000Z', onWorkDays)).toBe('2026-02-24T00:30:00.000Z');
    expect(opening('2026-02-27T13:00:00.000Z', onWorkDays)).toBe('2026-02-28T00:30:00.000Z');
    expect(opening('2026-02-14T16:30:00.000Z', { days: 'work_days' })).toBe('2026-02-23T16:00:00.000Z');
  });

  it('without any limit is always open', () => {
    expect(opening('2026-03-10T19:00:00.000Z', {})).toBe('2026-03-10T19:00:00.000Z');
  });

  it('trap 24: opens on the night of the change, when its hour does not exist and again when it comes twice', () => {
    const early: ContactTime = { hours: { from: '01:30', to: '05:00' } };
    expect(opening('2026-11-01T06:10:00.000Z', early, newYork)).toBe('2026-11-01T06:30:00.000Z');
    expect(opening('2026-03-08T05:00:00.000Z', { hours: { from: '02:30', to: '05:00' } }, newYork)).toBe('2026-03-08T07:30:00.000Z');
  });

  it('never opens where two rules have no hour in common', () => {
    const hours = intersectHours({ from: '08:30', to: '21:00' }, { from: '21:30', to: '23:00' });
    expect(opening('2026-03-11T03:00:00.000Z', { hours })).toBe('9999-12-31T00:00:00.000Z');
  });

  it('a patient’s own hours narrow the SOP’s and cannot widen them', () => {
    expect(intersectHours({ from: '08:30', to: '21:00' }, { from: '10:00', to: '22:00' })).toEqual({ from: '10:00', to: '21:00' });
    expect(intersectHours(undefined, { from: '10:00', to: '22:00' })).toEqual({ from: '10:00', to: '22:00' });
    expect(intersectHours(undefined, undefined)).toBeUndefined();
  });

  const aTime: fc.Arbitrary<ContactTime> = fc.record({
    hours: fc.option(
      fc.tuple(aClock, aClock).filter(([a, b]) => a < b).map(([from, to]) => ({ from, to })), // prettier-ignore
      { nil: undefined },
    ),
    days: fc.constantFrom('every_day' as const, 'work_days' as const, undefined),
  });

  it('law: the next opening is open (or there is none), never earlier, and nothing is missed on the way', () => {
    fc.assert(
      fc.property(
        aCalendar,
        aZonedMoment,
        aTime,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (calendar, { zone, instant }, time, part) => {
          const next = nextOpening(instant, time, zone, calendar);
          expect(next).toBeGreaterThanOrEqual(instant);
          expect(next - instant).toBeLessThan(40 * 86_400_000);
          expect(openAt(next, time, zone, calendar)).toBe(true);
          const between = instant + Math.floor((next - instant) * part);
          // Where the clocks jump over the opening time, it opens by the gap later: 02:30 → 03:30.
          if (next > between + 86_400_000) expect(openAt(between, time, zone, calendar)).toBe(false);
          if (time.hours && dayIn(between, zone) !== dayIn(next, zone)) expect(openAt(between, time, zone, calendar)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('days and weeks of caps', () => {
  it('begin and end at local midnight, weeks on Monday', () => {
    const sunday = moment('2026-03-15T15:00:00.000Z');
    expect([startOfThisDay, startOfNextDay, startOfThisWeek, startOfNextWeek].map((of) => iso(of(sunday, shanghai)))).toEqual([
      '2026-03-14T16:00:00.000Z',
      '2026-03-15T16:00:00.000Z',
      '2026-03-08T16:00:00.000Z',
      '2026-03-15T16:00:00.000Z',
    ]);
  });

  it('law: a moment lies in its day and week, and the next ones begin after it', () => {
    fc.assert(
      fc.property(aZonedMoment, ({ zone, instant }) => {
        // Samoa has no 30 December 2011, so its beginning is that of the 31st.
        fc.pre(zone !== 'Pacific/Apia');
        expect(startOfThisDay(instant, zone)).toBeLessThanOrEqual(instant);
        expect(startOfThisWeek(instant, zone)).toBeLessThanOrEqual(startOfThisDay(instant, zone));
        expect(startOfNextDay(instant, zone)).toBeGreaterThan(instant);
        expect(startOfNextWeek(instant, zone)).toBeGreaterThanOrEqual(startOfNextDay(instant, zone));
        expect(weekdayOf(dayIn(startOfNextWeek(instant, zone), zone))).toBe('Mon');
      }),
    );
  });
});
