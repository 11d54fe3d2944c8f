/** Trap 9: the worker killed at any point. Nothing is lost, nothing goes out twice. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../database/messages.ts';
import { look } from '../../activities/enact.ts';
import { wholeAgenda } from '../../engine/step.ts';
import { workflowId } from '../../server/temporal/connect.ts';
import type { AgendaView } from '../../workflows/ports.ts';
import { aWard, eventually, planFrom } from './hospital.ts';
import type { Ward } from './hospital.ts';
import { course, timed } from './sops.ts';
import { startWorker } from './worker-process.ts';
import type { WorkerProcess } from './worker-process.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

let world: World;
let worker: WorkerProcess | undefined;
beforeAll(async () => {
  world = await startWorld({ worker: false });
});
afterAll(async () => {
  await worker?.stop();
  await world.stop();
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const settled = (message: StoredMessage | undefined): boolean => message !== undefined && !['claimed', 'sending'].includes(message.status);

/** An hour before it, so that what comes an hour after day 0 is due then. */
const anHourBefore = (at: number): { discharge_date: string } => ({ discharge_date: new Date(at - 3_600_000).toISOString() });
const agendaOf = (enrollment: string): Promise<AgendaView> =>
  world.clients.real.workflow.getHandle(workflowId(enrollment)).query<AgendaView, []>('agenda');
const momentsOf = (ward: Ward, enrollment: string) =>
  ward.as(async (tx) => {
    const { plan, chart, env } = await look(tx, world.deps, enrollment);
    return wholeAgenda(plan, chart, env).moments;
  });

describe('the worker is killed', () => {
  let ward: Ward;
  const lives: string[] = [];
  it('trap 9: between the carrier’s taking a message and our writing it down, again and again …', async () => {
    ward = await aWard(world.deps, { plans: [planFrom(course)] });
    // The carrier takes the message at once and answers late: in between is the window.
    await world.sandbox.post('/behaviours', { channel: 'sms', delayMs: 800 });
    worker = await startWorker(world.settings);
    for (let n = 0; n < 4; n++) {
      // Three patients a kill, at moments of their own around the claim, the call and the answer.
      const three = await Promise.all([0, 1, 2].map(async () => (await ward.patient()).id));
      const enrollments = await Promise.all(three.map((patient) => ward.enrolled(patient)));
      lives.push(...enrollments);
      for (const patient of three) {
        await ward.tell(patient, 'lab.done');
        await pause(60 * n);
      }
      await eventually(
        () => world.sandbox.get(`/counts?prefix=${enrollments[0]}`),
        ({ total }) => total === 1,
      );
      await worker.kill();
      worker = await startWorker(world.settings);
    }
  }, 60_000);

  it('trap 9: behind the commit of a local activity: it runs again, changes nothing, and the workflow misses nothing', async () => {
    const ward = await aWard(world.deps, { plans: [planFrom(timed)] });
    await worker?.stop();
    const dying = await startWorker(world.settings, {
      entry: join(import.meta.dirname, 'dying-worker.ts'),
      env: { DIE_AFTER: 'mark' },
    });
    const due = Date.now() + 3_000;
    const enrollment = await ward.enrolled((await ward.patient()).id, anHourBefore(due));
    await dying.ended;
    const before = await ward.touches(enrollment);
    expect(before.find(({ step }) => step === 'mark')).toMatchObject({ outcome: 'recorded' });
    expect(before.find(({ step }) => step === 'hello')).toMatchObject({ sending: expect.stringContaining('/sms/1') });
    const seq = await ward.seqOf(enrollment);

    worker = await startWorker(world.settings);
    await eventually(
      () => ward.touches(enrollment),
      (all) => all.some(({ step, outcome }) => step === 'hello' && outcome === 'sent'),
    );
    expect((await world.sandbox.get(`/counts?prefix=${enrollment}`)).total).toBe(1);
    // Asked again, nothing changed: what follows is the carrier's acceptance and its receipt, together or one after the other.
    expect((await ward.seqOf(enrollment)) - seq).toBeLessThanOrEqual(2);
    const { agenda } = await agendaOf(enrollment);
    expect(Object.keys(agenda.moments)).toContain('later/once');
    expect(agenda.moments).toEqual(await momentsOf(ward, enrollment));
  }, 60_000);

  it('trap 5: away for a while: what came due meanwhile is done when it is back', async () => {
    const ward = await aWard(world.deps, { plans: [planFrom(timed)] });
    const due = Date.now() + 2_500;
    const enrollment = await ward.enrolled((await ward.patient()).id, anHourBefore(due));
    await eventually(
      () => agendaOf(enrollment).catch(() => undefined),
      (view) => (view?.agenda.heard ?? 0) > 0,
    );
    await worker?.kill();
    await pause(due + 1_000 - Date.now());
    worker = await startWorker(world.settings);
    const touches = await eventually(
      () => ward.touches(enrollment),
      (all) => all.some(({ step, outcome }) => step === 'hello' && outcome === 'sent'),
    );
    expect(touches.find(({ step }) => step === 'mark')).toMatchObject({ outcome: 'recorded' });
    expect((await world.sandbox.get(`/counts?prefix=${enrollment}`)).total).toBe(1);
  }, 60_000);

  it('trap 9: … and each of them was taken once, or never and a person is asked', async () => {
    const ends = await Promise.all(
      lives.map((enrollment) =>
        eventually(
          () => ward.messages(enrollment),
          (messages) => messages.length === 1 && settled(messages[0]),
          60_000,
        ),
      ),
    );
    const { keys, twice } = await world.sandbox.get('/counts');
    expect(twice).toEqual([]);
    for (const [n, [message]] of ends.entries()) {
      const unknown = message?.status === 'unknown';
      expect.soft({ n, taken: keys[message?.key ?? ''] ?? 0 }).toEqual({ n, taken: unknown ? 0 : 1 });
      const touches = await eventually(
        () => ward.touches(lives[n] ?? ''),
        (all) => all.some(({ step, outcome }) => step === 'hello' && outcome !== undefined),
        60_000,
      );
      expect
        .soft(touches.filter(({ step }) => step === 'hello'))
        .toMatchObject([unknown ? { outcome: 'failed', reason: 'unknown_result' } : { outcome: 'sent' }]);
      // What nobody knows a person decides.
      if (unknown) expect.soft(touches.some(({ step }) => step === 'no_way')).toBe(true);
    }
    // What the carrier had when we were killed is not left in doubt: it is asked by key.
    expect(ends.filter((_, n) => n % 3 === 0).map(([message]) => message?.status)).not.toContain('unknown');
  }, 150_000);
});
