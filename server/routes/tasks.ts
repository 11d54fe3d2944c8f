import { look } from '../../activities/enact.ts';
import { findPatient, standingPatient } from '../../database/patients.ts';
import { BadCursor, listTasks, readTask, type StoredTask } from '../../database/tasks.ts';
import { getTask, getTasks } from '../contract/tasks.ts';
import { handler, type Answer, type Call } from '../http/call.ts';
import { invalidField, notFound } from '../http/problem.ts';
import { hospitalZone } from '../intake/moments.ts';
import { showTask, showTaskLine } from '../views/task.ts';

export const inbox = handler(getTasks, async (call) => {
  const { tx, hospital, now, query, by } = call;
  const { mine, team, patient: asked, ...filter } = query;
  const patient =
    asked === undefined ? undefined : ((await findPatient(tx, { hospital, externalId: asked })) ?? (await standingPatient(tx, asked)));
  if (asked !== undefined && patient === undefined)
    throw invalidField('patient', 'unknown-patient', 'There is no such patient.', '没有这位患者。');
  const zone = await hospitalZone(call);
  const page = await pageOf(() =>
    listTasks(tx, {
      ...withoutGaps(filter),
      hospital,
      now,
      ...(mine ? { claimedBy: by } : {}),
      ...(team === undefined ? {} : { teams: [team].flat() }),
      ...(patient === undefined ? {} : { patient }),
    }),
  );
  return {
    status: 200,
    body: { tasks: page.tasks.map((task) => showTaskLine(task, now, zone)), ...(page.next === undefined ? {} : { next: page.next }) },
  };
});

type Gapless<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const withoutGaps = <T extends object>(filter: T): Gapless<T> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Gapless<T>;

async function pageOf<T>(list: () => Promise<T>): Promise<T> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof BadCursor)
      throw invalidField('after', 'bad-mark', 'The mark that the page before gave.', '要写上一页给出的标记。');
    throw error;
  }
}

export const seeTask = handler(getTask, async (call) => answerWith(call, await taskOf(call, call.params.id)));

export async function taskOf({ tx }: Pick<Call, 'tx'>, id: number): Promise<StoredTask> {
  const task = await readTask(tx, id);
  if (!task) throw notFound({ en: 'There is no such task.', zh: '没有这个任务。' });
  return task;
}

/** The task as it is now, with its version as the ETag. */
export async function answerWith({ tx, parts }: Pick<Call, 'tx' | 'parts'>, task: StoredTask): Promise<Answer> {
  const opened = await look(tx, parts.deps, task.enrollment, { touches: [task.touch] });
  return { status: 200, headers: { etag: `"${task.version}"` }, body: await showTask(tx, task, opened) };
}
