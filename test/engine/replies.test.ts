/** What a patient's words are taken for: alarm, stop, an answer, or something a person reads (language.md 9, 12). */
import { describe, expect, it } from 'vitest';
import { understandWords } from '../../engine/replies.ts';
import type { Following, Meaning } from '../../engine/replies.ts';
import { aPlan } from './a-plan.ts';
import { answers, env, lifeOf, moment, says } from './a-life.ts';
import type { Telling } from './a-life.ts';

const asking = (id: string, at: string, ask: string, more = '') => `
- id: ${id}
  day: 1
  at: ${at}
  message: { text: ${id} }
  ask: { ${ask} }
  wait: 8 hours${more}
  then: { not_answered: go on }`;
const score = 'score: { label: 疼痛, type: number, min: 0, max: 10 }';
const sugar = 'sugar: { label: 血糖, type: number, min: 1, max: 40 }';
const comes = 'comes: { label: 您来吗, type: yes_no }';

/** The SOP as it is at that moment. */
function following(steps: string, until: string, telling: Telling = {}): Following {
  const plan = aPlan({ steps });
  return { plan, chart: lifeOf(plan, { ...telling, until }).chart };
}
const meant = (words: string, now: string, ...all: Following[]): Meaning =>
  understandWords(all, { words, now: moment(now) }, env.judge, ['胸痛', '止不住']);

describe('words', () => {
  const pain = following(asking('pain', '09:00', score), '2026-03-12 09:00');
  it('alarm words come before everything, and an alarm is never an opt-out (trap 7)', () => {
    expect(meant('别再发了，胸痛', '2026-03-12 10:00', pain)).toEqual({ class: 'alarm' });
    expect(meant('止不住血', '2026-03-12 10:00', pain)).toEqual({ class: 'alarm' });
    expect(meant('胸痛 7', '2026-03-12 10:00', pain)).toEqual({ class: 'alarm' });
  });
  it('the SOP’s own alarm words count, too', () => {
    const plan = aPlan({ steps: asking('pain', '09:00', score), contact: 'alarm_words: [腿肿]' });
    const own = { plan, chart: lifeOf(plan, { until: '2026-03-12 09:00' }).chart };
    expect(meant('腿肿了', '2026-03-12 10:00', own)).toEqual({ class: 'alarm' });
  });
  it('stop only as the whole message', () => {
    expect(meant('退订', '2026-03-12 10:00', pain)).toEqual({ class: 'stop' });
    expect(meant('怎么退订', '2026-03-12 10:00', pain)).toMatchObject({ class: 'other' });
  });
  it('the newest open question that it fits', () => {
    const both = following(asking('pain', '09:00', score) + asking('invite', '10:00', comes), '2026-03-12 10:00');
    expect(meant('7', '2026-03-12 11:00', both)).toMatchObject({ class: 'answer', touch: 'e1/pain/1', answers: { score: 7 } });
    expect(meant('来', '2026-03-12 11:00', both)).toMatchObject({ class: 'answer', touch: 'e1/invite/1', answers: { comes: 'yes' } });
  });
  it('fits several: the newest is asked once more, and then it is that one’s answer', () => {
    const both = following(asking('pain', '09:00', score) + asking('log', '10:00', sugar), '2026-03-12 10:00');
    expect(meant('7', '2026-03-12 11:00', both)).toEqual({ class: 'other', askAgain: { enrollment: 'e1', touch: 'e1/log/1' } });
    const again = following(asking('pain', '09:00', score) + asking('log', '10:00', sugar), '2026-03-12 11:00', {
      moves: [says('2026-03-12 11:00', '7')],
    });
    expect(meant('7', '2026-03-12 11:05', again)).toMatchObject({ class: 'answer', touch: 'e1/log/1', answers: { sugar: 7 } });
  });
  it('one that is open comes before one whose wait is over', () => {
    const both = following(asking('pain', '09:00', score).replace('8 hours', '1 hour') + asking('log', '08:40', sugar), '2026-03-12 12:00');
    expect(meant('7', '2026-03-12 12:00', both)).toMatchObject({ class: 'answer', touch: 'e1/log/1' });
  });
  it('over all SOPs of the patient', () => {
    const one = following(asking('pain', '09:00', score), '2026-03-12 09:00');
    const other = following(asking('invite', '09:00', comes), '2026-03-12 09:00');
    expect(meant('7', '2026-03-12 10:00', other, one)).toMatchObject({ class: 'answer', touch: 'e1/pain/1' });
  });
  it('early, within the span; not before', () => {
    const soon = asking('pain', '09:00', score, '\n  early: 12 hours');
    expect(meant('7', '2026-03-11 22:00', following(soon, '2026-03-11 22:00'))).toMatchObject({ class: 'answer', early: true });
    expect(meant('7', '2026-03-11 12:00', following(soon, '2026-03-11 12:00'))).toEqual({ class: 'other' });
  });
  it('late, until it is asked again', () => {
    const steps = asking('pain', '09:00', score).replace('day: 1', 'day: [1, 2]');
    expect(meant('7', '2026-03-12 20:00', following(steps, '2026-03-12 20:00'))).toMatchObject({ class: 'answer', touch: 'e1/pain/1' });
    expect(meant('7', '2026-03-13 10:00', following(steps, '2026-03-13 10:00'))).toMatchObject({ class: 'answer', touch: 'e1/pain/2' });
  });
  it('not understood: asked again once, then only read', () => {
    expect(meant('今天天气不错', '2026-03-12 10:00', pain)).toEqual({ class: 'other', askAgain: { enrollment: 'e1', touch: 'e1/pain/1' } });
    const asked = following(asking('pain', '09:00', score), '2026-03-12 10:10', { moves: [says('2026-03-12 10:00', '今天天气不错')] });
    expect(meant('今天天气不错', '2026-03-12 10:20', asked)).toEqual({ class: 'other' });
  });
  it('a photo answers the question that asks for one, and no other', () => {
    const home = following(
      asking('home', '09:00', 'photo: { label: 伤口照片, type: photo }') + asking('pain', '10:00', score),
      '2026-03-12 10:00',
    );
    expect(understandWords([home], { words: '', photo: 'file-1', now: moment('2026-03-12 11:00') }, env.judge, [])).toMatchObject({
      class: 'answer',
      touch: 'e1/home/1',
      answers: { photo: 'file-1' },
    });
  });
  it('what was answered is not open any more', () => {
    const answered = following(asking('pain', '09:00', score), '2026-03-12 10:00', {
      moves: [answers('2026-03-12 09:30', 'pain', { score: 1 })],
    });
    expect(meant('7', '2026-03-12 10:00', answered)).toEqual({ class: 'other' });
  });
});
