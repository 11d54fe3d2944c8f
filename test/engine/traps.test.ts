/** Defects of the field's own products (traps.md), each as a test of what must be true here. */
import { describe, expect, it } from 'vitest';
import { step } from '../../engine/step.ts';
import { admit } from '../../engine/admission.ts';
import { aChart, anEvent, answers, completes, discharge, down, env, happens, lifeOf, moment, says } from './a-life.ts';
import { aPlan } from './a-plan.ts';

const pain = `
- id: pain
  day: [1, 2, 3]
  at: 09:00
  message: { text: 疼吗 }
  ask: { score: { label: 疼痛, type: number, min: 0, max: 10 } }
  wait: 8 hours
  then: { not_answered: go on }`;

const daily = `
- id: hello
  day: [-1, 1, 3, 5, 7]
  at: 09:00
  message: { text: 您好 }
  missed: tell nurse
- id: half
  title: 第二步
  after: 1 day from hello
  at: 10:00
  task: { by: nurse }
  due: 1 day`;

describe('a late joiner', () => {
  it('trap 1: gets no burst: what is too late is left out, listed in one task, and never the second half without the first', () => {
    const life = lifeOf(aPlan({ steps: daily }), { startedAt: '2026-03-16 12:00', until: '2026-03-16 23:00' });
    expect(life.of('hello')).toEqual([
      '[2026-03-10 09:00] expired (late)',
      '[2026-03-12 09:00] expired (late)',
      '[2026-03-14 09:00] expired (late)',
      '2026-03-16 12:00 sent (by_channel)',
      '[2026-03-18 09:00] waits',
    ]);
    expect(life.of('half').filter((one) => one.includes('no_base'))).toHaveLength(3);
    expect(life.touches('missed_steps')).toHaveLength(1);
    expect(life.messages).toHaveLength(1);
  });

  it('trap 1: what is still in time is done', () => {
    const life = lifeOf(aPlan({ steps: daily }), { startedAt: '2026-03-12 20:00', until: '2026-03-12 23:00' });
    expect(life.of('hello')).toContain('2026-03-12 20:00 sent (by_channel)');
  });
});

it('trap 3: a shift moves only the way the author said', () => {
  const plan = (shift: string) => aPlan({ steps: `- id: visit\n  day: 3\n  at: 10:00\n  shift: ${shift}\n  message: { text: 见 }` });
  expect(lifeOf(plan('next work day')).of('visit')).toEqual(['2026-03-16 10:00 sent (by_channel)']);
  expect(lifeOf(plan('previous work day')).of('visit')).toEqual(['2026-03-13 10:00 sent (by_channel)']);
});

