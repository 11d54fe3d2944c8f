/** Temporal or PostgreSQL away, and the workflows themselves lost: people's work is saved, and everything goes on as if nothing had been. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkflowHandle } from '@temporalio/client';
import { look } from '../../activities/enact.ts';
import { rebuild, rebuildAfresh, rebuildMissing } from '../../activities/rebuild.ts';
import { wholeAgenda } from '../../engine/step.ts';
import { createTell, workflowId } from '../../server/temporal/connect.ts';
import { createWorkflows } from '../../server/temporal/workflows.ts';
import { startWorkerHost } from '../../server/worker-host.ts';
import type { WorkerHost } from '../../server/worker-host.ts';
import type { AgendaView, Word } from '../../workflows/ports.ts';
import { aWard, eventually, planFrom } from './hospital.ts';
import type { Ward } from './hospital.ts';
import { course } from './sops.ts';
import { wireTo } from './tcp-proxy.ts';
import type { Wire } from './tcp-proxy.ts';
import { quietLog, startWorld } from './world.ts';
import type { World } from './world.ts';

let world: World;
let ward: Ward;
let toTemporal: Wire;
let toDatabase: Wire;
/** Two workers, so that there are two relays and twice the dispatchers. */
let workers: WorkerHost[];
beforeAll(async () => {
  world = await startWorld({ worker: false });
  const [host = '', port = ''] = world.settings.TEMPORAL_ADDRESS.split(':');
  const database = new URL(world.settings.DATABASE_URL_WORKER);
  [toTemporal, toDatabase] = await Promise.all([
    wireTo({ host, port: Number(port) }),
    wireTo({ host: database.hostname, port: Number(database.port) }),
  ]);
  database.port = String(toDatabase.port);
  const settings = { ...world.settings, TEMPORAL_ADDRESS: `127.0.0.1:${toTemporal.port}`, DATABASE_URL_WORKER: database.href };
  const silent = { ...quietLog, error: () => undefined };
  workers = await Promise.all([startWorkerHost(settings, silent), startWorkerHost(settings, silent)]);
  ward = await aWard(world.deps, { plans: [planFrom(course)] });
}, 60_000);
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await Promise.all([toTemporal.close(), toDatabase.close()]);
  await world.stop();
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const handleOf = (enrollment: string): WorkflowHandle => world.clients.real.workflow.getHandle(workflowId(enrollment));
const agendaOf = (enrollment: string): Promise<AgendaView> => handleOf(enrollment).query<AgendaView, []>('agenda');
const rowsAgenda = (enrollment: string) =>
  ward.as(async (tx) => {
    const { plan, chart, env } = await look(tx, world.deps, enrollment);
    return wholeAgenda(plan, chart, env);
  });
/** The workflow knows just what the rows say. */
async function agrees(enrollment: string): Promise<void> {
  const rows = await rowsAgenda(enrollment);
  const view = await eventually(
    () => agendaOf(enrollment).catch(() => undefined),
    (seen) => seen !== undefined && Math.max(seen.agenda.heard, ...Object.values(seen.agenda.since)) >= rows.seq,
  );
  expect(view?.agenda.moments).toEqual(rows.moments);
}
/** The words a run was told, in the order in which they came. */
async function heardBy(enrollment: string): Promise<number[]> {
  const { events } = await handleOf(enrollment).fetchHistory();
  const payloads = (events ?? []).flatMap((event) => event.workflowExecutionSignaledEventAttributes?.input?.payloads ?? []);
  const [codec] = world.clients.real.options.dataConverter?.payloadCodecs ?? [];
  const opened = (await codec?.decode(payloads)) ?? [];
  return opened.map(({ data }) => (JSON.parse(Buffer.from(data ?? []).toString()) as Word).seq);
}
const rising = (numbers: number[]): boolean => numbers.every((n, i) => i === 0 || n >= (numbers[i - 1] ?? 0));

async function withTasks(tasks: number): Promise<{ patient: string; enrollment: string; keys: string[] }> {
  const { id } = await ward.patient();
  const enrollment = await ward.enrolled(id);
  for (let n = 0; n < tasks; n++) await ward.tell(id, 'order.scheduled');
  const touches = await eventually(
    () => ward.touches(enrollment),
    (all) => all.filter(({ step }) => step === 'look').length === tasks,
  );
  return { patient: id, enrollment, keys: touches.filter(({ step }) => step === 'look').map(({ key }) => key) };
}
const complete = (enrollment: string, key: string): Promise<void> =>
  ward.act(enrollment, [{ do: 'work', touch: key, work: { act: 'complete', by: 'nurse-1', answers: {} } }], [key]);

