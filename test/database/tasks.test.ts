import { describe, expect, it } from 'vitest';
import {
  BadCursor,
  claimTask,
  completeTask,
  listTasks,
  recordNoAnswer,
  releaseTask,
  snoozeTask,
  taskEvents,
  type TaskFilter,
} from '../../database/tasks.ts';
import { freshDatabase } from '../setup/database.ts';
import { aWard, minute, poolAs, t0, task, touch, type Ward } from './ward.ts';

const database = await freshDatabase();
const pool = poolAs(database.server);

async function withTasks(
  ...tasks: Parameters<typeof task>[2][]
): Promise<Ward & { ids: number[]; list: (filter?: Partial<TaskFilter>) => Promise<number[]> }> {
  const ward = await aWard(pool);
  const { enrollment, hospital, as } = ward;
  for (const [n, more] of tasks.entries())
    await ward.save([touch(enrollment, `call/${n}`, { kind: 'task', madeAt: t0 }), task(enrollment, `call/${n}`, more)]);
  const page = (filter: Partial<TaskFilter> = {}) => as((tx) => listTasks(tx, { hospital, now: t0, ...filter }));
  const all = await as((tx) => tx.query<{ id: number }>('select id from task where hospital = $1 order by touch', [hospital]));
  return { ...ward, ids: all.rows.map((row) => row.id), list: async (filter) => (await page(filter)).tasks.map(({ id }) => id) };
}

describe('claiming', () => {
  it('trap 11: of two nurses one has it, the other is told who', async () => {
    const { ids, as } = await withTasks({});
    const claim = (by: string) => as((tx) => claimTask(tx, { id: ids[0]!, by, at: t0 }));
    const results = await Promise.all(['n1', 'n2', 'n3', 'n4'].map(claim));
    const [winner, ...more] = results.flatMap((result) => (result.done ? [result.task.claimedBy] : []));
    expect(more).toEqual([]);
    const losers = results.flatMap((result) => (result.done ? [] : [result]));
    expect(losers).toHaveLength(3);
    for (const loser of losers) expect(loser).toMatchObject({ why: 'claimed', by: winner, at: t0 });
  });

  it('once more by the same nurse changes nothing', async () => {
    const { ids, as } = await withTasks({});
    const claim = (at: number) => as((tx) => claimTask(tx, { id: ids[0]!, by: 'n1', at }));
    await claim(t0);
    expect(await claim(t0 + 5)).toMatchObject({ done: true, task: { claimedAt: t0, version: 2 } });
  });

  it("and giving back: only one's own, unless it is taken away", async () => {
    const { ids, as } = await withTasks({});
    const id = ids[0]!;
    await as((tx) => claimTask(tx, { id, by: 'n1', at: t0 }));
    expect(await as((tx) => releaseTask(tx, { id, by: 'n2', at: t0 }))).toMatchObject({ done: false, why: 'claimed', by: 'n1' });
    expect(await as((tx) => releaseTask(tx, { id, by: 'head', at: t0, anyone: true }))).toMatchObject({
      done: true,
      task: { status: 'open', claimedBy: null },
    });
    expect(await as((tx) => releaseTask(tx, { id, by: 'n1', at: t0 }))).toMatchObject({ done: false, why: 'not_claimed' });
  });

  it('refuses who has seen an older version, and one that is not there', async () => {
    const { ids, as } = await withTasks({});
    await as((tx) => snoozeTask(tx, { id: ids[0]!, by: 'n1', at: t0, until: t0 + minute }));
    expect(await as((tx) => claimTask(tx, { id: ids[0]!, by: 'n1', at: t0, version: 1 }))).toMatchObject({
      done: false,
      why: 'changed',
      task: { version: 2 },
    });
    expect(await as((tx) => claimTask(tx, { id: 999_999, by: 'n1', at: t0 }))).toEqual({ done: false, why: 'missing' });
  });
});

