import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../../../engine/chart.ts';
import type { Template } from '../../../engine/plan.ts';
import type { ScalarNode } from '../../../language/node.ts';
import { compileText, type Audience } from '../../../language/texts/compile.ts';
import { languageOf, renderTemplate } from '../../../language/texts/render.ts';
import { smsSize } from '../../../language/texts/sms.ts';
import { aScope, at, thePlace } from '../conditions/a-scope.ts';

const patientScope = aScope({ startEvents: ['appointment.booked'], rhythm: true });
const compile = (source: string, audience: Audience = 'patient', scope = patientScope) => compileText(source, scope, at(source), audience);
const codes = (source: string, audience?: Audience, scope = patientScope): string[] =>
  compile(source, audience, scope).diagnostics.map(({ code }) => code);
function fix(source: string): string {
  const { span, text } = compile(source).diagnostics[0]!.edit!;
  return source.slice(0, span.column - 5) + text + source.slice(span.endColumn - 5);
}

function render(template: Template | string, values: Record<string, Value> = {}, language = 'zh-CN', zone = 'Asia/Shanghai'): string {
  const made = typeof template === 'string' ? compile(template).template : template;
  const rendered = renderTemplate(
    made,
    (name) => (Object.hasOwn(values, name) ? { value: values[name]! } : { unknown: name }),
    language,
    zone,
  );
  return 'words' in rendered ? rendered.words : `GAP ${rendered.gap}`;
}

describe('a text that is right', () => {
  it.each([
    '{{ patient.name }}，今天伤口疼吗？请回复 0 到 10。',
    '您已约好 {{ appointment.time | date }} {{ appointment.time | time }}，{{ appointment.clinic }}。',
    '{{ appointment.room | default: "到导诊台问诊室" }}',
    "{{ appointment.room | default: '一楼' }}",
    '{{appointment.doctor.name}} 明天的号为您留着：{{ link.appointment }}',
    '{{ occurrence.date | weekday }}，有事请打 {{ hospital.phone }}，推荐码 {{ referral.code }}',
    '满意度 {{ pain.score | default: "?" }}',
    '{{ day_0 | date }}',
    '价格 {100} 元，1 < 2，100%，# 号',
  ])('%s', (source) => {
    expect(codes(source)).toEqual([]);
  });

  it('loses the line break at its end, and keeps those inside', () => {
    expect(compile('你好\n再见\n').template).toEqual(['你好\n再见']);
  });

  it('has settings folded in', () => {
    expect(compile('{{ fever_from }} 度以上请打电话').template).toEqual(['38 度以上请打电话']);
  });

  it('for staff says — where something is not known, and never fails for a missing word', () => {
    expect(compile('疼痛 {{ pain.score }} 分', 'staff').template).toEqual([
      '疼痛 ',
      { name: 'pain.score', filters: [{ name: 'default', argument: '—' }] },
      ' 分',
    ]);
    expect(render(compile('疼痛 {{ pain.score }} 分：{{ patient.name }}', 'staff').template)).toBe('疼痛 — 分：—');
  });
});