describe('Temporal is away', () => {
  it('thirty tasks are completed all the same, saved at once, and told afterwards in order, patient by patient', async () => {
    const lives = await Promise.all([withTasks(10), withTasks(10), withTasks(10)]);
    await Promise.all(lives.map(({ enrollment }) => agrees(enrollment)));
    toTemporal.cut('refuse');
    const from = performance.now();
    for (let n = 0; n < 10; n++) {
      if (n === 5) toTemporal.cut('hang');
      await Promise.all(lives.map(({ enrollment, keys }) => complete(enrollment, keys[n] ?? '')));
    }
    expect(performance.now() - from).toBeLessThan(8_000);
    for (const { enrollment } of lives) {
      const looks = (await ward.touches(enrollment)).filter(({ step }) => step === 'look');
      expect(looks.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 10 }, () => 'done'));
    }
    await pause(1_000);
    toTemporal.mend();
    // What follows the tasks has gone out, once each.
    for (const { enrollment } of lives) {
      await eventually(
        () => ward.touches(enrollment),
        (all) => all.filter(({ step, outcome }) => step === 'thanks' && outcome === 'sent').length === 10,
        60_000,
      );
      expect(await world.sandbox.get(`/counts?prefix=${enrollment}`)).toMatchObject({ total: 10, twice: [] });
      await agrees(enrollment);
      const heard = await heardBy(enrollment);
      expect(heard.length).toBeGreaterThanOrEqual(20);
      expect(rising(heard)).toBe(true);
    }
  }, 90_000);
});

describe('PostgreSQL is away', () => {
  it('for five seconds: nothing is lost, and no workflow fails', async () => {
    const { patient, enrollment } = await withTasks(1);
    await ward.tell(patient, 'lab.done');
    toDatabase.cut('refuse');
    // The server has a connection of its own; the worker can do nothing with it yet.
    for (let n = 0; n < 3; n++) await ward.tell(patient, 'lab.done');
    await pause(5_000);
    toDatabase.mend();
    await eventually(
      () => ward.touches(enrollment),
      (all) => all.filter(({ step, outcome }) => step === 'hello' && outcome === 'sent').length === 4,
      60_000,
    );
    expect(await world.sandbox.get(`/counts?prefix=${enrollment}`)).toMatchObject({ total: 4, twice: [] });
    expect((await handleOf(enrollment).describe()).status.name).toBe('RUNNING');
    await agrees(enrollment);
  }, 90_000);
});

describe('words', () => {
  it('told twice, or an old one after a new one, change nothing', async () => {
    const { enrollment, keys } = await withTasks(2);
    await agrees(enrollment);
    const before = await agendaOf(enrollment);
    const stale = keys[0]?.slice(enrollment.length + 1) ?? '';
    const tell = createTell(world.clients);
    const old: Word = {
      seq: before.agenda.heard - 1,
      agenda: { seq: before.agenda.heard - 1, moments: { [stale]: [], made_up: [{ at: 1, do: 'make', n: 0, order: 0 }] } },
      sends: [],
    };
    for (const word of [old, { ...old, seq: before.agenda.heard }, old]) await tell(enrollment, word, { rehearsal: false, clockShift: 0 });
    await complete(enrollment, keys[1] ?? '');
    await agrees(enrollment);
    expect((await agendaOf(enrollment)).agenda.moments).not.toHaveProperty('made_up');
  });

  it('of one patient keep their order with two relays and six dispatchers', async () => {
    const lives = await Promise.all([withTasks(0), withTasks(0)]);
    for (let n = 0; n < 15; n++) await Promise.all(lives.map(({ patient }) => ward.tell(patient, 'order.scheduled', { fields: { n } })));
    for (const { enrollment } of lives) {
      const touches = await eventually(
        () => ward.touches(enrollment),
        (all) => all.filter(({ step }) => step === 'look').length === 15,
      );
      const made = touches.filter(({ step }) => step === 'look').sort((a, b) => (a.madeAt ?? 0) - (b.madeAt ?? 0));
      expect(made.map(({ event }) => event?.fields.n)).toEqual(Array.from({ length: 15 }, (_, n) => n));
      await agrees(enrollment);
      const heard = await heardBy(enrollment);
      expect(rising(heard)).toBe(true);
      expect(new Set(heard).size).toBe(16);
    }
  });
});