describe('trap 4: the date moves', () => {
  const plan = aPlan({ steps: pain });
  it('what is done stays and is not repeated, what is not done moves, once and again', () => {
    const life = lifeOf(plan, {
      moves: [discharge('2026-03-12 12:00', '2026-03-14 11:00'), discharge('2026-03-13 12:00', '2026-03-18 11:00')],
    });
    expect(life.of('pain')).toEqual([
      '2026-03-12 09:00 not_answered (silence)',
      '2026-03-20 09:00 not_answered (silence)',
      '2026-03-21 09:00 not_answered (silence)',
    ]);
    const moved = life.life.changes.flatMap(({ change }) =>
      change.kind === 'timeline' && change.entry.what === 'date_moved' ? [change.entry.data] : [],
    );
    expect(moved).toHaveLength(2);
    expect(moved[0]).toMatchObject({ date: 'day_0', from: '2026-03-11T03:00:00.000Z', to: '2026-03-14T03:00:00.000Z' });
  });

  it('also while asleep: the old moment that somebody still asks for makes nothing', () => {
    const chart = aChart(plan);
    const begun = step(plan, chart, [{ do: 'begin' }], { ...env, now: moment('2026-03-11 11:00') });
    const touch = 'e1/pain/1';
    const event = anEvent('encounter.updated', moment('2026-03-11 20:00'), {
      objects: { encounter: { id: 'E1', discharge_date: '2026-03-14T03:00:00.000Z' } },
    });
    const moved = step(plan, begun.chart, [{ do: 'event', event }], { ...env, now: moment('2026-03-11 20:00') });
    const woken = step(plan, moved.chart, [{ do: 'make', touch }], { ...env, now: moment('2026-03-12 09:00') });
    expect(woken.sends).toEqual([]);
    expect(woken.chart.touches[touch]).toMatchObject({ target: moment('2026-03-15 09:00') });
    expect(woken.agenda.moments['pain/1']).toEqual([{ at: moment('2026-03-15 09:00'), do: 'make', n: 0, order: 0 }]);
  });

  it('also while held: it is not sent when its hold ends', () => {
    const life = lifeOf(plan, {
      chart: { staffTalkedAt: moment('2026-03-12 08:50') },
      moves: [discharge('2026-03-12 09:20', '2026-03-14 11:00')],
    });
    expect(life.of('pain')[0]).toBe('2026-03-15 09:00 not_answered (silence)');
  });

  it('also while the carrier has it: it is one message, and the next one comes by the new date', () => {
    let asked = 0;
    const life = lifeOf(plan, {
      carrier: (_message, now) => (asked++ === 0 ? { word: 'later', until: now + 3_600_000 } : { word: 'accepted', at: now }),
      moves: [discharge('2026-03-12 09:30', '2026-03-14 11:00')],
    });
    expect(life.of('pain')).toHaveLength(3);
    expect(life.of('pain')[0]).toBe('2026-03-15 09:00 not_answered (silence)');
  });

  it('a date that moves back leaves out what it has passed, and says so', () => {
    const life = lifeOf(plan, { moves: [discharge('2026-03-12 20:00', '2026-03-09 11:00')] });
    // The third day is eleven hours ago by now: still in time, by the twelve that `late` allows.
    expect(life.of('pain')).toEqual([
      '2026-03-12 09:00 not_answered (silence)',
      '[2026-03-11 09:00] expired (late)',
      '2026-03-12 20:00 not_answered (silence)',
    ]);
  });

  it('what was too late is planned again when its new moment is still to come', () => {
    const life = lifeOf(plan, { startedAt: '2026-03-13 23:00', moves: [discharge('2026-03-13 23:30', '2026-03-14 11:00')] });
    expect(life.of('pain')).toEqual(['2026-03-15', '2026-03-16', '2026-03-17'].map((day) => `${day} 09:00 not_answered (silence)`));
  });
});

it('trap 5: after an outage each overdue touch is made, or ends by its own rule and says which', () => {
  const steps = `${pain}
- id: task
  title: 任务
  day: 2
  at: 10:00
  task: { by: nurse, urgent: true }
  due: 2 hours
- id: card
  day: 8
  at: 10:00
  message: { text: 卡片 }`;
  const life = lifeOf(aPlan({ steps }), { moves: [down('2026-03-11 12:00', '2026-03-19 12:00')], until: '2026-03-20 12:00' });
  expect(life.of('pain')).toEqual(['2026-03-12', '2026-03-13', '2026-03-14'].map((day) => `[${day} 09:00] expired (outage)`));
  expect(life.of('task')).toEqual(['2026-03-19 12:00 open']);
  expect(life.of('card')).toEqual(['2026-03-19 12:00 sent (by_channel)']);
});

it('trap 6: what is held overnight does not go out when it is pointless', () => {
  const steps = `
- id: ring
  after: 10 hours
  message: { text: 今晚早点睡 }
  late: 2 hours
- id: tip
  after: 10 hours
  message: { text: 多喝水 }`;
  const life = lifeOf(aPlan({ steps }), { discharged: '2026-03-11 12:00' });
  expect(life.of('ring')).toEqual(['[2026-03-11 22:00] expired (contact_hours)']);
  expect(life.of('tip')).toEqual(['2026-03-12 08:30 sent (by_channel)']);
});

