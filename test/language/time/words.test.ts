import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { spanUnits } from '../../../engine/plan.ts';
import { parseBetween } from '../../../language/time/between.ts';
import { parseCap } from '../../../language/time/cap.ts';
import { parseAt, parseClock, parseHours } from '../../../language/time/clock.ts';
import { parseBound, parseDays } from '../../../language/time/days.ts';
import { parseOffset } from '../../../language/time/offset.ts';
import type { Reading } from '../../../language/time/reading.ts';
import { parseRhythm, parseRhythmAt } from '../../../language/time/rhythm.ts';
import { parseShift } from '../../../language/time/shift.ts';
import { parseSpan, spanInWords } from '../../../language/time/span.ts';
import { parseTarget } from '../../../language/time/target.ts';
import { parseDeadline } from '../../../language/time/until.ts';

const valueOf = <T>(reading: Reading<T>) => ('value' in reading ? reading.value : reading.mistake);
const mistakeOf = <T>(reading: Reading<T>) => ('mistake' in reading ? [reading.mistake.code, reading.mistake.fix] : reading.value);

describe('spans', () => {
  it('are written one way', () => {
    expect(valueOf(parseSpan('30 minutes'))).toEqual({ amount: 30, unit: 'minute' });
    expect(valueOf(parseSpan('1 day'))).toEqual({ amount: 1, unit: 'day' });
    expect(valueOf(parseSpan('2 work days'))).toEqual({ amount: 2, unit: 'work_day' });
  });

  it.each([
    ['30m', 'short-unit', '30 minutes'],
    ['2h', 'short-unit', '2 hours'],
    ['5d', 'short-unit', '5 days'],
    ['8hours', 'short-unit', '8 hours'],
    ['30分钟', 'short-unit', '30 minutes'],
    ['2个工作日', 'short-unit', '2 work days'],
    ['1 days', 'bad-duration', '1 day'],
    ['2 day', 'bad-duration', '2 days'],
    ['soon', 'bad-duration', undefined],
    ['1.5 hours', 'bad-duration', undefined],
    ['0 days', 'bad-duration', undefined],
    ['-2 hours', 'bad-duration', undefined],
    ['3  days', 'bad-duration', undefined],
  ])('%s is %s', (text, code, fix) => expect(mistakeOf(parseSpan(text))).toEqual([code, fix]));

  it('law: what is printed is read as the same', () => {
    const spans = fc.record({ amount: fc.integer({ min: 1, max: 9999 }), unit: fc.constantFrom(...spanUnits) });
    fc.assert(fc.property(spans, (span) => void expect(valueOf(parseSpan(spanInWords(span)))).toEqual(span)));
  });
});

describe('times of day', () => {
  it('have 24 hours and two digits', () => {
    expect(valueOf(parseClock('08:30'))).toBe('08:30');
    expect(valueOf(parseAt('09:00 to 11:00'))).toEqual({ from: '09:00', to: '11:00' });
  });

  it.each([
    ['8:30', 'bad-time', '08:30'],
    ['24:00', 'bad-time', '00:00'],
    ['8pm', 'bad-time', '20:00'],
    ['晚上8点半', 'bad-time', '20:30'],
    ['08：30', 'full-width-number', '08:30'],
    ['noon', 'bad-time', undefined],
    ['25:00', 'bad-time', undefined],
  ])('%s is %s', (text, code, fix) => expect(mistakeOf(parseClock(text))).toEqual([code, fix]));

  it('mends the part of a range that is wrong', () => expect(mistakeOf(parseAt('09:00 to 9:30'))).toEqual(['bad-time', '09:00 to 09:30']));

  it.each(['21:00 to 08:30', '09:00 to 09:30', '09:00'])('contact hours %s are none', (text) =>
    expect(mistakeOf(parseHours(text))).toEqual(['bad-hours', undefined]),
  );
});

describe('ends', () => {
  it.each([
    ['8 hours', { kind: 'span', span: { amount: 8, unit: 'hour' } }],
    ['3 days from day_0', { kind: 'span', span: { amount: 3, unit: 'day' }, from: 'day_0' }],
    ['until 12:00', { kind: 'clock', at: '12:00' }],
    ['until day 30', { kind: 'day', day: 30 }],
    ['until day 3 at 17:00', { kind: 'day', day: 3, at: '17:00' }],
    ['until Wed 21:00', { kind: 'weekday', weekday: 'Wed', at: '21:00' }],
    ['until day_0', { kind: 'name', name: 'day_0' }],
  ])('%s', (text, value) => expect(valueOf(parseDeadline(text))).toEqual(value));

  it.each([
    ['until 8:30', 'bad-time', 'until 08:30'],
    ['until Wednesday 21:00', 'bad-until', 'until Wed 21:00'],
    ['until 周三 21:00', 'bad-until', 'until Wed 21:00'],
    ['until day x', 'bad-until', undefined],
    ['until', 'bad-until', undefined],
    ['until Wed 21:00 sharp', 'bad-until', undefined],
    ['30m from day_0', 'short-unit', '30 minutes from day_0'],
  ])('%s is %s', (text, code, fix) => expect(mistakeOf(parseDeadline(text))).toEqual([code, fix]));
});