describe('completing', () => {
  const complete = ({ as }: Ward, id: number, by: string, at: number) =>
    as((tx) => completeTask(tx, { id, by, at, outcome: 'reached', answers: { eating: 'well' } }));

  it('happens once, and says by whom', async () => {
    const ward = await withTasks({});
    const results = await Promise.all(['n1', 'n2'].map((by) => complete(ward, ward.ids[0]!, by, t0)));
    expect(results.filter((result) => result.done)).toHaveLength(1);
    expect(results.find((result) => !result.done)).toMatchObject({
      why: 'ended',
      status: 'done',
      task: { answers: { eating: 'well' }, outcome: 'reached', late: false },
    });
  });

  it('is not for one that another nurse has', async () => {
    const ward = await withTasks({});
    await ward.as((tx) => claimTask(tx, { id: ward.ids[0]!, by: 'n1', at: t0 }));
    expect(await complete(ward, ward.ids[0]!, 'n2', t0)).toMatchObject({ done: false, why: 'claimed', by: 'n1' });
    expect(await complete(ward, ward.ids[0]!, 'n1', t0)).toMatchObject({ done: true, task: { completedBy: 'n1', completedAt: t0 } });
  });

  it('trap 12: is possible when it is overdue, and when it has expired; and marked late', async () => {
    const ward = await withTasks({ dueAt: t0 + minute }, { dueAt: t0 + minute });
    const [overdue, expired] = ward.ids as [number, number];
    expect(await complete(ward, overdue, 'n1', t0 + 2 * minute)).toMatchObject({ done: true, task: { late: true } });
    await ward.save([
      touch(ward.enrollment, 'call/1', { kind: 'task', madeAt: t0, outcome: 'not_done', reason: 'nobody', endedAt: t0 + minute }),
    ]);
    expect(await ward.list({ status: 'expired' })).toEqual([expired]);
    expect(await complete(ward, expired, 'n1', t0 + 3 * minute)).toMatchObject({
      done: true,
      task: { status: 'done', late: true, outcome: 'reached' },
    });
  });

  it('is not possible when the touch was cancelled', async () => {
    const ward = await withTasks({});
    await ward.save([
      touch(ward.enrollment, 'call/0', { kind: 'task', madeAt: t0, outcome: 'cancelled', reason: 'patient_died', endedAt: t0 }),
    ]);
    expect(await complete(ward, ward.ids[0]!, 'n1', t0)).toMatchObject({ done: false, why: 'ended', status: 'cancelled' });
  });

  it('stands when its touch ends with it, and each act is kept with its doer', async () => {
    const ward = await withTasks({});
    await ward.as((tx) => recordNoAnswer(tx, { id: ward.ids[0]!, by: 'n1', at: t0 + 1 }));
    await complete(ward, ward.ids[0]!, 'n2', t0 + 2);
    await ward.save([touch(ward.enrollment, 'call/0', { kind: 'task', madeAt: t0, outcome: 'reached', endedAt: t0 + 2 })]);
    const events = await ward.as((tx) => taskEvents(tx, `${ward.enrollment}/call/0`));
    expect(events.map(({ what, by, at }) => [what, by, at])).toEqual([['opened', 'worker', t0], ['no_answer', 'n1', t0 + 1], ['completed', 'n2', t0 + 2]]); // prettier-ignore
  });
});

describe('the inbox', () => {
  it('is in order of due, those without one last, and shows each once however it is paged', async () => {
    const due = (n: number) => ({ dueAt: t0 + n * minute });
    const ward = await withTasks(due(3), { dueAt: undefined }, due(1), due(2), due(1), { dueAt: undefined });
    const [a, b, c, d, e, f] = ward.ids as [number, number, number, number, number, number];
    const pages: number[][] = [];
    for (let after: string | undefined; ;) {
      const page = await ward.as((tx) =>
        listTasks(tx, { hospital: ward.hospital, now: t0, limit: 2, ...(after === undefined ? {} : { after }) }),
      );
      pages.push(page.tasks.map(({ id }) => id));
      // Done meanwhile: nothing that follows is passed over.
      if (pages.length === 1) await ward.as((tx) => completeTask(tx, { id: page.tasks[0]!.id, by: 'n1', at: t0, outcome: 'done' }));
      after = page.next;
      if (after === undefined) break;
    }
    expect(pages).toEqual([[c, e], [d, a], [b, f]]); // prettier-ignore
  });

  it('by team, by who has it, overdue, urgent, put off, by state', async () => {
    const ward = await withTasks({ team: 'nurses' }, { team: 'doctors', urgent: true, dueAt: t0 - minute }, { team: 'nurses' });
    const [nurses, doctors, later] = ward.ids as [number, number, number];
    await ward.as((tx) => snoozeTask(tx, { id: later, by: 'n1', at: t0, until: t0 + minute }));
    await ward.as((tx) => claimTask(tx, { id: doctors, by: 'd1', at: t0 }));
    expect(await ward.list({ teams: ['nurses'] })).toEqual([nurses]);
    expect(await ward.list({ teams: ['nurses'], snoozed: true })).toEqual([nurses, later]);
    expect(await ward.list({ teams: ['nurses'], now: t0 + minute })).toEqual([nurses, later]);
    expect(await ward.list({ claimedBy: 'd1' })).toEqual([doctors]);
    expect(await ward.list({ overdue: true })).toEqual([doctors]);
    expect(await ward.list({ urgent: true })).toEqual([doctors]);
    expect(await ward.list({ status: 'claimed' })).toEqual([doctors]);
    expect(await ward.list({ patient: 'another' })).toEqual([]);
    expect(await ward.list({ status: 'all', snoozed: true })).toHaveLength(3);
  });

  it('refuses a mark that is not one of a page', async () => {
    const ward = await withTasks({});
    await expect(ward.list({ after: '1 or 1=1' })).rejects.toThrow(BadCursor);
  });
});