describe('a workflow is rebuilt from PostgreSQL alone', () => {
  const begunAnew = (enrollment: string) =>
    eventually(
      () =>
        handleOf(enrollment)
          .describe()
          .catch(() => undefined),
      (is) => is?.status.name === 'RUNNING',
    );

  it('terminated: one call brings it back with the same agenda, and its course is the undisturbed one', async () => {
    const [disturbed, undisturbed] = await Promise.all([withTasks(2), withTasks(2)]);
    const before = (await rowsAgenda(disturbed.enrollment)).moments;
    await handleOf(disturbed.enrollment).terminate();
    expect(await rebuild(world.deps, disturbed.enrollment)).toBe(true);
    await begunAnew(disturbed.enrollment);
    await agrees(disturbed.enrollment);
    expect((await agendaOf(disturbed.enrollment)).agenda.moments).toEqual(before);
    const course = async ({ enrollment, keys, patient }: typeof disturbed) => {
      await complete(enrollment, keys[0] ?? '');
      await ward.tell(patient, 'lab.done');
      const touches = await eventually(
        () => ward.touches(enrollment),
        (all) => all.filter(({ outcome }) => outcome === 'sent').length === 2,
      );
      return touches.map(({ step, outcome, reason }) => ({ step, outcome, reason })).sort((a, b) => a.step.localeCompare(b.step));
    };
    expect(await course(disturbed)).toEqual(await course(undisturbed));
  });

  it('a message that was claimed, and whose order was lost with the workflow, goes out once', async () => {
    const { patient, enrollment } = await withTasks(0);
    await world.sandbox.post('/behaviours', { channel: 'sms', answer: 'down', times: 2 });
    await ward.tell(patient, 'lab.done');
    await eventually(
      () => ward.messages(enrollment),
      (messages) => messages.length === 1,
    );
    await handleOf(enrollment).terminate();
    await rebuild(world.deps, enrollment);
    await eventually(
      () => ward.touches(enrollment),
      (all) => all.some(({ step, outcome }) => step === 'hello' && outcome === 'sent'),
      60_000,
    );
    expect(await world.sandbox.get(`/counts?prefix=${enrollment}`)).toMatchObject({ total: 1 });
  }, 60_000);

  it('the next word of an event brings a lost workflow back whole', async () => {
    const { patient, enrollment } = await withTasks(2);
    await handleOf(enrollment).terminate();
    await ward.tell(patient, 'order.scheduled');
    await begunAnew(enrollment);
    await eventually(
      () => ward.touches(enrollment),
      (all) => all.filter(({ step }) => step === 'look').length === 3,
    );
    await agrees(enrollment);
  });

  it('running: it puts right what the workflow believes', async () => {
    const { enrollment } = await withTasks(1);
    await agrees(enrollment);
    const { agenda } = await agendaOf(enrollment);
    const seq = agenda.heard + 1;
    const wrong = Object.fromEntries(Object.keys(agenda.moments).map((touch) => [touch, []]));
    await handleOf(enrollment).signal('told', { seq: agenda.heard, agenda: { seq: agenda.heard, moments: wrong }, sends: [] });
    expect(await rebuild(world.deps, enrollment)).toBe(true);
    await eventually(
      () => agendaOf(enrollment),
      (view) => view.agenda.heard >= seq,
    );
    await agrees(enrollment);
  });

  it('PostgreSQL was brought back to an earlier minute: begun afresh, it hears what comes', async () => {
    const { enrollment, keys } = await withTasks(1);
    await handleOf(enrollment).signal('told', {
      seq: 1_000,
      agenda: { seq: 1_000, moments: { gone: [{ at: Date.now() + 9e8, do: 'make', n: 0, order: 0 }] } },
      sends: [],
    });
    await eventually(
      () => agendaOf(enrollment),
      (view) => view.agenda.heard === 1_000,
    );
    await rebuildAfresh(world.deps, createWorkflows(world.clients.real), enrollment);
    await eventually(
      () => agendaOf(enrollment).catch(() => undefined),
      (view) => view !== undefined && view.agenda.heard < 1_000,
    );
    await complete(enrollment, keys[0] ?? '');
    await agrees(enrollment);
  });

  it('an empty Temporal: the sweep finds all that are missing, and only those', async () => {
    const lives = await Promise.all([withTasks(1), withTasks(1), withTasks(1)]);
    await Promise.all(lives.map(({ enrollment }) => agrees(enrollment)));
    const [one, two] = lives;
    for (const life of [one, two]) {
      const execution = { workflowId: workflowId(life?.enrollment ?? '') };
      await handleOf(life?.enrollment ?? '').terminate();
      await world.clients.real.workflowService.deleteWorkflowExecution({
        namespace: world.settings.TEMPORAL_NAMESPACE,
        workflowExecution: execution,
      });
    }
    await eventually(
      () => createWorkflows(world.clients.real).running(lives.map(({ enrollment }) => enrollment)),
      (running) => running.size === 1,
    );
    expect(await rebuildMissing(world.deps, createWorkflows(world.clients.real))).toBe(2);
    for (const { enrollment } of lives) {
      await begunAnew(enrollment);
      await agrees(enrollment);
    }
    expect(await rebuildMissing(world.deps, createWorkflows(world.clients.real))).toBe(0);
  });
});
