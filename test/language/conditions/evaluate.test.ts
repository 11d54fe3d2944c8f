import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../../../engine/chart.ts';
import type { Known } from '../../../engine/judge.ts';
import { treeOf } from '../../../language/conditions/cache.ts';
import { evaluate } from '../../../language/conditions/evaluate.ts';
import { known, unknown, type World } from '../../../language/conditions/world.ts';

const now = Date.parse('2026-03-10T02:30:00Z'); // 10:30 in Shanghai, a Tuesday
const aWorld = (values: Record<string, Value> = {}, more: Partial<World> = {}): World => ({
  now,
  zone: 'Asia/Shanghai',
  readings: [],
  answersOf: () => undefined,
  lookup: (parts) => (Object.hasOwn(values, parts.join('.')) ? known(values[parts.join('.')]!) : unknown(parts.join('.'))),
  ...more,
});
const say = (source: string, values?: Record<string, Value>, more?: Partial<World>): Known =>
  evaluate(treeOf(source)!, aWorld(values, more));
const is = (source: string, values?: Record<string, Value>, more?: Partial<World>): Value => {
  const result = say(source, values, more);
  return 'value' in result ? result.value : 'unknown';
};

describe('three values', () => {
  const words = { yes: true, no: false } as Record<string, Value>;
  const truth = fc.constantFrom('yes', 'no', 'nobody_knows');
  const both = fc.tuple(truth, truth);

  it('false wins over unknown with &&, true with ||, on either side', () => {
    expect(is('no && nobody_knows', words)).toBe(false);
    expect(is('nobody_knows && no', words)).toBe(false);
    expect(is('yes || nobody_knows', words)).toBe(true);
    expect(is('nobody_knows || yes', words)).toBe(true);
    expect(is('yes && nobody_knows', words)).toBe('unknown');
    expect(is('no || nobody_knows', words)).toBe('unknown');
    expect(is('!nobody_knows', words)).toBe('unknown');
  });

  it("Kleene's laws: order, De Morgan, double negation, absorption", () => {
    fc.assert(
      fc.property(both, ([a, b]) => {
        expect(is(`${a} && ${b}`, words)).toBe(is(`${b} && ${a}`, words));
        expect(is(`${a} || ${b}`, words)).toBe(is(`${b} || ${a}`, words));
        expect(is(`!(${a} && ${b})`, words)).toBe(is(`!${a} || !${b}`, words));
        expect(is(`!!${a}`, words)).toBe(is(a, words));
        expect(is(`${a} && (${a} || ${b})`, words)).toBe(is(a, words));
      }),
    );
  });

  it('knowing more never turns an answer round: what was true or false stays so', () => {
    const part = fc.constantFrom('a', 'b', 'c');
    const tree: fc.Memo<string> = fc.memo((n) =>
      n <= 1
        ? part
        : fc.oneof(
            part,
            fc.tuple(tree(), fc.constantFrom('&&', '||'), tree()).map(([l, o, r]) => `(${l} ${o} ${r})`),
            tree().map((x) => `!${x}`),
          ),
    );
    const facts = fc.dictionary(part, fc.boolean());
    fc.assert(
      fc.property(tree(4), facts, facts, (source, some, more) => {
        const before = is(source, some);
        if (before !== 'unknown') expect(is(source, { ...more, ...some })).toBe(before);
      }),
    );
  });

  it('a missing name makes its comparison, sum and function unknown, and is named', () => {
    expect(say('patient.age > 5')).toEqual({ unknown: 'patient.age' });
    expect(say('patient.age + 1 > 5')).toEqual({ unknown: 'patient.age' });
    expect(say('days_since(patient.last_visit) > 5')).toEqual({ unknown: 'patient.last_visit' });
    expect(say('how_many([yes, patient.has_wechat]) >= 1', words)).toEqual({ unknown: 'patient.has_wechat' });
    expect(say('patient.age > 5', { 'patient.age': null })).toEqual({ unknown: 'patient.age' });
  });

  it('has(x) is never unknown', () => {
    expect(is('has(patient.age)')).toBe(false);
    expect(is('has(patient.age)', { 'patient.age': null })).toBe(false);
    expect(is('has(patient.age)', { 'patient.age': 0 })).toBe(true);
  });

  it('in: found is true whatever else is unknown; not found is unknown if an item is', () => {
    expect(is('"a" in ["a", x]')).toBe(true);
    expect(is('"a" in ["b", x]')).toBe('unknown');
    expect(is('x in ["a"]')).toBe('unknown');
    expect(is('"a" in []')).toBe(false);
  });

  it('a value of the wrong type is unknown, never false: a thermometer that sends words starts nothing and stops nothing', () => {
    expect(is('value > 38', { value: '39.2' })).toBe('unknown');
    expect(is('value != 38', { value: '39.2' })).toBe('unknown');
    expect(is('!value', { value: 'true' })).toBe('unknown');
    expect(is('value && true', { value: 'false' })).toBe('unknown');
  });

  it('trap 16: "false" is no truth, and the text "true" is not true', () => {
    expect(is('approved == true', { approved: 'false' })).toBe('unknown');
    expect(is('approved == true', { approved: false })).toBe(false);
  });
});