describe('trap 8: consent is read at the moment of sending', () => {
  const plan = aPlan({ steps: pain });
  it('opted out between the plan and its moment: nothing goes out', () => {
    const life = lifeOf(plan, { moves: [says('2026-03-12 20:00', '退订')] });
    expect(life.of('pain')).toEqual([
      '2026-03-12 09:00 not_answered (silence)',
      '[2026-03-13 09:00] skipped (opted_out)',
      '[2026-03-14 09:00] skipped (opted_out)',
    ]);
    expect(life.messages.filter((message) => message.sentAt > moment('2026-03-12 20:00'))).toEqual([]);
  });
  it('refused for this purpose', () => {
    expect(lifeOf(plan, { patient: { consents: [{ purpose: 'care', given: false }] } }).of('pain')[0]).toBe(
      '[2026-03-12 09:00] skipped (no_consent)',
    );
  });
  it('refused on one way: the next way', () => {
    const life = lifeOf(plan, { patient: { consents: [{ purpose: 'care', channel: 'wechat', given: false }] }, until: '2026-03-12 10:00' });
    expect(life.messages.map((message) => message.channel)).toEqual(['sms']);
  });
  it('marketing only if agreed', () => {
    const marketing = aPlan({ steps: pain, contact: 'purpose: marketing' });
    expect(lifeOf(marketing).of('pain')[0]).toBe('[2026-03-12 09:00] skipped (no_consent)');
    expect(lifeOf(marketing, { patient: { consents: [{ purpose: 'marketing', given: true }] } }).of('pain')[0]).toBe(
      '2026-03-12 09:00 not_answered (silence)',
    );
  });
  it('work for people is done all the same', () => {
    const call = aPlan({ steps: `- id: alarm\n  title: 紧急\n  when: patient.alarm\n  call: { by: nurse, urgent: true }\n  due: 1 hour` });
    const life = lifeOf(call, { patient: { optedOut: true }, moves: [says('2026-03-12 23:00', '胸痛')], until: '2026-03-13 00:00' });
    expect(life.of('alarm')).toEqual(['2026-03-12 23:00 open']);
  });
});

it('trap 9: performing twice is performing once', () => {
  const plan = aPlan({ steps: pain });
  const at = (clock: string) => ({ ...env, now: moment(clock) });
  const begun = step(plan, aChart(plan), [{ do: 'begin' }], at('2026-03-11 11:00'));
  const make = [{ do: 'make' as const, touch: 'e1/pain/1' }];
  const first = step(plan, begun.chart, make, at('2026-03-12 09:00'));
  const second = step(plan, first.chart, make, at('2026-03-12 09:01'));
  expect(first.sends).toHaveLength(1);
  // The same order again: the worker died before it could hand it over; the message is claimed once.
  expect(second.sends).toEqual(first.sends);
  expect(second.changes).toEqual([]);
});

describe('trap 12: an overdue task', () => {
  const steps = `
- id: task
  title: 任务
  day: 1
  at: 09:00
  task: { by: nurse }
  ask: { fine: { label: 好吗, type: yes_no } }
  due: 2 hours
  then:
    done:
      - id: thanks
        message: { text: 谢谢 }`;
  it('can still be completed, and is marked late', () => {
    const life = lifeOf(aPlan({ steps }), { moves: [completes('2026-03-13 10:00', 'task', { fine: 'yes' })] });
    expect(life.of('task')).toEqual(['2026-03-12 09:00 done (late)']);
    expect(life.touches('task')[0]).toMatchObject({ late: true, dueAt: moment('2026-03-12 11:00') });
  });
  it('even when its wait is over: the outcome stays, what follows is done', () => {
    const life = lifeOf(aPlan({ steps: `${steps}\n- id: later\n  day: 40\n  at: 09:00\n  message: { text: 一个月 }` }), {
      moves: [completes('2026-03-25 10:00', 'task', { fine: 'yes' })],
    });
    expect(life.of('task')).toEqual(['2026-03-12 09:00 not_done (nobody)']);
    expect(life.touches('task')[0]).toMatchObject({ answeredLate: true, late: true, answers: { fine: 'yes' } });
    expect(life.of('thanks')).toEqual(['2026-03-25 10:00 sent (by_channel)']);
  });
});

