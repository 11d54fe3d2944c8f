import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, weekdayOf } from '../../../engine/calendar/day.ts';
import { addWorkDays, isWorkDay, shiftDay } from '../../../engine/calendar/work-calendar.ts';
import { addWorkHours } from '../../../engine/calendar/work-hours.ts';
import type { Day, Shift, WorkCalendar } from '../../../engine/plan.ts';
import { aBusyDay, aCalendar, aShift, aZonedMoment, cn, iso, moment, shanghai } from './samples.ts';

const hour = 3_600_000;
const fits = (calendar: WorkCalendar, to: Shift['to'], day: Day): boolean =>
  to === 'work_day' ? isWorkDay(calendar, day) : weekdayOf(day) === to;

describe('work days', () => {
  it('trap 25: holidays are no work days, make-up days are', () => {
    expect(['2026-02-14', '2026-02-16', '2026-02-23', '2026-02-24', '2026-02-28'].map((day) => isWorkDay(cn, day))).toEqual([
      true,
      false,
      false,
      true,
      true,
    ]);
  });

  it('trap 25: what is not announced yet is a plain week', () => {
    expect(['2026-10-01', '2027-10-01', '2027-10-02'].map((day) => isWorkDay(cn, day))).toEqual([false, true, false]);
  });

  it('trap 25: next, previous and nearest around the Spring Festival', () => {
    const shifted = (day: Day): Day[] =>
      (['next', 'previous', 'nearest'] as const).map((direction) => shiftDay(day, { direction, to: 'work_day' }, cn));
    expect(shifted('2026-02-17')).toEqual(['2026-02-24', '2026-02-14', '2026-02-14']);
    expect(shifted('2026-02-19')).toEqual(['2026-02-24', '2026-02-14', '2026-02-24']);
    expect(shifted('2026-02-28')).toEqual(['2026-02-28', '2026-02-28', '2026-02-28']);
  });

  it('two as near take the later: Saturday 21 March between Friday and Monday is nearer to Friday, a lone Wednesday off to Thursday', () => {
    const off = { ...cn, holidays: [{ name: 'off', from: '2026-03-18', to: '2026-03-18' }] };
    expect(shiftDay('2026-03-21', { direction: 'nearest', to: 'work_day' }, off)).toBe('2026-03-20');
    expect(shiftDay('2026-03-18', { direction: 'nearest', to: 'work_day' }, off)).toBe('2026-03-19');
  });

  it('trap 3, law: a shift moves only the way it says, no farther than it must, and what fits stays', () => {
    fc.assert(
      fc.property(aCalendar, aBusyDay, aShift, (calendar, day, shift) => {
        const shifted = shiftDay(day, shift, calendar);
        expect(fits(calendar, shift.to, shifted)).toBe(true);
        if (shift.direction === 'next') expect(shifted >= day).toBe(true);
        if (shift.direction === 'previous') expect(shifted <= day).toBe(true);
        const distance = Math.abs(daysBetween(day, shifted));
        for (let n = 0; n < distance; n++) {
          if (shift.direction !== 'previous') expect(fits(calendar, shift.to, addDays(day, n))).toBe(false);
          if (shift.direction !== 'next') expect(fits(calendar, shift.to, addDays(day, -n))).toBe(false);
        }
        if (shift.direction === 'nearest' && shifted < day) expect(fits(calendar, shift.to, addDays(day, distance))).toBe(false);
      }),
    );
  });

  it('law: a later day is never shifted to an earlier one', () => {
    fc.assert(
      fc.property(aCalendar, aBusyDay, fc.nat(30), aShift, (calendar, day, more, shift) => {
        expect(shiftDay(addDays(day, more), shift, calendar) >= shiftDay(day, shift, calendar)).toBe(true);
      }),
    );
  });

  it('law: the n-th work day after has n work days behind it, the day itself not counted', () => {
    fc.assert(
      fc.property(aCalendar, aBusyDay, fc.integer({ min: 1, max: 25 }), (calendar, day, n) => {
        const end = addWorkDays(calendar, day, n);
        const passed = Array.from({ length: daysBetween(day, end) }, (_, i) => addDays(day, i + 1));
        expect(passed.filter((one) => isWorkDay(calendar, one))).toHaveLength(n);
        expect(isWorkDay(calendar, end)).toBe(true);
      }),
    );
  });

  it('a calendar without any work day holds nobody up for ever', () => {
    const closed: WorkCalendar = { ...cn, workWeek: [], makeUpDays: [] };
    expect(shiftDay('2026-03-11', { direction: 'next', to: 'work_day' }, closed)).toBe('2026-03-11');
    expect(addWorkDays(closed, '2026-03-11', 2)).toBe('2026-03-13');
    expect(iso(addWorkHours(closed, moment('2026-03-11T03:00:00.000Z'), 4, shanghai))).toBe('2026-03-11T07:00:00.000Z');
  });
});

describe('work hours', () => {
  const after = (from: string, hours: number): string => iso(addWorkHours(cn, moment(from), hours, shanghai));

  it('begin now, skip the noon break, the night, the weekend and the holidays', () => {
    expect(after('2026-03-09T01:00:00.000Z', 4)).toBe('2026-03-09T06:30:00.000Z');
    expect(after('2026-03-06T08:30:00.000Z', 3)).toBe('2026-03-09T02:00:00.000Z');
    expect(after('2026-02-14T08:30:00.000Z', 3)).toBe('2026-02-24T02:00:00.000Z');
  });

  it('begin at the next opening when it is closed', () => {
    expect(after('2026-03-07T03:00:00.000Z', 1)).toBe('2026-03-09T01:00:00.000Z');
  });

  it('none at all end where they begin, open or closed', () => {
    expect(after('2026-03-07T03:00:00.000Z', 0)).toBe('2026-03-07T03:00:00.000Z');
  });

  it('end when the hours are over: four from opening end at noon, not after the break', () => {
    expect(after('2026-03-09T00:00:00.000Z', 4)).toBe('2026-03-09T04:00:00.000Z');
  });

  it('law: a later amount never ends earlier, and two amounts after each other are their sum', () => {
    const few = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(aCalendar, aBusyDay, aZonedMoment, few, few, (calendar, day, { zone, instant }, a, b) => {
        const from = moment(day) + (instant % 86_400_000);
        const first = addWorkHours(calendar, from, a, zone);
        expect(first).toBeGreaterThanOrEqual(from + a * hour);
        expect(addWorkHours(calendar, first, b, zone)).toBe(addWorkHours(calendar, from, a + b, zone));
      }),
    );
  });

  it('law: back again by the same hours is never later than the start, and from open hours the start itself', () => {
    fc.assert(
      fc.property(aBusyDay, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 239 }), (day, hours, minutes) => {
        const opening = addWorkHours(cn, moment(`${day}T00:00:00.000+08:00`), 1, shanghai) - hour;
        const open = opening + minutes * 60_000;
        expect(addWorkHours(cn, addWorkHours(cn, open, hours, shanghai), -hours, shanghai)).toBe(open);
      }),
    );
  });
});