describe('mistakes in texts', () => {
  it.each([
    ['{% if patient.age %}x{% endif %}', 'no-tags'],
    ['{{ patient.name | upcase }}', 'unknown-filter'],
    ['{{ patient.name | default }}', 'unknown-filter'],
    ['{{ patient.name | default: x }}', 'unknown-filter'],
    ['{{ appointment.time | date: "%Y" }}', 'unknown-filter'],
    ['{{ appointment.time }}', 'date-without-filter'],
    ['{{ patient.age }}', 'text-may-be-empty'],
    ['{{ appointment.room }}', 'text-may-be-empty'],
    ['{{ pain.score }}', 'text-may-be-empty'],
    ['{{ next_cycle | date }}', 'text-may-be-empty'],
    ['{{ pateint.name }}', 'unknown-variable'],
    ['{{ patient }}', 'unknown-variable'],
    ['{{ }}', 'unknown-variable'],
    ['{{ patient.age + 1 }}', 'unknown-variable'],
    ['{{ "x" }}', 'unknown-variable'],
    ['你好 {{ patient.name', 'unknown-variable'],
    ['{ patient.name }', 'unknown-variable'],
    ['｛｛ patient.name ｝｝', 'full-width-bracket'],
    ['{{ appointment.room | default: “一楼” }}', 'full-width-quote'],
    ['{{ encounter.ward | default: "x" }}', 'not-available-here'],
    ['{{ patient.name | date }}', 'wrong-comparison'],
    ['{{ patient.name | number }}', 'wrong-comparison'],
    ['', 'text-empty'],
    ['  \n ', 'text-empty'],
  ])('%s → %s', (source, code) => {
    expect(codes(source)).toContain(code);
  });

  it('mends what is certain', () => {
    expect(fix('约在 {{ appointment.time }}')).toBe('约在 {{ appointment.time | date }}');
    expect(fix('｛｛ patient.name ｝｝，您好')).toBe('{{ patient.name }}，您好');
    expect(fix('{ patient.name }，您好')).toBe('{{ patient.name }}，您好');
  });

  it('points into a block of lines', () => {
    const source = '第一行\n第二行 {{ pateint.name }}\n';
    const scalar: ScalarNode = {
      type: 'scalar',
      value: source,
      source,
      style: 'block',
      span: { line: 10, column: 11, endLine: 12, endColumn: 9 + '第二行 {{ pateint.name }}'.length },
    };
    const [mistake] = compileText(source, patientScope, { file: 'a.yaml', scalar }, 'patient').diagnostics;
    expect(mistake!.span).toEqual({ line: 12, column: 16, endLine: 12, endColumn: 23 });
  });

  it('what its step counts from, or what was certainly answered, needs no default', () => {
    expect(codes('{{ next_cycle | date }}', 'patient', aScope({ known: ['next_cycle'] }))).toEqual([]);
    const sure = thePlace.steps!.map((step) => ({ ...step, sure: step.id === 'pain' }));
    expect(codes('{{ pain.score }}', 'patient', aScope({ steps: sure }))).toEqual([]);
  });

  it('names what others must not read', () => {
    expect(compile('{{ latest.glucose | default: "" }} {{ pain.score | default: "" }} {{ patient.name }}').privates).toEqual([
      'latest.glucose',
      'pain.score',
    ]);
  });
});

describe('dates and times', () => {
  const moment = (clock: string) => `2026-03-05T${clock}:00+08:00`;
  it.each([
    ['15:00', '下午3点', '3 pm'],
    ['15:30', '下午3点半', '3:30 pm'],
    ['15:05', '下午3点05分', '3:05 pm'],
    ['09:00', '上午9点', '9 am'],
    ['12:00', '中午12点', '12 noon'],
    ['12:20', '中午12点20分', '12:20 pm'],
    ['18:30', '晚上6点半', '6:30 pm'],
    ['00:00', '凌晨0点', 'midnight'],
    ['00:15', '凌晨0点15分', '12:15 am'],
  ])('%s is %s and %s', (clock, zh, en) => {
    expect(render('{{ day_0 | time }}', { day_0: moment(clock) })).toBe(zh);
    expect(render('{{ day_0 | time }}', { day_0: moment(clock) }, 'en')).toBe(en);
  });

  it('days, of a day or a moment, in the hospital zone', () => {
    expect(render('{{ day_0 | date }} {{ day_0 | weekday }}', { day_0: '2026-03-05' })).toBe('3月5日 周四');
    expect(render('{{ day_0 | date }} {{ day_0 | weekday }}', { day_0: '2026-03-04T17:00:00Z' }, 'en')).toBe('5 March Thursday');
    expect(render('{{ day_0 | date }}', { day_0: '2026-03-04T17:00:00Z' }, 'zh', 'Europe/London')).toBe('3月4日');
  });

  it('a day has no time of day', () => {
    expect(render('{{ day_0 | time }}', { day_0: '2026-03-05' })).toBe('GAP day_0');
    expect(render('{{ day_0 | time | default: "时间见短信" }}', { day_0: '2026-03-05' })).toBe('时间见短信');
  });
});