describe('numbers', () => {
  it('whole and decimal work together, also in lists', () => {
    expect(is('5.0 == 5')).toBe(true);
    expect(is('x in [1, 2]', { x: 2 })).toBe(true);
    expect(is('1 + 0.5 == 1.5')).toBe(true);
    expect(is('7 / 2')).toBe(3.5);
    expect(is('-x < 0', { x: 3 })).toBe(true);
  });

  it('divided by nothing is not known', () => {
    expect(is('x / 0 > 1', { x: 5 })).toBe('unknown');
  });
});

describe('time', () => {
  it('days are counted on the hospital calendar, not in 24 hours', () => {
    // 23:50 the day before in Shanghai.
    expect(is('days_since(t)', { t: '2026-03-09T15:50:00Z' })).toBe(1);
    expect(is('days_since(t)', { t: '2026-03-09T16:10:00Z' })).toBe(0);
    expect(is('days_until(t)', { t: '2026-03-12' })).toBe(2);
    expect(is('hours_since(t)', { t: '2026-03-10T00:00:00Z' })).toBe(2.5);
    expect(is('hours_since(t)', { t: '2026-03-10' })).toBe('unknown');
    expect(is('weekday(t)', { t: '2026-03-09T20:00:00Z' })).toBe('Tue');
  });

  it('a day and a moment are compared by their day, two moments by the instant', () => {
    const t = { day: '2026-03-10', early: '2026-03-09T17:00:00Z', same: '2026-03-10T01:00:00+08:00' };
    expect(is('day == early', t)).toBe(true);
    expect(is('early == same', t)).toBe(true);
    expect(is('day < early', t)).toBe(false);
    expect(is('day > words', { ...t, words: 'soon' })).toBe('unknown');
  });

  it('work days come from the calendar', () => {
    const calendar = {
      name: 'cn',
      title: '',
      workWeek: ['Mon' as const],
      workHours: [],
      holidays: [{ name: '', from: '2026-03-09', to: '2026-03-09' }],
      makeUpDays: ['2026-03-14'],
    };
    expect(is('is_work_day(t)', { t: '2026-03-09' }, { calendar })).toBe(false);
    expect(is('is_work_day(t)', { t: '2026-03-14' }, { calendar })).toBe(true);
    expect(is('is_work_day(t)', { t: '2026-03-16' }, { calendar })).toBe(true);
  });

  it('next is the next such moment, today only if it is still to come', () => {
    expect(is('next("month on last Fri at 15:00")')).toBe('2026-03-27T07:00:00.000Z');
    expect(is('next("week on Tue at 11:00")')).toBe('2026-03-10T03:00:00.000Z');
    expect(is('next("week on Tue at 10:00")')).toBe('2026-03-17T02:00:00.000Z');
    expect(is('next("3 months on last Fri at 15:00")', {}, { dayZero: '2026-01-05' })).toBe('2026-04-24T07:00:00.000Z');
  });
});

describe('functions', () => {
  it('has_code looks at beginnings, of one code or several', () => {
    expect(is('has_code(c, ["E11"])', { c: 'E11.9' })).toBe(true);
    expect(is('has_code(c, ["E11"])', { c: ['I10', 'e11.9'] })).toBe(true);
    expect(is('has_code(c, ["E11"])', { c: ['I10'] })).toBe(false);
    expect(is('has_code(c, ["E11"])', { c: [] })).toBe(false);
    expect(is('has_code(c, ["E11"])')).toBe('unknown');
  });

  it('has_answer: some answer, also one of several chosen; nobody asked yet is unknown', () => {
    const answersOf = () => ({ eating: 'good', parts: ['poor', 'fair'] });
    expect(is('has_answer(call, "poor")', {}, { answersOf })).toBe(true);
    expect(is('has_answer(call, "bad")', {}, { answersOf })).toBe(false);
    expect(say('has_answer(call, "bad")')).toEqual({ unknown: 'call' });
  });

  it('band: the lower limit belongs to the band above it', () => {
    const band = (x: number) => is('band(x, [12, 36], ["a", "b", "c"])', { x });
    expect([0, 11.9, 12, 35, 36, 400].map(band)).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
  });

  it('rfm has its eight names', () => {
    const names = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => is('rfm(r, f, m)', { r: (n & 4) > 0, f: (n & 2) > 0, m: (n & 1) > 0 }));
    expect(names).toEqual(['无效', '沉睡', '流失', '预警', '一般', '潜力', '价值', '核心']);
  });

  it('averages are of the readings in the span, and unknown if there are none', () => {
    const day = 86_400_000;
    const readings = [
      { code: 'systolic', value: 200, at: now - 8 * day },
      { code: 'systolic', value: 150, at: now - 6 * day },
      { code: 'systolic', value: 140, at: now - day },
      { code: 'glucose', value: 9, at: now - day },
    ];
    expect(is('average_of("systolic", "7 days")', {}, { readings })).toBe(145);
    expect(is('highest_of("systolic", "2 weeks")', {}, { readings })).toBe(200);
    expect(is('lowest_of("systolic", "7 days")', {}, { readings })).toBe(140);
    expect(say('lowest_of("weight", "7 days") > 1', {}, { readings })).toEqual({ unknown: 'weight' });
  });
});
