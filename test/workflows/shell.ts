/** The workflow alone: a worker with activities of the test's own, and the words it is told. */
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import type { WorkflowBundleOption } from '@temporalio/worker';
import type { Agenda, Moment, SendOrder } from '../../engine/change.ts';
import { dataConverterOf } from '../../server/temporal/connect.ts';
import type { Activities, AgendaView, EnrollmentInput, Word } from '../../workflows/ports.ts';
import { bundledWorkflows } from '../setup/workflows.ts';
import './runtime.ts';

export const namespace = 'aftercare';
export const queue = `workflows-${randomUUID()}`;
export const dataConverter = dataConverterOf({ PAYLOAD_KEY: randomBytes(32), PAYLOAD_KEY_ID: 'test', PAYLOAD_KEYS_OLDER: [] });

export async function connected(address: string): Promise<{ client: Client; close(): Promise<void> }> {
  const connection = await Connection.connect({ address });
  return { client: new Client({ connection, namespace, dataConverter }), close: () => connection.close() };
}

/** Nothing is due, nothing changes, every message is accepted; a test replaces what it is about. */
export const quietActivities: Activities = {
  perform: ({ items }) =>
    Promise.resolve({ agenda: { seq: 0, moments: Object.fromEntries(items.map(({ touch }) => [touch, []])) }, sends: [] }),
  send: () => Promise.resolve({ agenda: { seq: 0, moments: {} }, sends: [] }),
  putBack: () => Promise.resolve({ agenda: { seq: 0, moments: {} }, sends: [] }),
};

export type Release = { stop(): Promise<void> };
/** A worker of one release: `bundle` is its workflow code, the present one if absent. */
export async function release(
  address: string,
  activities: Partial<Activities> = {},
  { bundle, taskQueue = queue, carriers = [] }: { bundle?: WorkflowBundleOption; taskQueue?: string; carriers?: string[] } = {},
): Promise<Release> {
  const connection = await NativeConnection.connect({ address });
  const { perform, putBack, send } = { ...quietActivities, ...activities };
  const common = { connection, namespace, dataConverter };
  const workers = await Promise.all([
    Worker.create({ ...common, taskQueue, workflowBundle: bundle ?? (await bundledWorkflows()), activities: { perform, putBack } }),
    ...carriers.map((name) => Worker.create({ ...common, taskQueue: name, activities: { send } })),
  ]);
  const running = workers.map((worker) => worker.run());
  return {
    stop: async () => {
      for (const worker of workers) worker.shutdown();
      await Promise.all(running);
      await connection.close();
    },
  };
}

/** Workflow code that exports `enrollment` from a file of the test's own: its absolute path. */
export function bundleOf(file: string): Promise<WorkflowBundleOption> {
  const failureConverterPath = join(import.meta.dirname, '..', '..', 'workflows', 'failure-converter.ts');
  const logger = new DefaultLogger('ERROR', () => undefined);
  return bundleWorkflowCode({ workflowsPath: file, failureConverterPath, logger });
}

export const hours = (n: number): number => Date.now() + n * 3_600_000;
export const moment = (at: number, more: Partial<Moment> = {}): Moment => ({ at, do: 'make', n: 0, order: 0, ...more });
export const word = (seq: number, moments: Agenda['moments'], sends: SendOrder[] = []): Word => ({ seq, agenda: { seq, moments }, sends });
export const firstWord = (seq: number, moments: Agenda['moments'] = {}): Word => ({
  seq,
  agenda: { seq, moments, whole: true },
  sends: [],
});

export const told = (handle: WorkflowHandle, one: Word): Promise<void> => handle.signal('told', one);
export const agendaOf = (handle: WorkflowHandle): Promise<AgendaView> => handle.query<AgendaView, []>('agenda');

/** Begins as the relay begins it. */
export async function begun(
  client: Client,
  { input = {}, first = firstWord(2), taskQueue = queue }: { input?: Partial<EnrollmentInput>; first?: Word; taskQueue?: string } = {},
): Promise<WorkflowHandle> {
  const enrollment = randomUUID();
  return client.workflow.signalWithStart('enrollment', {
    workflowId: `enrollment/${enrollment}`,
    taskQueue,
    args: [{ enrollment, ...input }],
    signal: 'told',
    signalArgs: [first],
  });
}

/** How many runs the workflow has had, and what the longest history of them was. */
export async function runsOf(client: Client, handle: WorkflowHandle): Promise<{ runs: number; longest: number }> {
  let runs = 0;
  let longest = 0;
  let runId: string | undefined = (await handle.describe()).runId;
  while (runId) {
    const { events } = await client.workflow.getHandle(handle.workflowId, runId).fetchHistory();
    runs += 1;
    longest = Math.max(longest, events?.length ?? 0);
    runId = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
  }
  return { runs, longest };
}

/** Asks again and again until it is so; fails with what it saw last. */
export async function eventually<T>(look: () => Promise<T>, is: (seen: T) => boolean, patienceMs = 20_000): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (is(seen)) return seen;
    if (Date.now() > until) throw new Error(`It did not come to that; seen last: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
