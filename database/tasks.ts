import type { Answers } from '../engine/chart.ts';
import type { Attachment, Instant, Name, Outcome, Question } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

export type TaskStatus = 'open' | 'claimed' | 'done' | 'expired' | 'cancelled';
export type StoredTask = {
  id: number;
  touch: string;
  hospital: string;
  enrollment: string;
  patient: string;
  patientName: string | null;
  externalId: string;
  department: string;
  sop: Name;
  kind: 'task' | 'call';
  step: string;
  role: Name;
  team: Name;
  person: string | null;
  title: string;
  script: string | null;
  because: string | null;
  urgent: boolean;
  attach: Attachment[];
  questions: Question[];
  reach: { who: 'patient' | 'family'; via: string } | null;
  status: TaskStatus;
  openedAt: Instant;
  dueAt: Instant | null;
  snoozedUntil: Instant | null;
  claimedBy: string | null;
  claimedAt: Instant | null;
  completedBy: string | null;
  completedAt: Instant | null;
  outcome: Outcome | null;
  late: boolean;
  answers: Answers | null;
  version: number;
};

const columns = `k.id, k.touch, k.hospital, k.enrollment, k.patient, p.name as "patientName", p.external_id as "externalId", k.department, e.sop,
  k.kind, k.step, k.role, k.team, k.person, k.title, k.script, k.because, k.urgent, k.attach, k.questions, k.reach, k.status,
  k.opened_at as "openedAt", k.due_at as "dueAt", k.snoozed_until as "snoozedUntil", k.claimed_by as "claimedBy", k.claimed_at as "claimedAt",
  k.completed_by as "completedBy", k.completed_at as "completedAt", k.outcome, k.late, k.answers, k.version`;
const from = 'task k join patient p on p.id = k.patient join enrollment e on e.id = k.enrollment';

export async function readTask(tx: Tx, id: number): Promise<StoredTask | undefined> {
  const { rows } = await tx.query<StoredTask>(`select ${columns} from ${from} where k.id = $1`, [id]);
  return rows[0];
}

export type TaskFilter = {
  hospital: string;
  /** Moments are compared with it: overdue, put off. */
  now: Instant;
  /** `open`: open or claimed. Default. */
  status?: 'open' | TaskStatus | 'all';
  teams?: string[];
  claimedBy?: string;
  department?: string;
  patient?: string;
  enrollment?: string;
  urgent?: boolean;
  /** Due before now. */
  overdue?: boolean;
  /** Also those put off until later. */
  snoozed?: boolean;
  /** `next` of the page before. */
  after?: string;
  limit?: number;
};

/** Tasks by due, those without one last, a page at a time; a page never shows one twice or passes one over, whatever changes meanwhile. */
export async function listTasks(tx: Tx, filter: TaskFilter): Promise<{ tasks: StoredTask[]; next?: string }> {
  const limit = Math.min(filter.limit ?? 50, 200);
  const cursor = decode(filter.after);
  const statuses = statusesOf(filter.status ?? 'open');
  const { rows } = await tx.query<StoredTask>(
    `select ${columns} from ${from}
     where k.hospital = $1 and ($2::text[] is null or k.status = any($2)) and ($3::text[] is null or k.team = any($3))
       and ($4::text is null or k.claimed_by = $4) and ($5::text is null or k.department = $5) and ($6::text is null or k.patient = $6)
       and ($7::text is null or k.enrollment = $7) and ($8::boolean is null or k.urgent = $8)
       and (not $9 or k.due_at < moment($10)) and ($11 or k.snoozed_until is null or k.snoozed_until <= moment($10))
       and (not $12 or (coalesce(k.due_at, 'infinity'), k.id) > (coalesce(moment($13), 'infinity'), $14))
     order by coalesce(k.due_at, 'infinity'), k.id limit $15`,
    [
      filter.hospital, statuses, filter.teams ?? null, filter.claimedBy ?? null, filter.department ?? null, filter.patient ?? null,
      filter.enrollment ?? null, filter.urgent ?? null, filter.overdue ?? false, filter.now, filter.snoozed ?? false,
      cursor !== undefined, cursor?.due ?? null, cursor?.id ?? 0, limit + 1,
    ], // prettier-ignore
  );
  const tasks = rows.slice(0, limit);
  const last = tasks.at(-1);
  return rows.length > limit && last ? { tasks, next: `${last.dueAt ?? ''}.${last.id}` } : { tasks };
}

function statusesOf(status: NonNullable<TaskFilter['status']>): TaskStatus[] | null {
  if (status === 'all') return null;
  return status === 'open' ? ['open', 'claimed'] : [status];
}

/** A page mark that is not one of ours. */
export class BadCursor extends Error {}

function decode(after: string | undefined): { due: Instant | null; id: number } | undefined {
  if (after === undefined) return undefined;
  const [, due, id] = /^(-?\d*)\.(\d+)$/.exec(after) ?? [];
  if (id === undefined) throw new BadCursor(`"${after}" is not the mark of a page.`);
  return { due: due === '' || due === undefined ? null : Number(due), id: Number(id) };
}

