/** Trap 23, design 3.11: ten years, week by week, on the real engine in skipped time. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { begin, setStage } from '../../server/rehearsal/stage.ts';
import { fastForward } from '../../server/rehearsal/skip.ts';
import { workflowId } from '../../server/temporal/connect.ts';
import { touchChartsOf } from '../../database/touches.ts';
import { readEnrollment } from '../../database/enrollments.ts';
import { withActor } from '../../database/with-actor.ts';
import { ownTemporal } from '../workflows/own-temporal.ts';
import type { OwnTemporal } from '../workflows/own-temporal.ts';
import { eventually, runsOf } from '../workflows/shell.ts';
import { planFrom } from './hospital.ts';
import { weekly } from './sops.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

const suggestedAt = 500;
let temporal: OwnTemporal;
let world: World;
beforeAll(async () => {
  temporal = await ownTemporal({ 'limit.historyCount.suggestContinueAsNew': String(suggestedAt) });
  world = await startWorld({ temporalAddress: temporal.address });
});
afterAll(async () => {
  await (world as World | undefined)?.stop();
  await (temporal as OwnTemporal | undefined)?.stop();
});

const day = 24 * 3_600_000;
const start = Date.UTC(2026, 2, 2, 0, 30);
/** One interval after day 0 is the first (language.md 10.3); day 3654 is the end. */
const weeks = 521;

it('trap 23: every week of ten years is made exactly once, over several runs of bounded length', async () => {
  const { deps, clients } = world;
  const plan = planFrom(weekly);
  const patient = { id: 'made-up', fields: { name: '王芳' }, addresses: [], relatives: [], consents: [], readings: [], optedOut: false };
  const stage = await setStage(deps, { plans: [plan], libraries: [], zone: 'Asia/Shanghai', patient, at: start });
  const event = { id: 'out', name: 'encounter.discharged', at: start, fields: {}, objects: { encounter: { id: 'E1' } } };
  const { enrollment = '' } = (await begin(deps, stage, { plan, event, requested: false })) as { enrollment?: string };
  const handle = clients.rehearsal.workflow.getHandle(workflowId(enrollment));
  await eventually(
    () => handle.describe().catch(() => undefined),
    (is) => is !== undefined,
  );

  // It ends before the target is reached: the stop day is in it.
  expect(await fastForward({ client: clients.rehearsal, workflowId: handle.workflowId }, 3_660 * day, 'ten-years')).toBe(false);

  const touches = await withActor(deps.pool, stage.actor, (tx) => touchChartsOf(tx, enrollment));
  const made = touches.filter((touch) => touch.outcome === 'recorded');
  expect(made).toHaveLength(weeks);
  expect(new Set(made.map(({ occurrence }) => occurrence)).size).toBe(weeks);
  const nine = Date.UTC(2026, 2, 2, 1);
  expect(made.map(({ madeAt = 0 }) => Math.round((madeAt - nine) / 60_000))).toEqual(made.map((_, n) => (n + 1) * 7 * 24 * 60));
  expect(await withActor(deps.pool, stage.actor, (tx) => readEnrollment(tx, enrollment))).toMatchObject({ status: 'stopped' });
  const { runs, longest } = await runsOf(clients.rehearsal, handle);
  expect(runs).toBeGreaterThan(4);
  expect(longest).toBeLessThan(suggestedAt + 100);
});
