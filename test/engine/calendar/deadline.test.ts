import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weekdayOf } from '../../../engine/calendar/day.ts';
import { nextTime, resolveDeadline } from '../../../engine/calendar/deadline.ts';
import type { DeadlineSetting } from '../../../engine/calendar/deadline.ts';
import { dayIn, instantOf } from '../../../engine/calendar/zone.ts';
import type { Deadline } from '../../../engine/plan.ts';
import { aClock, aWeekday, aZonedMoment, cn, iso, moment, newYork, shanghai } from './samples.ts';

const aSetting = (setting: Partial<DeadlineSetting> = {}): DeadlineSetting => ({
  madeAt: moment('2026-03-11T04:00:00.000Z'),
  dates: { day_0: '2026-03-09T02:00:00.000Z', visit: '2026-03-31', exam: '2026-03-20T06:30:00.000Z', unknown: null },
  stepEnds: { call: moment('2026-03-11T02:15:00.000Z') },
  zone: shanghai,
  hospitalZone: shanghai,
  calendar: cn,
  ...setting,
});
const end = (deadline: Deadline, setting?: Partial<DeadlineSetting>): string | null => {
  const at = resolveDeadline(deadline, aSetting(setting));
  return at === null ? null : iso(at);
};

describe('deadlines', () => {
  it('until 12:00 made at noon is tomorrow noon: strictly after', () => {
    expect(end({ kind: 'clock', at: '12:00' })).toBe('2026-03-12T04:00:00.000Z');
    expect(end({ kind: 'clock', at: '12:01' })).toBe('2026-03-11T04:01:00.000Z');
  });

  it('until Wed 21:00 on a Wednesday is tonight, after 21:00 next week', () => {
    const wednesday: Deadline = { kind: 'weekday', weekday: 'Wed', at: '21:00' };
    expect(end(wednesday)).toBe('2026-03-11T13:00:00.000Z');
    expect(end(wednesday, { madeAt: moment('2026-03-11T13:00:00.000Z') })).toBe('2026-03-18T13:00:00.000Z');
  });

  it('trap 2: until Wed 07:00 is the Wednesday where the patient is', () => {
    expect(end({ kind: 'weekday', weekday: 'Wed', at: '07:00' })).toBe('2026-03-17T23:00:00.000Z');
    expect(end({ kind: 'weekday', weekday: 'Wed', at: '07:00' }, { zone: newYork })).toBe('2026-03-11T11:00:00.000Z');
  });

  it('until 23:30 finds what the clocks carry over midnight', () => {
    // Nuuk, 30 March 2024: from 22:59 straight to midnight, so 23:30 is 00:30 on the 31st.
    const madeAt = moment('2024-03-31T00:10:00-01:00');
    expect(end({ kind: 'clock', at: '23:30' }, { madeAt, zone: 'America/Nuuk' })).toBe('2024-03-31T01:30:00.000Z');
  });

  it('until day 30 is the end of that day, with at the time on it', () => {
    expect(end({ kind: 'day', day: 2 })).toBe('2026-03-11T16:00:00.000Z');
    expect(end({ kind: 'day', day: 3, at: '17:00' })).toBe('2026-03-12T09:00:00.000Z');
    expect(end({ kind: 'day', day: 2 }, { dayZero: '2026-03-10' })).toBe('2026-03-12T16:00:00.000Z');
  });

  it('until a date is its moment, or the end of a day without time', () => {
    expect(end({ kind: 'date', date: 'exam' })).toBe('2026-03-20T06:30:00.000Z');
    expect(end({ kind: 'date', date: 'visit' })).toBe('2026-03-31T16:00:00.000Z');
  });

  it('a span counts from when it was made, from a step’s end, from a date', () => {
    const span = { amount: 2, unit: 'day' } as const;
    expect(end({ kind: 'span', span })).toBe('2026-03-13T04:00:00.000Z');
    expect(end({ kind: 'span', span, from: { kind: 'step', step: 'call' } })).toBe('2026-03-13T02:15:00.000Z');
    expect(end({ kind: 'span', span, from: { kind: 'date', date: 'exam' } })).toBe('2026-03-22T06:30:00.000Z');
    expect(end({ kind: 'span', span, from: { kind: 'date', date: 'visit' } })).toBe('2026-04-02T16:00:00.000Z');
  });

  it('a moment of dates keeps the hospital’s clock, whatever the patient’s does', () => {
    const exam = { exam: '2026-02-20T06:30:00.000Z' };
    const deadline: Deadline = { kind: 'span', span: { amount: 1, unit: 'month' }, from: { kind: 'date', date: 'exam' } };
    expect(end(deadline, { dates: exam, zone: newYork })).toBe('2026-03-20T06:30:00.000Z');
  });

  it('trap 24: one month from the end of a day: the 31st leads to the end of the 30th', () => {
    expect(end({ kind: 'span', span: { amount: 1, unit: 'month' }, from: { kind: 'date', date: 'visit' } })).toBe(
      '2026-04-30T16:00:00.000Z',
    );
  });

  it('is null while its date or step is not known', () => {
    const span = { amount: 2, unit: 'day' } as const;
    expect(end({ kind: 'date', date: 'unknown' })).toBeNull();
    expect(end({ kind: 'date', date: 'nowhere' })).toBeNull();
    expect(end({ kind: 'span', span, from: { kind: 'date', date: 'unknown' } })).toBeNull();
    expect(end({ kind: 'span', span, from: { kind: 'step', step: 'other' } })).toBeNull();
    expect(end({ kind: 'day', day: 3 }, { dates: {} })).toBeNull();
  });

  it('law: the next such time is after its moment, and nothing lies between', () => {
    const weekday = fc.option(aWeekday, { nil: undefined });
    fc.assert(
      fc.property(
        aZonedMoment,
        aClock,
        weekday,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        ({ zone, instant }, clock, on, part) => {
          const next = nextTime(instant, clock, zone, on);
          expect(next).toBeGreaterThan(instant);
          expect(nextTime(instant + Math.floor((next - instant) * part), clock, zone, on)).toBe(next);
          expect(nextTime(next, clock, zone, on)).toBeGreaterThan(next);
          // But where the clocks carried it over midnight or left out the day: Samoa's Friday, 30 December 2011.
          const shown = dayIn(next, zone);
          if (zone !== 'Pacific/Apia' && on !== undefined && instantOf(shown, clock, zone) === next) expect(weekdayOf(shown)).toBe(on);
        },
      ),
      { numRuns: 500 },
    );
  });
});