describe('rhythms', () => {
  it.each([
    ['day', { unit: 'day', every: 1 }],
    ['3 days', { unit: 'day', every: 3 }],
    ['2 weeks on Mon, Thu', { unit: 'week', every: 2, on: ['Mon', 'Thu'] }],
    [
      'month on day 1, 15',
      {
        unit: 'month',
        every: 1,
        on: [
          { kind: 'day', day: 1 },
          { kind: 'day', day: 15 },
        ],
      },
    ],
    ['month on last day', { unit: 'month', every: 1, on: [{ kind: 'last_day' }] }],
    ['3 months on last Fri', { unit: 'month', every: 3, on: [{ kind: 'weekday', nth: 'last', weekday: 'Fri' }] }],
    ['month on first work day', { unit: 'month', every: 1, on: [{ kind: 'work_day', nth: 'first' }] }],
    [
      'year on 02-20, 08-20',
      {
        unit: 'year',
        every: 1,
        on: [
          { month: 2, day: 20 },
          { month: 8, day: 20 },
        ],
      },
    ],
    ['year on 02-29', { unit: 'year', every: 1, on: [{ month: 2, day: 29 }] }],
  ])('%s', (text, value) => expect(valueOf(parseRhythm(text))).toEqual(value));

  it.each([
    'Monday',
    'week on Monday',
    'weeks',
    '3 day',
    'month on day 32',
    'year on 02-30',
    'day on Mon',
    'month on day 1,15',
    'month on',
    '0 days',
  ])('%s cannot be read', (text) => expect(mistakeOf(parseRhythm(text))).toEqual(['bad-rhythm', undefined]));

  it('with a time of day, as next() takes it', () => {
    expect(valueOf(parseRhythmAt('month on last Fri at 15:00'))).toEqual({
      rhythm: { unit: 'month', every: 1, on: [{ kind: 'weekday', nth: 'last', weekday: 'Fri' }] },
      at: { from: '15:00' },
    });
    expect(mistakeOf(parseRhythmAt('month on last Fri at 3pm'))).toEqual(['bad-time', 'month on last Fri at 15:00']);
  });
});

describe('the rest', () => {
  it('shifts', () => {
    expect(valueOf(parseShift('next work day'))).toEqual({ direction: 'next', to: 'work_day' });
    expect(valueOf(parseShift('nearest Fri'))).toEqual({ direction: 'nearest', to: 'Fri' });
    expect(mistakeOf(parseShift('next Friday'))).toEqual(['not-a-choice', 'next Fri']);
  });

  it('days, bounds, offsets, caps, targets and windows of appointments', () => {
    expect(valueOf(parseDays('1 to 3'))).toEqual([1, 2, 3]);
    expect(mistakeOf(parseDays('3 to 1'))).toEqual(['wrong-type', undefined]);
    expect(mistakeOf(parseDays('−1'))).toEqual(['full-width-number', '-1']);
    expect(valueOf(parseBound('day 3'))).toEqual({ kind: 'day', day: 3 });
    expect(valueOf(parseOffset('24 hours from operation'))).toEqual({ span: { amount: 24, unit: 'hour' }, from: 'operation' });
    expect(valueOf(parseCap('3 a day'))).toEqual({ times: 3, per: 'day' });
    expect(mistakeOf(parseCap('3 per day'))).toEqual(['wrong-type', undefined]);
    expect(valueOf(parseTarget('at least 85%'))).toEqual({ compare: 'at_least', value: 85, percent: true });
    expect(mistakeOf(parseTarget('85% or more'))).toEqual(['bad-target', undefined]);
    expect(valueOf(parseBetween('2 days to 10 days'))).toEqual({
      kind: 'spans',
      from: { amount: 2, unit: 'day' },
      to: { amount: 10, unit: 'day' },
    });
    expect(valueOf(parseBetween('day 40 to day 50'))).toEqual({ kind: 'days', from: 40, to: 50 });
  });

  it('law: no words make a parser throw', () => {
    const parsers = [
      parseSpan,
      parseClock,
      parseAt,
      parseHours,
      parseDeadline,
      parseRhythm,
      parseRhythmAt,
      parseShift,
      parseDays,
      parseBound,
      parseOffset,
      parseCap,
      parseTarget,
      parseBetween,
    ];
    const words = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom('until', 'day', 'week', 'on', 'Mon', 'at', '3', '09:00', 'from', 'to', 'last', 'work', '，'))
        .map((all) => all.join(' ')),
    );
    fc.assert(fc.property(words, (text) => parsers.every((parse) => 'value' in parse(text) || 'mistake' in parse(text))));
  });
});