/** Why nothing was done. `claimed`: another has it. `ended`: as what, and by whom if by a person. `changed`: it is not the version that was seen. */
export type Refused =
  | { why: 'missing' }
  | { why: 'changed'; task: StoredTask }
  | { why: 'claimed'; by: string; at: Instant; task: StoredTask }
  | { why: 'not_claimed'; task: StoredTask }
  | { why: 'ended'; status: TaskStatus; task: StoredTask };
export type Acted = { done: true; task: StoredTask } | ({ done: false } & Refused);

/** `version`: of If-Match; absent: whatever it is. */
export type TaskAct = { id: number; by: string; at: Instant; version?: number };

type Guarded = { set: string; where: string; values: unknown[]; event: string; data?: unknown };

/**
 * One update that says itself under which condition it holds, so that of two who act at once one does. Where a step of the engine
 * follows in the same transaction, `lockEnrollment` comes first: engine steps take the patient's lock before they touch tasks.
 */
async function act(tx: Tx, { id, by, at, version }: TaskAct, { set, where, values, event, data }: Guarded): Promise<Acted> {
  const { rowCount } = await tx.query(
    `with changed as (
       update task set ${set}, version = version + 1
       where id = $1 and ($4::integer is null or version = $4) and (${where})
       returning touch, hospital, department
     )
     insert into task_event (hospital, department, task, what, by, at, data) select hospital, department, touch, $5, $2, moment($3), $6 from changed`,
    [id, by, at, version ?? null, event, data === undefined ? null : JSON.stringify(data), ...values],
  );
  const task = await readTask(tx, id);
  if (!task) return { done: false, why: 'missing' };
  return rowCount === 1 ? { done: true, task } : { done: false, ...refusal(task, by, version) };
}

function refusal(task: StoredTask, by: string, version: number | undefined): Refused {
  if (task.status !== 'open' && task.status !== 'claimed') return { why: 'ended', status: task.status, task };
  if (task.claimedBy !== null && task.claimedBy !== by)
    return { why: 'claimed', by: task.claimedBy, at: task.claimedAt ?? task.openedAt, task };
  if (version !== undefined && version !== task.version) return { why: 'changed', task };
  return { why: 'not_claimed', task };
}

/** One claim wins; the other is told who has it (trap 11). Claiming one's own again changes nothing. */
export async function claimTask(tx: Tx, request: TaskAct): Promise<Acted> {
  const acted = await act(tx, request, {
    set: `status = 'claimed', claimed_by = $2, claimed_at = moment($3)`,
    where: `status = 'open'`,
    values: [],
    event: 'claimed',
  });
  const mine = !acted.done && acted.why === 'not_claimed' && acted.task.claimedBy === request.by;
  return mine ? { done: true, task: acted.task } : acted;
}

/** Gives it back to the team. `anyone`: also one that another has, for the one above who takes it away. */
export const releaseTask = (tx: Tx, { anyone = false, ...request }: TaskAct & { anyone?: boolean }): Promise<Acted> =>
  act(tx, request, {
    set: `status = 'open', claimed_by = null, claimed_at = null`,
    where: `status = 'claimed' and (claimed_by = $2 or $7)`,
    values: [anyone],
    event: 'released',
  });

/** Puts it off; its due and its rungs stay. */
export const snoozeTask = (tx: Tx, { until, ...request }: TaskAct & { until: Instant }): Promise<Acted> =>
  act(tx, request, {
    set: 'snoozed_until = moment($7)',
    where: `status = 'open' or (status = 'claimed' and claimed_by = $2)`,
    values: [until],
    event: 'snoozed',
    data: { until },
  });

/** One try that reached nobody; when the next is due is the engine's to say. */
export const recordNoAnswer = (tx: Tx, request: TaskAct): Promise<Acted> =>
  act(tx, request, {
    set: 'snoozed_until = snoozed_until',
    where: `status = 'open' or (status = 'claimed' and claimed_by = $2)`,
    values: [],
    event: 'no_answer',
  });

export type Completion = TaskAct & { outcome: Outcome; answers?: Answers; /** Why it was not done. */ note?: string };

/** Done by a person: also unclaimed, and also when it is overdue or has expired; then it is marked late (trap 12). Once. */
export const completeTask = (tx: Tx, { outcome, answers = {}, note, ...request }: Completion): Promise<Acted> =>
  act(tx, request, {
    set: `status = 'done', completed_by = $2, completed_at = moment($3), ended_at = moment($3), outcome = $7, answers = $8,
      late = status = 'expired' or coalesce(moment($3) > due_at, false)`,
    where: `status = 'open' or (status = 'claimed' and claimed_by = $2) or status = 'expired'`,
    values: [outcome, JSON.stringify(answers)],
    event: 'completed',
    data: { outcome, ...(note === undefined ? {} : { note }) },
  });

export type TaskEvent = { what: string; by: string; at: Instant; data: unknown };

export async function taskEvents(tx: Tx, touch: string): Promise<TaskEvent[]> {
  const { rows } = await tx.query<TaskEvent>('select what, by, at, data from task_event where task = $1 order by id', [touch]);
  return rows;
}
