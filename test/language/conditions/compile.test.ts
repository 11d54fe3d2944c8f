import { aSop, mistakesIn, steps } from '../sop-files.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFacts, factsInUse, type FactSource } from '../../../language/conditions/facts.ts';
import { message } from '../../../language/diagnostics/message.ts';
import { aScope, at, codesOf, compile, pointedAt, thePlace } from './a-scope.ts';

const fix = (source: string): string => {
  const edit = compile(source).diagnostics[0]!.edit!;
  return source.slice(0, edit.span.column - 5) + edit.text + source.slice(edit.span.endColumn - 5);
};

describe('a condition that is right', () => {
  it.each([
    'encounter.department == "cardiology"',
    'has_code(encounter.procedures, ["36.06", "36.07"])',
    'pain.score > 5',
    'pain.score >= 4.4 && pain.score <= 7',
    'call.fever == "yes" || call.spirits == "poor"',
    'call.spirits in ["good", "poor"]',
    '"cough" in call.troubles',
    'has_answer(call, "poor")',
    'encounter.treated == true',
    'encounter.treated',
    'has(latest.glucose)',
    'has(next_cycle)',
    'days_since(patient.last_visit) > patient.usual_interval_days * 2',
    'patient.age >= 75',
    'pain.missed_in_a_row == 3',
    'call.outcome in ["reached", "not_reached", "refused"]',
    'encounter.department == ask_department',
    'has_code(encounter.diagnoses, codes)',
    'latest.temperature >= fever_from',
    'pain.score > given_later',
    'weekday(today) == "Mon" && is_work_day(today)',
    'today < encounter.discharge_date',
    'next("month on last Fri at 15:00") > now',
    'band(patient.age_months, [12, 36], ["a", "b", "c"]) == "b"',
    'average_of("systolic", "7 days") > 140',
    'how_many([patient.has_wechat, patient.age > 5]) >= 2',
    'patient.city.contains("杭州")',
    'encounter.nurse == "李护士"',
    'rfm(patient.age > 5, patient.has_wechat, true) == "核心"',
    '-patient.age < -5',
    'appointment.status == "kept"',
    'event.time < now',
  ])('%s', (source) => {
    expect(codesOf(source).filter((code) => code !== 'long-condition')).toEqual([]);
  });

  it('names the roots it reads, also behind facts, and has settings folded in', () => {
    const facts: FactSource[] = [
      { name: 'fever', source: 'latest.temperature >= fever_from', where: at('latest.temperature >= fever_from') },
    ];
    const { scope, facts: compiled } = compileFacts(facts, aScope());
    expect(compiled.fever).toEqual({ source: 'latest.temperature >= 38', uses: ['latest'], line: 7, column: 5 });
    expect(compile('fever && patient.age > 3', 'condition', scope).expr!.uses).toEqual(['fever', 'latest', 'patient']);
    expect(compile('has_code(encounter.diagnoses, codes)').expr!.source).toBe('has_code(encounter.diagnoses, ["I10", "I11"])');
    expect(compile('encounter.department == ask_department').expr!.source).toBe('encounter.department == "cardiology"');
  });

  it('a step may be called by a word that CEL keeps for itself', () => {
    const scope = aScope({ steps: [{ id: 'package', kind: 'gift' }] });
    expect(compile('package.outcome == "received"', 'condition', scope).expr!.uses).toEqual(['package']);
  });
});

