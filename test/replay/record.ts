/**
 * Records histories of real runs: one set for each release, kept for as long as runs of it may be alive. With RECORD_HISTORIES=name
 * (`RECORD_HISTORIES=0.1 npx vitest run test/replay`) the test makes a new set before it replays them all.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { Client } from '@temporalio/client';
import { rehearse } from '../../server/rehearsal/rehearse.ts';
import { sandboxPending } from '../../server/rehearsal/sandbox-pending.ts';
import { workflowId } from '../../server/temporal/connect.ts';
import { aWard, planFrom } from '../e2e/hospital.ts';
import { houseOf, libraryTexts, planOf, testsOf } from '../e2e/library.ts';
import { course } from '../e2e/sops.ts';
import { startWorld } from '../e2e/world.ts';
import type { World } from '../e2e/world.ts';
import { token } from '../sandbox/process.ts';
import { eventually, runsOf } from '../workflows/shell.ts';
import { replayKey } from './key.ts';

export const folder = join(import.meta.dirname, 'histories');

export async function record(release: string): Promise<void> {
  const world = await startWorld({ settings: replayKey });
  try {
    const histories = { ...(await rehearsed(world)), ...(await lived(world)) };
    mkdirSync(folder, { recursive: true });
    for (const [name, history] of Object.entries(histories))
      writeFileSync(join(folder, `${release}-${name}.json`), `${JSON.stringify(history)}\n`);
  } finally {
    await world.stop();
  }
}

type Histories = Record<string, unknown>;

/** Whole months, of the shipped SOPs. */
async function rehearsed(world: World): Promise<Histories> {
  const histories: Histories = {};
  for (const sop of ['cardiology/pci-discharge', 'endocrinology/diabetes-care']) {
    const [plan, file] = [planOf(sop), testsOf(sop)];
    const [one] = file.cases;
    if (!one) throw new Error(`${sop} has no case`);
    const sandbox = sandboxPending({ url: world.settings.SANDBOX_URL, token });
    const wish = { one, file, plan, others: [planOf('activation/caring-call')], house: houseOf(sop), libraries: libraryTexts };
    const { touches } = await rehearse({ deps: world.deps, client: world.clients.rehearsal, sandbox }, wish);
    const enrollment = touches[0]?.key.split('/')[0] ?? '';
    histories[sop.replace('/', '-')] = await historyOf(world.clients.rehearsal, workflowId(enrollment));
  }
  return histories;
}

/** Work, a carrier that is down and then refuses, and continuing as new. */
async function lived(world: World): Promise<Histories> {
  const ward = await aWard(world.deps, { plans: [planFrom(course)] });
  const { id: patient, phone } = await ward.patient();
  const enrollment = await ward.enrolled(patient);
  const handle = world.clients.real.workflow.getHandle(workflowId(enrollment));
  await world.sandbox.post('/behaviours', { address: phone, answer: 'down', times: 1 });
  await ward.tell(patient, 'lab.done');
  await eventually(
    () => ward.touches(enrollment),
    (all) => all.some(({ outcome }) => outcome === 'sent'),
  );
  await handle.signal('renew');
  await eventually(
    () => runsOf(world.clients.real, handle),
    ({ runs }) => runs === 2,
  );
  await ward.tell(patient, 'order.scheduled');
  const [look] = await eventually(
    async () => (await ward.touches(enrollment)).filter(({ step }) => step === 'look'),
    (all) => all.length === 1,
  );
  await world.sandbox.post('/behaviours', { address: phone, answer: 'refuse', times: 1 });
  await ward.act(
    enrollment,
    [{ do: 'work', touch: look?.key ?? '', work: { act: 'complete', by: 'nurse-1', answers: {} } }],
    [look?.key ?? ''],
  );
  await eventually(
    () => ward.touches(enrollment),
    (all) => all.some(({ outcome }) => outcome === 'failed'),
  );
  await ward.tell(patient, 'encounter.admitted');
  await handle.result();
  const second = await handle.fetchHistory();
  const first = second.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? '';
  return {
    'first-run': await historyOf(world.clients.real, handle.workflowId, first),
    'second-run': await historyOf(world.clients.real, handle.workflowId),
  };
}

/** Without the end of a rehearsal, which is nothing that the workflow did. */
async function historyOf(client: Client, id: string, runId?: string): Promise<unknown> {
  const history = await client.workflow.getHandle(id, runId).fetchHistory();
  const events = history.events?.filter((event) => !event.workflowExecutionTerminatedEventAttributes);
  return JSON.parse(historyToJSON({ ...history, events }));
}
