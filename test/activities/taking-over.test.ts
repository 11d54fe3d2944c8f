/** A patient taken over in mid-course has the future of one who was here all along (issue "thin and true", 3). */
import { beforeAll, expect, it } from 'vitest';
import { tryToStart } from '../../activities/give.ts';
import type { EventRecord, TouchChart } from '../../engine/chart.ts';
import { nextMoment } from '../../engine/agenda.ts';
import type { HistoryEntry } from '../../engine/history.ts';
import { libraryTexts, planOf } from '../e2e/library.ts';
import { hands, start } from './carrier.ts';
import type { Hands } from './carrier.ts';

const plan = planOf('cardiology/pci-discharge');
const day = 24 * 3_600_000;
let at: Hands;
beforeAll(async () => {
  at = await hands(plan, libraryTexts);
});

const planned = (patient: string): EventRecord => ({
  id: `planned-${patient}`,
  name: 'encounter.discharge_planned',
  at: start,
  fields: {},
  objects: {
    encounter: { id: `E-${patient}`, department: 'cardiology', procedures: ['36.06'], discharge_date: new Date(start + day).toISOString() },
  },
});

/** From moment to moment, every message accepted, until then. */
async function liveUntil(enrollment: string, until: number): Promise<void> {
  for (;;) {
    const next = nextMoment(await at.agenda(enrollment));
    if (next === undefined || next > until) break;
    at.clock.now = Math.max(at.clock.now, next);
    for (const message of await at.wake(enrollment)) await at.attempt({ enrollment, message });
    await at.dispatchAll();
  }
  at.clock.now = until;
}

const entryOf = ({ step, occurrence, outcome, reason, endedAt, madeAt, answers }: TouchChart): HistoryEntry[] => {
  const moment = endedAt ?? madeAt;
  if (moment === undefined) return [];
  return [
    { step, occurrence, at: moment, ...(outcome ? { outcome } : {}), ...(reason ? { reason } : {}), ...(answers ? { answers } : {}) },
  ];
};

it('with what was done elsewhere given, all that is to come is the same, and nothing is done again', async () => {
  const here = await at.ward.patient();
  await at.ward.tell(here.id, 'encounter.discharge_planned', planned(here.id));
  await at.dispatchAll();
  const lived = await at.ward.running(here.id);
  await liveUntil(lived, start + 9.6 * day);
  const calls = at.carrier.calls.length;
  expect(calls).toBeGreaterThan(5);
  const touches = await at.ward.touches(lived);

  const { id: patient } = await at.ward.patient();
  const builtIn = ['missed_steps', 'no_way'];
  const history = touches.filter(({ step }) => !builtIn.includes(step)).flatMap(entryOf);
  const now = at.clock.now;
  const event = { ...planned(patient), id: `taken-${patient}` };
  const taken = await at.ward.as((tx) =>
    tryToStart(tx, at.deps, { hospital: at.ward.id, patient, plan, event, now, requested: true, startedAt: start, history }),
  );
  if (!taken.enrolled || !taken.enrollment) throw new Error('not taken in');
  const [future, same] = [await at.agenda(taken.enrollment), await at.agenda(lived)];
  const own = Object.entries(same.moments).filter(([touch]) => !builtIn.some((step) => touch.startsWith(`${step}/`)));
  expect(Object.keys(future.moments).length).toBeGreaterThan(3);
  expect(future.moments).toEqual(Object.fromEntries(own));
  expect((await at.ward.messages(taken.enrollment)).length).toBe(0);

  // And it comes to the same end.
  await liveUntil(taken.enrollment, start + 60 * day);
  at.clock.now = now;
  await liveUntil(lived, start + 60 * day);
  const ends = async (enrollment: string) =>
    (await at.ward.touches(enrollment))
      .filter(({ step, plannedAt, madeAt, endedAt }) => !builtIn.includes(step) && Math.max(plannedAt, madeAt ?? 0, endedAt ?? 0) > now)
      .map(({ step, occurrence, outcome, reason }) => `${step}/${occurrence} ${outcome ?? 'open'} ${reason ?? ''}`)
      .sort();
  expect(await ends(taken.enrollment)).toEqual(await ends(lived));
});
