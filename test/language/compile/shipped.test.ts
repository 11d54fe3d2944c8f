/** The SOPs that ship, compiled: what the engine is given. */
import { describe, expect, it } from 'vitest';
import type { Plan, Step } from '../../../engine/plan.ts';
import { check } from '../../../language/check.ts';
import { compile } from '../../../language/compile/compile.ts';
import { said, shipped } from '../sop-files.ts';

function planOf(sop: string): Plan {
  const { plan, diagnostics } = compile(sop, shipped);
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(said)).toEqual([]);
  return plan!;
}
const stepOf = (plan: Plan, id: string): Step => plan.steps.find((step) => step.id === id)!;
const hours = (amount: number) => ({ kind: 'span', span: { amount, unit: 'hour' } });
const minutes = (amount: number) => ({ kind: 'span', span: { amount, unit: 'minute' } });
const days = (amount: number) => ({ kind: 'span', span: { amount, unit: 'day' } });

describe('cardiology/pci-discharge', () => {
  const plan = planOf('cardiology/pci-discharge');

  it('keeps the order of the file, a step under then after its parent', () => {
    expect(plan.steps.slice(0, 3).map(({ id }) => id)).toEqual(['video', 'not_added', 'service_card']);
    expect(plan.steps.at(-1)!.id).toBe('alarm');
    expect(stepOf(plan, 'wound_bad').parent).toEqual({ step: 'look_at_photo', outcome: 'done' });
  });

  it('urgent pain: the ladder as written, no end by itself, never too late', () => {
    const { wait, late, act } = stepOf(plan, 'pain_urgent');
    expect(act).toMatchObject({ kind: 'task', by: ['nurse'], urgent: true });
    expect(wait).toEqual({
      due: minutes(30),
      remind: [],
      rungs: [
        { after: minutes(30), to: 'doctor', unless: 'done' },
        { after: hours(1), to: 'head_nurse', unless: 'done' },
      ],
    });
    expect(late).toEqual({ max: 'never' });
  });

  it('the call of day 3: due, reminder, rungs, and seven days after due it closes', () => {
    const step = stepOf(plan, 'three_questions_call');
    expect(step.when).toEqual({ base: { kind: 'day', days: [3] }, at: { from: '10:00' } });
    expect(step.questions.map(({ name }) => name)).toEqual(['eating', 'sleeping', 'bowels']);
    expect(step.wait).toEqual({
      due: hours(8),
      endAfterDue: { amount: 7, unit: 'day' },
      remind: [hours(4)],
      rungs: [
        { after: hours(8), to: 'head_nurse', unless: 'done' },
        { after: days(1), to: 'chief', unless: 'done' },
      ],
    });
    expect(step.late).toEqual({ max: 'until_due', then: { tell: 'nurse' } });
    expect(step.next).toEqual({ reached: ['bad_answer'], not_reached: ['visit_or_letter'] });
  });

  it('without escalate, the one above is told at due', () => {
    expect(stepOf(plan, 'home_call').wait.rungs).toEqual([{ after: hours(4), to: { above: true }, unless: 'done' }]);
  });

  it('“go on” is an empty list; nothing said is nothing', () => {
    expect(stepOf(plan, 'pain').next).toEqual({ answered: ['pain_urgent'], not_answered: [] });
    expect(stepOf(plan, 'greeting').next).toEqual({});
  });

  it('its own people and purpose are frozen in it, the hospital’s are not', () => {
    expect(Object.keys(plan.people)).toEqual(['nurse', 'doctor', 'service', 'head_nurse', 'chief']);
    expect(plan.contact).toEqual({ purpose: 'care' });
  });

  it('points at the line of each condition', () => {
    expect(stepOf(plan, 'pain_urgent').guard).toEqual([{ source: 'pain.score > 5', uses: ['pain'], line: 147, column: 15 }]);
  });
});

