/** Where things meet: an emergency and a pause, a late word and a wait, a carrier and the closing hour. */
import { describe, expect, it } from 'vitest';
import { step } from '../../engine/step.ts';
import { aChart, anEvent, aPatient, does, down, env, happens, lifeOf, moment } from './a-life.ts';
import { aPlan } from './a-plan.ts';

const alarmCall = `
- id: alarm
  title: 紧急
  when: patient.alarm
  call: { by: nurse, urgent: true }
  due: 30 minutes`;

describe('an emergency', () => {
  it('is called about also during a pause', () => {
    const life = lifeOf(aPlan({ steps: alarmCall }), {
      moves: [does('2026-03-11 12:00', { do: 'pause' }), happens('2026-03-11 22:00', 'patient.alarm', { fields: { words: '胸痛' } })],
      until: '2026-03-11 22:10',
    });
    expect(life.of('alarm')).toEqual(['2026-03-11 22:00 open']);
  });

  it('trap 7: is called about also when contact was refused', () => {
    const patient = aPatient({ optedOut: true, consents: [{ purpose: 'care', given: false }] });
    const life = lifeOf(aPlan({ steps: alarmCall }), {
      patient,
      moves: [happens('2026-03-11 22:00', 'patient.alarm', { fields: { words: '胸痛' } })],
      until: '2026-03-11 22:10',
    });
    expect(life.of('alarm')).toEqual(['2026-03-11 22:00 open']);
  });

  it('is called about at once, whatever the sender says of the time', () => {
    const plan = aPlan({ steps: alarmCall });
    const chart = aChart(plan);
    const now = moment('2026-03-11 12:00');
    const event = anEvent('patient.alarm', moment('2026-03-11 20:00'), { fields: { words: '胸痛' } });
    const { chart: after } = step(plan, chart, [{ do: 'begin' }, { do: 'event', event }], { ...env, now });
    expect(Object.values(after.touches).find((touch) => touch.step === 'alarm')).toMatchObject({ madeAt: now });
  });
});

it('trap 5: what a patient wrote during an outage is read after it, not expired', () => {
  const reply = `
- id: reply
  title: 回复
  when: patient.wrote
  task: { by: nurse }
  due: 4 hours`;
  const life = lifeOf(aPlan({ steps: reply }), {
    moves: [down('2026-03-12 08:00', '2026-03-13 20:00'), happens('2026-03-12 09:00', 'patient.wrote', { fields: { words: '能洗澡吗' } })],
    until: '2026-03-13 21:00',
  });
  expect(life.of('reply')).toEqual(['2026-03-13 20:00 open']);
});

it('a wait that ends finds what has happened in it, also if nobody has come to the event yet', () => {
  const visit = `
- id: visit
  day: 1
  expect: { when: lab.done }
  wait: 2 days
  then: { not_happened: go on }`;
  const plan = aPlan({ steps: visit });
  const begun = lifeOf(plan, { until: '2026-03-13 12:00' }).chart;
  const event = anEvent('lab.done', moment('2026-03-13 09:00'), { fields: { code: 'coagulation' } });
  const touch = Object.values(begun.touches).find((one) => one.step === 'visit');
  const now = touch?.endAt ?? 0;
  const { chart } = step(plan, { ...begun, events: [...begun.events, event] }, [{ do: 'end', touch: touch?.key ?? '', n: 1 }], {
    ...env,
    now,
  });
  expect(chart.touches[touch?.key ?? '']).toMatchObject({ outcome: 'happened' });
});

it('a pace whose end has come already is not begun', () => {
  const steps = `
- id: log
  every: week on Mon
  at: 09:00
  pace:
    - { if: latest.systolic > 180, every: 1 day, until: latest.systolic < 140 }
    - { if: latest.systolic > 130, every: 3 days, until: latest.systolic < 140 }
  message: { text: 请量血压 }`;
  const reading = (at: string, value: number) => happens(at, 'reading.received', { fields: { code: 'systolic', value } });
  const life = lifeOf(aPlan({ steps }), {
    moves: [reading('2026-03-11 12:00', 190), reading('2026-03-13 12:00', 135)],
    until: '2026-03-24 12:00',
  });
  expect(life.chart.enrollment.pace).toEqual({ log: null });
  expect(life.touches('log').filter((touch) => touch.madeAt !== undefined).map((touch) => touch.occurrence)).toEqual([
    '2026-03-12', '2026-03-13', '2026-03-16', '2026-03-23',
  ]); // prettier-ignore
});
