import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSpan } from '../../../engine/calendar/span.ts';
import { clockIn, dayIn, instantOf } from '../../../engine/calendar/zone.ts';
import { spanUnits } from '../../../engine/plan.ts';
import { aCalendar, aSpan, aZonedMoment, cn, iso, moment, newYork, shanghai } from './samples.ts';

const inNewYork = { zone: newYork, hospitalZone: newYork, calendar: cn };

describe('spans', () => {
  it('24 hours are elapsed time, a day keeps the clock time', () => {
    const eve = instantOf('2026-03-07', '09:00', newYork);
    expect(clockIn(addSpan(eve, { amount: 24, unit: 'hour' }, 'after', inNewYork), newYork)).toBe('10:00');
    expect(clockIn(addSpan(eve, { amount: 1, unit: 'day' }, 'after', inNewYork), newYork)).toBe('09:00');
  });

  it('trap 24: a day later at an hour that does not exist, and at one that exists twice', () => {
    const day = { amount: 1, unit: 'day' } as const;
    expect(iso(addSpan(instantOf('2026-03-07', '02:30', newYork), day, 'after', inNewYork))).toBe('2026-03-08T07:30:00.000Z');
    expect(iso(addSpan(instantOf('2026-10-31', '01:30', newYork), day, 'after', inNewYork))).toBe('2026-11-01T05:30:00.000Z');
  });

  it('no days at all leave the second 01:30 where it is', () => {
    const second = moment('2026-11-01T06:30:00.000Z');
    expect(addSpan(second, { amount: 0, unit: 'day' }, 'after', inNewYork)).toBe(second);
  });

  it('work days are the hospital’s: late evening in New York is the next day in Shanghai', () => {
    const fridayEvening = instantOf('2026-03-06', '20:00', newYork);
    const end = addSpan(fridayEvening, { amount: 1, unit: 'work_day' }, 'after', { zone: newYork, hospitalZone: shanghai, calendar: cn });
    expect([dayIn(end, shanghai), clockIn(end, shanghai)]).toEqual(['2026-03-09', '09:00']);
  });

  it('trap 23: years', () => {
    const day = instantOf('2026-03-11', '09:00', shanghai);
    const end = addSpan(day, { amount: 30, unit: 'year' }, 'after', { zone: shanghai, hospitalZone: shanghai, calendar: cn });
    expect([dayIn(end, shanghai), clockIn(end, shanghai)]).toEqual(['2056-03-11', '09:00']);
  });

  it('law: a later offset is never due earlier, and after is never before', () => {
    fc.assert(
      fc.property(aCalendar, aZonedMoment, aSpan, fc.nat(50), (calendar, { zone, instant }, span, more) => {
        const setting = { zone, hospitalZone: shanghai, calendar };
        const longer = { ...span, amount: span.amount + more };
        const [a, b] = [addSpan(instant, span, 'after', setting), addSpan(instant, longer, 'after', setting)];
        expect(a).toBeGreaterThanOrEqual(instant);
        expect(b).toBeGreaterThanOrEqual(a);
        const [x, y] = [addSpan(instant, span, 'before', setting), addSpan(instant, longer, 'before', setting)];
        expect(x).toBeLessThanOrEqual(instant);
        expect(y).toBeLessThanOrEqual(x);
      }),
      { numRuns: 300 },
    );
  });

  it('any amount has an end within the calendar', () => {
    for (const unit of spanUnits) {
      for (const direction of ['after', 'before'] as const) {
        const end = addSpan(moment('2026-03-11T03:00:00.000Z'), { amount: 1e9, unit }, direction, inNewYork);
        expect(() => iso(end)).not.toThrow();
      }
    }
  });
});