describe('endocrinology/diabetes-care', () => {
  const plan = planOf('endocrinology/diabetes-care');

  it('the log: every Monday, every three days while glucose is high', () => {
    const { when, wait, late } = stepOf(plan, 'log');
    expect(when.base).toMatchObject({
      kind: 'rhythm',
      rhythm: { unit: 'week', every: 1, on: ['Mon'] },
      pace: [{ every: { unit: 'day', every: 3 } }],
    });
    expect(wait).toEqual({ end: days(2), remind: [days(1)], rungs: [], early: { amount: 1, unit: 'day' } });
    expect(late).toEqual({ max: { amount: 1, unit: 'day' } });
  });

  it('the club: ten days before the last Friday of each third month', () => {
    expect(stepOf(plan, 'club').when).toEqual({
      base: { kind: 'rhythm', rhythm: { unit: 'month', every: 3, on: [{ kind: 'weekday', nth: 'last', weekday: 'Fri' }] }, pace: [] },
      offset: { span: { amount: 10, unit: 'day' }, direction: 'before' },
      at: { from: '10:00' },
    });
  });

  it('the setting stands where $overdue_after was', () => {
    expect(stepOf(plan, 'overdue').when).toEqual({
      base: { kind: 'event', events: ['enrollment.started', 'encounter.visited'] },
      offset: { span: { amount: 90, unit: 'day' }, direction: 'after' },
      at: { from: '09:00' },
    });
  });

  it('pauses in hospital, at most 60 days', () => {
    expect(plan.stops[1]!.do).toEqual({
      kind: 'pause',
      until: ['encounter.discharged'],
      wait: { amount: 60, unit: 'day' },
      then: 'resume',
      daysStandStill: false,
    });
  });
});

describe('service/complaint', () => {
  const plan = planOf('service/complaint');

  it('nobody took it: one level up; no solution: one more', () => {
    expect(stepOf(plan, 'solve').wait.rungs).toEqual([
      { after: hours(24), to: { above: true }, unless: 'claimed' },
      { after: hours(48), to: { above: true }, unless: 'done' },
    ]);
  });

  it('three rounds, each for the one above', () => {
    expect(stepOf(plan, 'again').act).toEqual({ kind: 'repeat', step: 'solve', atMost: 3, oneLevelUp: true });
    expect(stepOf(plan, 'last_resort').wait.rungs).toEqual([]);
  });
});

it('activation/caring-call: above the caller is the hospital’s head of service', () => {
  const { wait, when } = stepOf(planOf('activation/caring-call'), 'caring');
  expect(when).toEqual({ base: { kind: 'day', days: [0] }, at: { from: '10:00' }, shift: { direction: 'next', to: 'work_day' } });
  expect(wait.rungs).toEqual([{ after: { kind: 'span', span: { amount: 2, unit: 'work_day' } }, to: { above: true }, unless: 'done' }]);
});

describe('all that ships', () => {
  it('has no mistake but that some of it does not run yet', () => {
    const { diagnostics } = check(shipped);
    expect(diagnostics.filter(({ severity, code }) => severity !== 'hint' && code !== 'not-yet').map(said)).toEqual([]);
  });

  it('says of each part that does not run yet where it stands', () => {
    const { diagnostics } = check(shipped);
    const later = diagnostics
      .filter(({ code }) => code === 'not-yet')
      .map(({ file, values }) => `${file.slice('sops/'.length, -'.yaml'.length)} ${values.x as string}`);
    expect(new Set(later)).toContain('oncology/chemo-cycle survey');
    expect(later.filter((one) => /^(cardiology|endocrinology|service\/complaint|activation\/caring-call)/.test(one))).toEqual([]);
  });

  it.each([
    'activation/points',
    'cardiology/hypertension-revisit',
    'endocrinology/diabetes-discharge',
    'service/after-treatment',
    'service/exam-instructions',
    'word-of-mouth/referral',
  ])('%s compiles, too', (sop) => void expect(planOf(sop).sop).toBe(sop));
});
