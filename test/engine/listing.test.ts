/** The calendar of a plan against what enrollments really arm when nobody does anything. */
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../engine/chart.ts';
import { listTouches } from '../../engine/listing.ts';
import type { ListedTouch } from '../../engine/listing.ts';
import { live } from '../../engine/live.ts';
import type { Plan } from '../../engine/plan.ts';
import { compile } from '../../language/compile/compile.ts';
import { houseRules } from '../../language/compile/house.ts';
import { aChart, env, moment, written } from './a-life.ts';
import type { Beginning } from './a-life.ts';
import { aPlan, shippedFiles } from './a-plan.ts';

const files = shippedFiles();
const house = houseRules(files, { hospital: { name: '市一院', phone: '0571-0000' } });

const shipped = (sop: string): Plan => compile(`sops/${sop}.yaml`, files).plan!;

type Start = { at: string; day0: string; zone?: string };
function begun(plan: Plan, { at, day0, zone }: Start): Chart {
  const enrollment = { dates: { day_0: day0.length > 10 ? new Date(moment(day0)).toISOString() : day0 } };
  const objects = { complaint: { id: 'C1', summary: '等了太久' } };
  return aChart(plan, { house, startedAt: at, enrollment, objects, ...(zone === undefined ? {} : { patient: { zone } }) });
}

const line = (step: string, occurrence: string, at: number): string => `${step} ${occurrence} ${written(at)}`;

function listed(plan: Plan, chart: Chart, until: string): string[] {
  const rows = listTouches(plan, chart, env, { until: moment(until) });
  return rows.flatMap(({ step, occurrence, at }) => (at === null ? [] : [line(step, occurrence, at)])).sort();
}

function armed(plan: Plan, chart: Chart, until: string): string[] {
  const ids = new Set(plan.steps.map(({ id }) => id));
  const life = live(plan, { chart, moves: [], until: moment(until) }, env);
  const end = Math.min(
    moment(until),
    life.chart.enrollment.endReason === 'stopped' ? (life.chart.enrollment.endedAt ?? Infinity) : Infinity,
  );
  return Object.values(life.chart.touches)
    .flatMap(({ step, occurrence, target }) =>
      ids.has(step) && target !== undefined && target < end ? [line(step, occurrence, target)] : [],
    )
    .sort();
}

const starts: Record<string, Start> = {
  'in time': { at: '2026-03-10 10:00', day0: '2026-03-11 11:00' },
  'on a day without a time': { at: '2026-03-10 10:00', day0: '2026-03-11' },
  'ten days late': { at: '2026-03-21 09:00', day0: '2026-03-11 11:00' },
  'before the long holiday, by a patient two hours behind': { at: '2026-09-29 23:30', day0: '2026-09-30 08:00', zone: 'Asia/Urumqi' },
  'in a zone that changes its clocks': { at: '2026-03-05 10:00', day0: '2026-03-06 10:00', zone: 'America/New_York' },
};
const sops = ['cardiology/pci-discharge', 'endocrinology/diabetes-care', 'service/complaint', 'activation/caring-call'];

describe.each(sops)('%s', (sop) => {
  const plan = shipped(sop);
  it.each(Object.entries(starts))('lists what is armed when it starts %s', (_name, start) => {
    const until = '2027-02-10 00:00';
    const expected = armed(plan, begun(plan, start), until);
    expect(expected.length).toBeGreaterThan(0);
    expect(listed(plan, begun(plan, start), until)).toEqual(expected);
  });
});

const rows = (plan: Plan, beginning: Beginning = {}): ListedTouch[] => listTouches(plan, aChart(plan, beginning), env, { language: 'en' });
const row = (plan: Plan, step: string, beginning?: Beginning): ListedTouch => rows(plan, beginning).find((one) => one.step === step)!;
const message = 'message: { text: hello }';

describe('what is said beside a touch', () => {
  it('contact hours hold it: the moment stays, the opening is in the note', () => {
    const plan = aPlan({ steps: `- id: early\n  after: 2 hours from day_0\n  ${message}` });
    const { at, note } = row(plan, 'early', { discharged: '2026-03-11 03:00' });
    expect([written(at!), note]).toEqual(['2026-03-11 05:00', 'held by the contact hours until 2026-03-11 08:30']);
  });

  it('shift moves it: the day it would have had', () => {
    const plan = aPlan({
      steps: `- id: call\n  title: call\n  day: 3\n  at: 10:00\n  shift: next work day\n  call: { by: nurse }\n  due: 4 hours`,
    });
    expect(row(plan, 'call')).toMatchObject({
      local: '2026-03-16 10:00 Asia/Shanghai',
      to: 'nurse',
      note: 'moved from 2026-03-14 by shift',
    });
  });

  it('what is past at the start is done within its late, else left out', () => {
    const plan = aPlan({
      steps: `- id: at_once\n  day: 0\n  at: 09:00\n  ${message}\n- id: earlier\n  day: -3\n  at: 09:00\n  ${message}`,
    });
    expect(row(plan, 'at_once').note).toBe('past at the start: done at 2026-03-11 11:00');
    expect(row(plan, 'earlier').note).toBe('past at the start: left out');
  });

  const question = 'ask:\n    score: { label: pain, type: number, min: 0, max: 10 }\n  wait: 8 hours';
  const then =
    '  then:\n    answered:\n      - id: nurse_calls\n        title: call\n        if: pain.score > 5\n        task: { by: nurse }\n        due: 1 hour\n    not_answered:\n      - id: asks_why\n        title: why\n        task: { by: nurse }\n        due: 1 hour';
  it('an answer has no moment; silence has', () => {
    const plan = aPlan({ steps: `- id: pain\n  day: 1\n  at: 09:00\n  ${message}\n  ${question}\n${then}` });
    expect(rows(plan).map(({ step, at, note }) => [step, at === null ? null : written(at), note])).toEqual([
      ['pain', '2026-03-12 09:00', ''],
      ['nurse_calls', null, 'when pain is answered; if pain.score > 5'],
      ['asks_why', '2026-03-12 17:00', 'when pain is not answered'],
    ]);
  });

  it('an event has no moment, and neither has what counts from a date nobody knows', () => {
    const plan = aPlan({
      dates: 'day_0: encounter.discharge_date\nnext_visit: appointment.time',
      steps: `- id: reply\n  title: reply\n  when: patient.wrote\n  task: { by: nurse }\n  due: 4 hours\n- id: remind\n  before: 1 day from next_visit\n  at: 10:00\n  ${message}`,
    });
    expect(row(plan, 'reply')).toMatchObject({ at: null, occurrence: '', note: 'each time patient.wrote happens' });
    expect(row(plan, 'remind')).toMatchObject({ at: null, local: null, note: 'once next_visit is known; 1 day before at 10:00' });
  });

  it('nothing is listed from the stop day on', () => {
    const plan = aPlan({ stop: '- day: 10', steps: `- id: weekly\n  every: week\n  at: 10:00\n  ${message}` });
    expect(rows(plan).map(({ occurrence }) => occurrence)).toEqual(['2026-03-18']);
  });
});