describe('every mistake has its code and points at its words', () => {
  it.each([
    ['pain.score >', 'condition-syntax', '>'],
    ['pain.score > 5 5', 'condition-syntax', '5'],
    ['(pain.score > 5', 'condition-syntax', '5'],
    ['pain.score > 5 ? true : false', 'condition-syntax', '?'],
    ['pain.score % 2 == 0', 'condition-syntax', '%'],
    ['pain.score == null', 'condition-syntax', 'null'],
    ['pain.score > 5days', 'condition-syntax', '5days'],
    ['pain[0] > 5', 'condition-syntax', 'pain[0]'],
    ['patient.city == "杭州', 'condition-syntax', '"杭州'],
    ['pain.score > 5 // urgent', 'condition-syntax', '//'],
    ['pain.score ≥ 5', 'condition-syntax', '≥'],
    ['pain.score = 5', 'single-equals', '='],
    ['pain.score > 5 and call.fever == "yes"', 'word-operator', 'and'],
    ['pain.score > 5 或者 call.fever == "yes"', 'word-operator', '或者'],
    ['{{ pain.score }} > 5', 'template-in-condition', '{{ pain.score }}'],
    ['"{{ pain.score }}" == "5"', 'template-in-condition', '"{{ pain.score }}"'],
    ['pian.score > 5', 'unknown-variable', 'pian'],
    ['patient.agee > 5', 'unknown-variable', 'patient.agee'],
    ['pain.score.x > 5', 'unknown-variable', 'pain.score.x'],
    ['encounter.department == cardiology', 'unknown-variable', 'cardiology'],
    ['patient.city == 杭州', 'unknown-variable', '杭州'],
    ['pian.outcome == "sent"', 'unknown-step', 'pian'],
    ['order.exam == "ct"', 'not-available-here', 'order'],
    ['event.value > 5', 'not-available-here', 'event.value'],
    ['occurrence.number == 1', 'not-available-here', 'occurrence'],
    ['hospital.name == "x"', 'not-available-here', 'hospital'],
    ['pain.score == "5"', 'wrong-comparison', 'pain.score == "5"'],
    ['call.fever == true', 'wrong-comparison', 'call.fever == true'],
    ['patient.name > 5', 'wrong-comparison', 'patient.name > 5'],
    ['today - 3 > 5', 'wrong-comparison', 'today'],
    ['patient.age in ["5"]', 'wrong-comparison', 'patient.age in ["5"'],
    ['patient == "王芳"', 'wrong-comparison', 'patient == "王芳"'],
    ['call.fever', 'not-a-condition', 'call.fever'],
    ['patient.age', 'not-a-condition', 'patient.age'],
    ['encounter.treated && patient.age', 'not-a-condition', 'patient.age'],
    ['"false"', 'not-a-condition', '"false"'],
    ['call.spirits == "bad"', 'not-an-option', '"bad"'],
    ['call.spirits != "bad"', 'not-an-option', '"bad"'],
    ['"bad" == call.spirits', 'not-an-option', '"bad"'],
    ['call.spirits in ["good", "bad"]', 'not-an-option', '"bad"'],
    ['"bad" in call.troubles', 'not-an-option', '"bad"'],
    ['has_answer(call, "bad")', 'not-an-option', '"bad"'],
    ['call.fever == "true"', 'not-an-option', '"true"'],
    ['weekday(today) == "Monday"', 'not-an-option', '"Monday"'],
    ['band(patient.age, [5], ["a", "b"]) == "c"', 'not-an-option', '"c"'],
    ['highest_of("glucos", "7 days") > 5', 'not-an-option', '"glucos"'],
    ['call.spirits == ask_department', 'not-an-option', 'ask_department'],
    ['call.outcome == "done"', 'not-an-outcome', '"done"'],
    ['pain.outcome in ["answered", "reached"]', 'not-an-outcome', '"reached"'],
    ['days_sine(patient.last_visit) > 5', 'unknown-function', 'days_sine(patient.last_visit)'],
    ['days_since(patient.age) > 5', 'unknown-function', 'days_since(patient.age)'],
    ['days_since() > 5', 'unknown-function', 'days_since()'],
    ['hours_since(today) > 5', 'unknown-function', 'hours_since(today)'],
    ['has_answer(patient, "poor")', 'unknown-function', 'has_answer(patient, "poor")'],
    ['band(patient.age, [5, 3], ["a", "b", "c"]) == "a"', 'unknown-function', 'band(patient.age, [5, 3], ["a", "b", "c"])'],
    ['patient.name.matches("a+")', 'unknown-function', 'matches'],
    ['patient.tags.exists(t, t == "x")', 'unknown-function', 'exists'],
    ['highest_of("glucose", "7d") > 5', 'short-unit', '"7d"'],
    ['next("mnth") > now', 'bad-rhythm', '"mnth"'],
    ['pain.score > 10', 'always-same', 'pain.score > 10'],
    ['mood.score >= 0', 'always-same', 'mood.score >= 0'],
    ['5 > 3', 'always-same', '5 > 3'],
    ['call.spirits == "good" && call.spirits == "poor"', 'always-same', 'call.spirits == "good" && call.spirits == "poor"'],
    ['pain.score > 5 && pain.score < 3', 'always-same', 'pain.score > 5 && pain.score < 3'],
    ['call.spirits != "good" || call.spirits != "poor"', 'always-same', 'call.spirits != "good" || call.spirits != "poor"'],
    ['patient.city == “杭州”', 'full-width-quote', '“杭州”'],
    ['pain.score > ５', 'full-width-number', '５'],
    ['（pain.score > 5)', 'full-width-bracket', '（'],
    ['call.spirits in ["good"， "poor"]', 'full-width-comma', '，'],
    [
      'pain.score > 1 && pain.score < 9 && patient.age > 2 && patient.age < 90',
      'long-condition',
      'pain.score > 1 && pain.score < 9 && patient.age > 2 && patient.age < 90',
    ],
  ])('%s → %s', (source, code, words) => {
    expect(codesOf(source)[0]).toBe(code);
    expect(pointedAt(source)).toBe(words);
  });

  it('says each in both languages, without a hole in the wording', () => {
    const sources = [
      'pain.score >',
      'pian.score > 5',
      'order.exam == "a"',
      'call.fever == true',
      'call.fever',
      'days_sine(today) > 1',
      'call.outcome == "x"',
    ];
    for (const source of sources)
      for (const one of compile(source).diagnostics)
        for (const language of ['en', 'zh'] as const) expect(message(one, language)).not.toMatch(/\{|undefined|Unexpected|token/);
  });

  it('mends what is certain', () => {
    expect(fix('pain.score = 5')).toBe('pain.score == 5');
    expect(fix('pain.score > 5 and call.fever == "yes"')).toBe('pain.score > 5 && call.fever == "yes"');
    expect(fix('"{{ pain.score }}" > 5')).toBe('pain.score > 5');
    expect(fix('patient.city == “杭州”')).toBe('patient.city == "杭州"');
    expect(fix('pain.score ≥ 5')).toBe('pain.score >= 5');
  });

  it('tells all mistakes of one condition at once, each once', () => {
    expect(codesOf('pian.score > 5 && call.spirits == "bad" && pian.score > 3').filter((code) => code !== 'long-condition')).toEqual([
      'unknown-variable',
      'not-an-option',
      'unknown-variable',
    ]);
  });

  it('guesses what was meant', () => {
    expect(compile('patient.agee > 5').diagnostics[0]!.values.guess).toBe('patient.age');
    expect(compile('pian.score > 5').diagnostics[0]!.values.guess).toBe('pain');
    expect(compile('encounter.department == cardiology').diagnostics[0]!.values.guess).toBe('"cardiology"');
  });

  it('a setting may decide: a variant of the SOP may set it otherwise', () => {
    expect(codesOf('fever_from > 37')).toEqual([]);
  });

  it('a name of the object prototype is no name of the language', () => {
    expect(codesOf('constructor.name == "a"')).toEqual(['unknown-variable']);
    expect(codesOf('patient.constructor == "a"')).toEqual(['unknown-variable']);
    expect(codesOf('toString(patient.age) == "a"')).toEqual(['unknown-function']);
    expect(codesOf('__proto__ == "a"')[0]).toMatch(/condition-syntax|unknown-variable/);
  });
});

describe('where names are known', () => {
  it('event is the one at hand, and its fields are those of that event', () => {
    const scope = aScope({ events: ['reading.received'] });
    expect(codesOf('event.code == "glucose" && event.value > 13.9', 'condition', scope)).toEqual([]);
    expect(codesOf('event.words == "x"', 'condition', scope)).toEqual(['not-available-here']);
    expect(codesOf('event.kod == "x"', 'condition', scope)).toEqual(['unknown-variable']);
  });

  it('a hospital event has the fields its library names', () => {
    const scope = aScope({ events: ['custom.fall'], customEvents: { 'custom.fall': ['height'] } });
    expect(codesOf('event.height > 3', 'condition', scope)).toEqual([]);
  });

  it('a sweep brings nothing, a rhythm has occurrences, a form sees its own answers', () => {
    expect(codesOf('encounter.department == "x"', 'condition', aScope({ startEvents: [] }))).toEqual(['not-available-here']);
    expect(codesOf('event.time < now', 'condition', aScope({ startEvents: [] }))).toEqual(['not-available-here']);
    expect(codesOf('occurrence.number == 1', 'condition', aScope({ rhythm: true }))).toEqual([]);
    const form = [{ name: 'result', type: 'choice' as const, options: ['bound', 'refused'] }];
    expect(codesOf('result == "bound"', 'condition', aScope({ form }))).toEqual([]);
    expect(codesOf('result == "bond"', 'condition', aScope({ form }))).toEqual(['not-an-option']);
  });

  it('measures of visits know the encounter, those of messages the time to answer', () => {
    expect(codesOf('encounter.visit_number == 1', 'condition', aScope({ startEvents: [], each: 'visit' }))).toEqual([]);
    expect(codesOf('message.hours_to_answer <= 24', 'condition', aScope({ each: 'patient_message' }))).toEqual([]);
  });

  it('a fact that needs an event is refused where there is none', () => {
    const source = 'event.value > 10';
    const facts = compileFacts([{ name: 'high', source, where: at(source) }], aScope({ events: ['reading.received'] }));
    const elsewhere = {
      ...aScope({ startEvents: [] }),
      things: new Map([...aScope({ startEvents: [] }).things, ['high', facts.scope.things.get('high')!]]),
    };
    expect(codesOf('high', 'condition', facts.scope)).toEqual([]);
    expect(codesOf('high', 'condition', elsewhere)).toEqual(['not-available-here']);
  });

  it('says which answers it reads and whether they are certain', () => {
    expect(compile('pain.score > 5 && has(mood.score)').reads).toMatchObject([{ step: 'pain', field: 'score', sure: false }]);
    const under = aScope({ steps: thePlace.steps!.map((step) => ({ ...step, sure: step.id === 'pain' })) });
    expect(compile('pain.score > 5', 'condition', under).reads).toMatchObject([{ step: 'pain', sure: true }]);
  });
});

describe('facts', () => {
  const facts = (all: Record<string, string>) =>
    compileFacts(
      Object.entries(all).map(([name, source]) => ({ name, source, where: at(source) })),
      aScope(),
    );

  it('may stand in any order and use each other', () => {
    expect(
      facts({ risk: 'how_many([away, old])', away: 'days_since(patient.last_visit) > 90', old: 'patient.age > 70' }).diagnostics,
    ).toEqual([]);
  });

  it('in a ring are refused, all of them, and the rest goes on', () => {
    const { diagnostics, facts: compiled } = facts({ a: 'b && true', b: 'c || a', c: 'a', d: 'patient.age > 3', e: 'e' });
    expect(diagnostics.map((one) => [one.code, one.values.a, one.values.b])).toEqual([
      ['fact-ring', 'a', 'b'],
      ['fact-ring', 'b', 'c'],
      ['fact-ring', 'c', 'a'],
      ['fact-ring', 'e', 'e'],
    ]);
    expect(Object.keys(compiled)).toEqual(['d']);
  });

  it('only those in use need to be right', () => {
    expect(factsInUse(['risk'], { risk: 'away || old', away: 'patient.age > 3', old: 'true', other: 'order.exam == "x"' })).toEqual([
      'risk',
      'away',
      'old',
    ]);
  });

  it('that double each time do not double the work', () => {
    const all: Record<string, string> = { f0: 'patient.age > 3' };
    for (let i = 1; i < 60; i++) all[`f${i}`] = `f${i - 1} && f${i - 1}`;
    const started = performance.now();
    expect(facts(all).diagnostics).toEqual([]);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('hostile conditions', () => {
  it.each([
    ['ten thousand brackets', '('.repeat(10_000) + '1' + ')'.repeat(10_000)],
    ['a thousand brackets', '('.repeat(990) + '1' + ')'.repeat(990)],
    ['lists in lists', '['.repeat(990) + ']'.repeat(990)],
    ['a megabyte', 'a'.repeat(1_000_000)],
    ['a long chain', Array.from({ length: 10_000 }, () => 'true').join(' && ')],
    ['five hundred ands', Array.from({ length: 300 }, () => 'a').join('&&')],
    ['many nots', '!'.repeat(1900) + 'true'],
    ['many minuses', '-'.repeat(1900) + '1 > 0'],
    ['a long path', 'a' + '.a'.repeat(900)],
    ['a hostile pattern', '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches("(a+)+$")'],
    ['nested loops', 'patient.tags.map(a, patient.tags.map(b, patient.tags.map(c, a + b + c)))'],
    ['words times a number', '"a" * 1000000000'],
    ['a huge number', `patient.age > ${'9'.repeat(1900)}`],
    ['many templates', '{{'.repeat(900)],
    ['many quotes', '“'.repeat(1900)],
  ])('%s: refused at once, without throwing', (_, source) => {
    const started = performance.now();
    expect(codesOf(source).length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('whatever is typed, there is either an expression or an error, and nothing is thrown', () => {
    const pieces = [
      'pain.score',
      'call.fever',
      '"yes"',
      '==',
      '>',
      '&&',
      '||',
      '(',
      ')',
      '[',
      ']',
      ',',
      '5',
      '5.5',
      '!',
      '-',
      'in',
      'has',
      '.',
      '{{',
      '}}',
      '“',
      '且',
      'and',
      '=',
      '\\',
      "'",
      '中',
      '\u0000',
      '😀',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })), { maxLength: 12 }), (words) => {
        const source = words.join(' ');
        const { expr, diagnostics } = compile(source);
        expect(expr === undefined).toBe(diagnostics.some((one) => one.severity === 'error'));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('many facts', () => {
  const facts = (count: number, of: (index: number) => string) =>
    aSop({
      ...steps('  - id: wound\n    title: 看伤口\n    day: 1\n    at: 09:00\n    if: f0\n    task: { by: nurse }\n    due: 4 hours'),
      more: `facts:\n${Array.from({ length: count }, (_, index) => `  f${index}: ${of(index)}`).join('\n')}`,
    });

  it('a ring of five hundred is told at once, each fact once', () => {
    const started = performance.now();
    const found = mistakesIn(facts(500, (index) => `f${(index + 1) % 500} == 1`));
    expect(found.filter(({ code }) => code === 'fact-ring')).toHaveLength(500);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('what needs a ring is not told for it', () => {
    const found = mistakesIn(facts(4, (index) => ['f1', 'f2', 'f1', 'f0'][index]!));
    expect(found.filter(({ severity }) => severity === 'error').map(({ code, values }) => `${code} ${values.a as string}`)).toEqual([
      'fact-ring f1',
      'fact-ring f2',
    ]);
  });
});