it('trap 13: the step a patient was waiting on is gone: a recorded outcome', () => {
  const old = aPlan({ steps: `${pain}\n- id: other\n  day: 9\n  at: 09:00\n  message: { text: 你好 }` });
  const now = aPlan({ steps: `- id: other\n  day: 9\n  at: 09:00\n  message: { text: 你好 }` });
  const begun = step(old, aChart(old), [{ do: 'begin' }], { ...env, now: moment('2026-03-11 11:00') });
  const woken = step(now, begun.chart, [{ do: 'make', touch: 'e1/pain/1' }], { ...env, now: moment('2026-03-12 09:00') });
  expect(woken.chart.touches['e1/pain/1']).toMatchObject({ outcome: 'cancelled', reason: 'step_removed' });
});

describe('trap 14: death and a discharge taken back', () => {
  const plan = aPlan({
    steps: `${pain}\n- id: alarm\n  title: 紧急\n  when: patient.alarm\n  task: { by: nurse, urgent: true }\n  due: 1 hour`,
  });
  it('death stops everything, urgent work too, and nobody is told of anything more', () => {
    const life = lifeOf(plan, { moves: [says('2026-03-12 07:00', '胸痛'), happens('2026-03-12 07:30', 'patient.died')] });
    expect(life.of('alarm')).toEqual(['2026-03-12 07:00 cancelled (patient_died)']);
    expect(life.of('pain')).toEqual(['[2026-03-12 09:00] cancelled (patient_died)']);
    expect(life.chart.enrollment).toMatchObject({ status: 'stopped', endReason: 'patient_died' });
    expect(life.messages).toEqual([]);
  });
  it('death starts nothing', () => {
    const chart = aChart(plan, { patient: { diedAt: 1 } });
    expect(admit({ plan, chart, event: chart.enrollment.startEvent!, env: { judge: env.judge, now: 2 }, requested: true })).toMatchObject({
      enrolled: false,
      why: 'patient_died',
    });
  });
  it('the discharge is taken back: the enrollment ends', () => {
    const life = lifeOf(plan, {
      moves: [happens('2026-03-11 20:00', 'encounter.discharge_cancelled', { objects: { encounter: { id: 'E1' } } })],
    });
    expect(life.of('pain')).toEqual(['[2026-03-12 09:00] cancelled (discharge_cancelled)']);
  });
  it('somebody else’s encounter is taken back: nothing happens', () => {
    const life = lifeOf(plan, {
      moves: [happens('2026-03-11 20:00', 'encounter.discharge_cancelled', { objects: { encounter: { id: 'E9' } } })],
      until: '2026-03-12 10:00',
    });
    expect(life.of('pain')[0]).toBe('2026-03-12 09:00 open');
  });
});

describe('trap 15: never to another person', () => {
  it('no address: no message, and one task "no way to reach"', () => {
    const life = lifeOf(aPlan({ steps: pain }), {
      patient: {
        addresses: [],
        relatives: [{ id: 'r', name: '王明', consent: true, addresses: [{ channel: 'phone', value: '+8613800000009' }] }],
      },
      until: '2026-03-14 12:00',
    });
    expect(life.of('pain')).toEqual(['12', '13', '14'].map((day) => `[2026-03-${day} 09:00] failed (no_address)`));
    expect(life.messages).toEqual([]);
    expect(life.touches('no_way')).toHaveLength(1);
    const added = life.life.changes.filter(({ change }) => change.kind === 'task_changed');
    expect(added).toHaveLength(2);
  });
});

