import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../engine/chart.ts';
import type { Question } from '../../../engine/plan.ts';
import { checkAnswers } from '../../../language/answers/validate.ts';
import { score } from '../../../language/answers/score.ts';

const label = { kind: 'words' as const, in: { 'zh-CN': ['x'] } };
const aQuestion = (name: string, type: Question['type'], more: Partial<Question> = {}): Question => ({ name, label, type, ...more });
const options = (...codes: string[]) => codes.map((code, i) => ({ code, label, points: i }));
const expr = (source: string) => ({ source, uses: [], line: 1, column: 1 });

const form = [
  aQuestion('visit', 'choice', { options: options('on_time', 'not_coming') }),
  aQuestion('reason', 'text', { if: expr('visit == "not_coming"') }),
  aQuestion('pain', 'number', { min: 0, max: 10 }),
  aQuestion('safe', 'yes_no', { optional: true }),
  aQuestion('where', 'choices', { options: options('arm', 'leg'), optional: true }),
  aQuestion('relative', 'person', { optional: true }),
  aQuestion('day', 'date', { optional: true }),
  aQuestion('photo', 'photo', { optional: true }),
];
const mistakes = (answers: Answers) => checkAnswers(form, answers, 0).map(({ name, code }) => `${name} ${code}`);

describe('a filled form', () => {
  it('that is right has no mistake', () => {
    expect(mistakes({ visit: 'on_time', pain: 3 })).toEqual([]);
    const all = {
      visit: 'not_coming',
      reason: '太远',
      pain: 0,
      safe: 'no',
      where: ['arm', 'leg'],
      relative: { name: '张三', phone: '13800000000' },
      day: '2026-03-09',
      photo: 'p1',
    };
    expect(mistakes(all)).toEqual([]);
  });

  it('tells all mistakes at once', () => {
    expect(
      mistakes({ visit: 'never', pain: 11, safe: true, where: ['arm', 'arm'], relative: '张三', day: '2026-02-30', photo: 3, other: 1 }),
    ).toEqual([
      'other unknown-question',
      'visit not-an-option',
      'pain out-of-range',
      'safe wrong-type',
      'where wrong-type',
      'relative wrong-type',
      'day wrong-type',
      'photo wrong-type',
    ]);
    expect(mistakes({})).toEqual(['visit answer-missing', 'pain answer-missing']);
    expect(mistakes({ visit: 'on_time', pain: '3' })).toEqual(['pain wrong-type']);
    expect(mistakes({ visit: 'on_time', pain: Infinity })).toEqual(['pain wrong-type']);
  });

  it('asks what depends on another answer only then', () => {
    expect(mistakes({ visit: 'not_coming', pain: 3 })).toEqual(['reason answer-missing']);
    expect(mistakes({ visit: 'on_time', pain: 3, reason: 'x' })).toEqual(['reason not-asked']);
  });

  it('says it in both languages', () => {
    for (const { message } of checkAnswers(form, { visit: 'never', other: 1 }, 0))
      expect(message).toEqual({ en: expect.stringMatching(/\w/) as string, zh: expect.stringMatching(/[一-龥]/) as string });
  });

  it('an answer named like a part of every object is no answer', () => {
    expect(checkAnswers([aQuestion('constructor', 'text')], {}, 0).map(({ code }) => code)).toEqual(['answer-missing']);
  });
});

describe('a score', () => {
  const mood = [
    aQuestion('interest', 'choice', { options: options('a', 'b', 'c', 'd') }),
    aQuestion('low', 'choice', { options: options('a', 'b', 'c', 'd') }),
  ];
  const dimension = (name: string) => aQuestion(name, 'number', { min: 1, max: 5, dimension: name });
  const visit = ['quality', 'convenience', 'human_care', 'openness'].map(dimension);

  it('is the sum of points', () => {
    expect(score(mood, { interest: 'b', low: 'c' })).toBe(3);
    expect(score(mood, { interest: 'a', low: 'a' })).toBe(0);
  });

  it('is not there when half is missing', () => {
    expect(score(mood, { interest: 'd' })).toBeUndefined();
    expect(score(mood, {})).toBeUndefined();
  });

  it('goes from 0 to 100 over dimensions, each weighing the same', () => {
    expect(score(visit, { quality: 5, convenience: 3, human_care: 4, openness: 5 })).toBe(81.25);
    expect(score(visit, { quality: 1, convenience: 1, human_care: 1, openness: 1 })).toBe(0);
    expect(score(visit, { quality: 5, convenience: 5, human_care: 5, openness: 5 })).toBe(100);
    const two = [...visit.slice(0, 2), { ...dimension('quality'), name: 'again' }];
    expect(score(two, { quality: 5, again: 1, convenience: 5 })).toBe(75);
  });

  it('is none for a form without points', () => {
    expect(score([aQuestion('a', 'text')], { a: 'x' })).toBeUndefined();
  });
});
