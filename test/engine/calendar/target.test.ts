import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, weekdayOf } from '../../../engine/calendar/day.ts';
import { clockOfAt, resolveTarget } from '../../../engine/calendar/target.ts';
import type { TargetRule } from '../../../engine/calendar/target.ts';
import { clockIn, dayIn } from '../../../engine/calendar/zone.ts';
import { aBusyDay, aCalendar, aClock, aShift, aSpan, aZone, aZonedMoment, cn, iso, moment, newYork, shanghai } from './samples.ts';

const aRule = (rule: Partial<TargetRule> & Pick<TargetRule, 'base'>): TargetRule => ({
  zone: shanghai,
  hospitalZone: shanghai,
  calendar: cn,
  draw: 'e1/step/1',
  ...rule,
});
const resolve = (rule: Partial<TargetRule> & Pick<TargetRule, 'base'>): string => iso(resolveTarget(aRule(rule)).target);
const after = (amount: number, unit: 'hour' | 'day' | 'month' | 'work_day') => ({ span: { amount, unit }, direction: 'after' as const });

describe('from rule to moment', () => {
  it('trap 2: Monday 07:00 in Shanghai is Monday there, though Sunday in UTC', () => {
    const { target, day } = resolveTarget(aRule({ base: '2026-03-11', shift: { direction: 'next', to: 'Mon' }, at: { from: '07:00' } }));
    expect(iso(target)).toBe('2026-03-15T23:00:00.000Z');
    expect([day, weekdayOf(dayIn(target, shanghai)), clockIn(target, shanghai)]).toEqual(['2026-03-16', 'Mon', '07:00']);
  });

  it('trap 3: day 30 on a Wednesday with next Mon is never before day 30', () => {
    expect(resolve({ base: '2026-03-11', shift: { direction: 'next', to: 'Mon' }, at: { from: '09:00' } })).toBe(
      '2026-03-16T01:00:00.000Z',
    );
  });

  it('a day without at is its beginning, where the patient is', () => {
    expect(resolve({ base: '2026-03-11' })).toBe('2026-03-10T16:00:00.000Z');
    expect(resolve({ base: '2026-03-11', zone: newYork })).toBe('2026-03-11T04:00:00.000Z');
  });

  it('a day of dates is the date in the hospital, an event is on the date where the patient is', () => {
    const evening = '2026-03-10T16:30:00.000Z';
    const rule = { offset: after(1, 'day'), at: { from: '09:00' }, zone: newYork };
    expect(resolve({ ...rule, base: evening })).toBe('2026-03-12T13:00:00.000Z');
    expect(resolve({ ...rule, base: moment(evening) })).toBe('2026-03-11T13:00:00.000Z');
  });

  it('a span of days keeps the clock time, unless at gives another', () => {
    const base = moment('2026-01-31T03:20:00.000Z');
    expect(resolve({ base, offset: after(1, 'month') })).toBe('2026-02-28T03:20:00.000Z');
    expect(resolve({ base, offset: after(1, 'month'), at: { from: '10:00' } })).toBe('2026-02-28T02:00:00.000Z');
  });

  it('at alone is the next such time, this very moment included', () => {
    const at = { from: '09:00' };
    expect(resolve({ base: moment('2026-03-11T00:59:00.000Z'), at })).toBe('2026-03-11T01:00:00.000Z');
    expect(resolve({ base: moment('2026-03-11T01:00:00.000Z'), at })).toBe('2026-03-11T01:00:00.000Z');
    expect(resolve({ base: moment('2026-03-11T01:00:00.001Z'), at })).toBe('2026-03-12T01:00:00.000Z');
  });

  it('at alone after Friday morning with next work day is on Monday', () => {
    const base = moment('2026-03-13T02:00:00.000Z');
    expect(resolve({ base, at: { from: '09:00' }, shift: { direction: 'next', to: 'work_day' } })).toBe('2026-03-16T01:00:00.000Z');
  });

  it('at alone finds the last times of a day that the clocks carry over midnight', () => {
    // Nuuk, 30 March 2024: from 22:59 straight to midnight, so 23:30 is 00:30 on the 31st.
    const base = moment('2024-03-31T00:10:00-01:00');
    expect(resolve({ base, at: { from: '23:30' }, zone: 'America/Nuuk' })).toBe('2024-03-31T01:30:00.000Z');
  });

  it('trap 25: day 7 in the Spring Festival goes to the work day that the shift says', () => {
    const on = (direction: 'next' | 'previous'): string =>
      resolve({ base: '2026-02-17', shift: { direction, to: 'work_day' }, at: { from: '09:00' } });
    expect(on('next')).toBe('2026-02-24T01:00:00.000Z');
    expect(on('previous')).toBe('2026-02-14T01:00:00.000Z');
  });

  it('law: a later day is never due earlier, shifted or not, in any zone', () => {
    fc.assert(
      fc.property(
        aCalendar,
        aZone,
        aBusyDay,
        fc.nat(40),
        fc.option(aShift, { nil: undefined }),
        aClock,
        (calendar, zone, day, more, shift, from) => {
          const rule = aRule({ base: day, zone, shift, at: { from }, calendar });
          const later = resolveTarget({ ...rule, base: addDays(day, more) });
          expect(later.target).toBeGreaterThanOrEqual(resolveTarget(rule).target);
        },
      ),
    );
  });

  it('law: a later offset is never due earlier', () => {
    const aBase = fc.oneof(aBusyDay, aZonedMoment.map(({ instant }) => instant), aZonedMoment.map(({ instant }) => iso(instant))); // prettier-ignore
    const at = fc.option(aClock.map((from) => ({ from })), { nil: undefined }); // prettier-ignore
    fc.assert(
      fc.property(aCalendar, aZone, aBase, aSpan, fc.nat(40), at, (calendar, zone, base, span, more, clock) => {
        const rule = aRule({ base, zone, calendar, at: clock, offset: { span, direction: 'after' } });
        const longer = { ...rule, offset: { span: { ...span, amount: span.amount + more }, direction: 'after' as const } };
        expect(resolveTarget(longer).target).toBeGreaterThanOrEqual(resolveTarget(rule).target);
      }),
    );
  });

  it('law: at alone is never before its moment and at most a day (and a change of clocks) after it', () => {
    fc.assert(
      fc.property(aZonedMoment, aClock, ({ zone, instant }, from) => {
        const { target } = resolveTarget(aRule({ base: instant, zone, at: { from } }));
        expect(target).toBeGreaterThanOrEqual(instant);
        expect(target - instant).toBeLessThanOrEqual((zone === 'Pacific/Apia' ? 48 : 25) * 3_600_000);
      }),
    );
  });
});

describe('a range of at', () => {
  const range = { from: '09:00', to: '11:00' };

  it('draws the same minute for the same words, inside the range', () => {
    fc.assert(
      fc.property(fc.string(), aClock, aClock, (draw, from, to) => {
        fc.pre(from < to);
        const clock = clockOfAt({ from, to }, draw);
        expect(from <= clock && clock < to).toBe(true);
        expect(clockOfAt({ from, to }, draw)).toBe(clock);
      }),
    );
  });

  it.each([
    ['patients whose ids differ in one digit', (i: number) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}/call/2`],
    ['the days of one step', (i: number) => `e1/call/${i}`],
  ])('spreads %s evenly', (_, wordsOf) => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const clock = clockOfAt(range, wordsOf(i));
      counts.set(clock, (counts.get(clock) ?? 0) + 1);
    }
    expect(counts.size).toBe(120);
    // 100 each: five standard deviations to either side.
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(50);
  });
});