describe('trap 16: a condition is true or it is not', () => {
  const plan = aPlan({
    steps: `
- id: gate
  title: 可以吗
  task: { by: nurse }
  ask: { ok: { label: 可以, type: yes_no } }
  due: 1 day
  then:
    done:
      - id: go
        if: gate.ok == "yes"
        message: { text: 开始 }`,
  });
  it('a rejection does not run the gated step', () => {
    expect(lifeOf(plan, { moves: [completes('2026-03-11 12:00', 'gate', { ok: 'no' })] }).of('go')).toEqual([
      '[2026-03-11 12:00] skipped (if_false)',
    ]);
  });
  it('what is not known does not either, and says what', () => {
    const life = lifeOf(plan, { moves: [completes('2026-03-11 12:00', 'gate', {})] });
    expect(life.of('go')).toEqual(['[2026-03-11 12:00] skipped (unknown)']);
    expect(life.touches('go')[0]).toMatchObject({ unknown: 'gate.ok' });
  });
});

it('trap 17: silence is never taken for consent: every wait that ends says so', () => {
  const steps = `
- id: ok
  title: 同意吗
  day: 1
  at: 09:00
  message: { text: 同意吗 }
  ask: { yes: { label: 同意, type: yes_no } }
  wait: 1 day
  then:
    answered:
      - id: go
        message: { text: 好 }
    not_answered:
      - id: ask_again
        title: 打电话问
        call: { by: nurse }
        due: 1 day`;
  const life = lifeOf(aPlan({ steps }));
  expect(life.of('ok')).toEqual(['2026-03-12 09:00 not_answered (silence)']);
  expect(life.of('go')).toEqual([]);
  expect(life.of('ask_again')).toEqual(['2026-03-13 09:00 not_done (nobody)']);
});

it('trap 22: a task shows who, why now, the script, the last answers and the way to reach the patient', () => {
  const steps = `
- id: pain
  title: 疼痛评分
  day: 1
  at: 09:00
  message: { text: 疼吗 }
  ask: { score: { label: 疼痛, type: number, min: 0, max: 10 } }
  wait: 8 hours
  then:
    answered:
      - id: phone
        title: 打给 {{ patient.name }}
        call: { by: nurse, script: 先问好 }
        due: 1 hour
    not_answered: go on`;
  const life = lifeOf(aPlan({ steps }), { moves: [answers('2026-03-12 10:00', 'pain', { score: 8 })], until: '2026-03-12 10:30' });
  const [task] = life.life.changes.flatMap(({ change }) => (change.kind === 'task' ? [change.task] : []));
  expect(task).toMatchObject({
    title: '打给 王芳',
    because: '疼痛评分：有回答 · 疼痛: 8',
    script: '先问好',
    team: 'nurses',
    reach: { who: 'patient', via: 'phone' },
    dueAt: moment('2026-03-12 11:00'),
  });
});

it('trap 23: waits of years', () => {
  const steps = `
- id: tumour
  day: 1
  at: 09:00
  message: { text: 复查了吗 }
  ask: { ok: { label: 好吗, type: yes_no } }
  wait: 3 years
  then: { not_answered: go on }
- id: far
  after: 10 years
  at: 09:00
  message: { text: 十年了 }`;
  const life = lifeOf(aPlan({ steps }));
  expect(life.of('tumour')).toEqual(['2026-03-12 09:00 not_answered (silence)']);
  expect(life.touches('tumour')[0]?.endedAt).toBe(moment('2029-03-12 09:00'));
  expect(life.of('far')).toEqual(['2036-03-11 09:00 sent (by_channel)']);
});