describe('values', () => {
  it('a missing one without default is a gap, never an empty hole', () => {
    expect(render('{{ patient.name }}您好')).toBe('GAP patient.name');
    expect(render('{{ patient.name }}您好', { 'patient.name': null })).toBe('GAP patient.name');
    expect(render('{{ patient.name }}您好', { 'patient.name': '  ' })).toBe('GAP patient.name');
    expect(render('{{ patient.name | default: "您" }}好')).toBe('您好');
    expect(render('{{ appointment.time | time | default: "" }}。')).toBe('。');
  });

  it('numbers, lists, people, yes and no', () => {
    expect(render('{{ a | number }}', { a: 1234567.891 })).toBe('1,234,567.89');
    expect(render('{{ a }}', { a: 0.1 + 0.2 })).toBe('0.3');
    expect(render('{{ a }}', { a: ['甲', '乙'] })).toBe('甲、乙');
    expect(render('{{ a }}', { a: { name: '周医生', phone: '1' } })).toBe('周医生');
    expect(render('{{ a }} {{ a }}', { a: true })).toBe('是 是');
  });

  it('are never read again: what a patient wrote stays what it is', () => {
    const words = '{{ hospital.phone }} {% raw %} "|" <b>';
    expect(render('「{{ patient.name }}」', { 'patient.name': words, 'hospital.phone': '1' })).toBe(`「${words}」`);
    const printable = fc.string({ minLength: 1 }).filter((one) => one.trim() !== '');
    fc.assert(
      fc.property(printable, (one) => {
        expect(render('a{{ x }}b', { x: one })).toBe(`a${one}b`);
      }),
    );
  });

  it('whatever the text, compiling and rendering do not throw and leave no hole', () => {
    const pieces = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      '|',
      'patient.name',
      ':',
      '"',
      "'",
      'default',
      '\n',
      '{',
      '}',
      '｛',
      '你好',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (words) => {
        const { template, diagnostics } = compile(words.join(''));
        const all = render(template, { 'patient.name': '王芳' });
        if (diagnostics.length === 0) expect(all).not.toMatch(/\{\{[^"']*\}\}|\{%|undefined/);
      }),
      { numRuns: 2000 },
    );
  });

  it('a hostile text is refused quickly', () => {
    const started = performance.now();
    for (const source of [
      '{{'.repeat(50_000),
      '{% '.repeat(50_000),
      `{{ ${'a|'.repeat(50_000)} }}`,
      `{${' '.repeat(50_000)}`,
      `{a${'.a'.repeat(9_000)}`,
      `{{ ${'a|'.repeat(9_000)} }}`,
      '{%'.repeat(9_000),
      '{a}'.repeat(6_000),
    ])
      compile(source);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('languages and SMS', () => {
  it('the exact language, else one of the same tongue, else the first', () => {
    expect(languageOf(['zh-CN', 'en'], 'en')).toBe('en');
    expect(languageOf(['zh-CN', 'en'], 'en-GB')).toBe('en');
    expect(languageOf(['zh-CN', 'en'], 'zh')).toBe('zh-CN');
    expect(languageOf(['zh-CN', 'en'], 'fr')).toBe('zh-CN');
    expect(languageOf(['zh-CN', 'en'], undefined)).toBe('zh-CN');
  });

  it('70 characters are one SMS, 71 two', () => {
    expect(smsSize(['字'.repeat(70)])).toEqual({ characters: 70, parts: 1 });
    expect(smsSize(['字'.repeat(71)])).toEqual({ characters: 71, parts: 2 });
    expect(smsSize(['a'.repeat(160)]).parts).toBe(1);
  });
});