describe('trap 26: what came before the wait', () => {
  it('an early answer counts, and nothing is sent', () => {
    const plan = aPlan({ steps: pain.replace('wait: 8 hours', 'wait: 8 hours\n  early: 12 hours') });
    const life = lifeOf(plan, { moves: [says('2026-03-11 22:00', '7')], until: '2026-03-12 12:00' });
    expect(life.of('pain')[0]).toBe('[2026-03-12 09:00] answered (early)');
    expect(life.messages).toEqual([]);
  });
  it('an event before the wait for it began counts from its WHEN on', () => {
    const plan = aPlan({
      steps: `- id: visit\n  day: 0\n  expect: { when: encounter.visited }\n  wait: until day 5\n  then: { happened: go on, not_happened: go on }`,
    });
    const visit = anEvent('encounter.visited', moment('2026-03-12 10:00'), { objects: { encounter: { id: 'V' } } });
    expect(lifeOf(plan, { startedAt: '2026-03-13 10:00', chart: { events: [visit] } }).of('visit')).toEqual([
      '2026-03-13 10:00 happened (event)',
    ]);
    const before = { ...visit, at: moment('2026-03-10 10:00') };
    expect(lifeOf(plan, { startedAt: '2026-03-13 10:00', chart: { events: [before] } }).of('visit')).toEqual([
      '2026-03-13 10:00 not_happened (silence)',
    ]);
  });
  it('what happened while the system was away over the whole of the wait happened', () => {
    const plan = aPlan({
      steps: `- id: visit\n  day: 2\n  expect: { when: encounter.visited }\n  wait: until day 5\n  then: { happened: go on, not_happened: go on }`,
    });
    const visited = happens('2026-03-14 12:00', 'encounter.visited', { objects: { encounter: { id: 'V' } } });
    const away = down('2026-03-12 12:00', '2026-03-20 12:00');
    expect(lifeOf(plan, { moves: [away, visited] }).of('visit')).toEqual(['2026-03-20 12:00 happened (event)']);
    expect(lifeOf(plan, { moves: [away] }).of('visit')).toEqual(['[2026-03-13 00:00] expired (outage)']);
  });
  it('what happened in time is heard late, after an outage, and still counts; what happened after the end does not', () => {
    const plan = aPlan({
      steps: `- id: visit\n  day: 0\n  expect: { when: encounter.visited }\n  wait: until day 5\n  then: { happened: go on, not_happened: go on }`,
    });
    const visited = (at: string) => happens(at, 'encounter.visited', { objects: { encounter: { id: 'V' } } });
    expect(lifeOf(plan, { moves: [down('2026-03-15 12:00', '2026-03-20 12:00'), visited('2026-03-16 12:00')] }).of('visit')[0]).toContain(
      'happened (event)',
    );
    expect(lifeOf(plan, { moves: [down('2026-03-15 12:00', '2026-03-20 12:00'), visited('2026-03-19 12:00')] }).of('visit')[0]).toContain(
      'not_happened (silence)',
    );
  });
});

it('trap 27: a condition that is false, a hold, a skip leave their trace', () => {
  const steps = `
- id: never
  day: 1
  at: 09:00
  if: patient.age > 200
  message: { text: 您好 }
- id: capped
  day: 1
  at: 09:30
  message: { text: 您好 }
  late: 2 hours
- id: first
  day: 1
  at: 09:00
  message: { text: 早 }
  ask: { ok: { label: 好吗, type: yes_no } }
  wait: 1 hour
  then: { not_answered: go on }`;
  const life = lifeOf(aPlan({ steps, contact: 'at_most: 1 a day' }), { patient: { fields: { name: '王芳', age: 60 } } });
  expect(life.of('never')).toEqual(['[2026-03-12 09:00] skipped (if_false)']);
  expect(life.of('capped')).toEqual(['[2026-03-12 09:30] expired (cap)']);
  expect(Object.values(life.chart.touches).filter((touch) => !touch.outcome)).toEqual([]);
});
