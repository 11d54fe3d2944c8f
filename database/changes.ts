import type { Change } from '../engine/change.ts';
import type { EnrollmentChart } from '../engine/chart.ts';
import { markAddressesBad, optOut, saveEntries, saveReadings, saveRelatives, saveRewards } from './changes-patient.ts';
import { changeTasks, openTasks, saveTold, tasksFollow } from './changes-work.ts';
import { storeFollowing, storeRequests } from './events.ts';
import { claimMessages } from './messages.ts';
import type { ChangeOf, SaveRequest, Saving } from './saving.ts';
import type { Tx } from './with-actor.ts';

type Writer<K extends Change['kind']> = (tx: Tx, saving: Saving, changes: ChangeOf<K>[]) => Promise<void>;

/** Somebody else has changed the enrollment since its chart was read: it was not read under the lock. */
export class StaleChart extends Error {}

/** One writer for every kind of change, in the order in which rows need each other. A kind without one does not compile. */
const writers: { [K in Change['kind']]: Writer<K> } = {
  enrollment: async () => undefined, // with the seq, below
  touch: saveTouches,
  task: openTasks,
  task_changed: changeTasks,
  message: claimMessages,
  told: saveTold,
  entry: saveEntries,
  reward: saveRewards,
  reading: saveReadings,
  relative: saveRelatives,
  address_bad: markAddressesBad,
  opted_out: optOut,
  event: storeFollowing,
  start: storeRequests,
  timeline: saveTimeline,
};

/**
 * Writes what one step of the engine changed, in the transaction that holds the patient's lock; tasks follow their touches. Saving the
 * same message key again keeps the first message. Throws `StaleChart` if `seq` is not the next one, and PostgreSQL's own error
 * (constraint `touch_keeps_outcome`) if a touch that has ended would get another outcome.
 */
export async function saveChanges(tx: Tx, { changes, ...saving }: SaveRequest): Promise<void> {
  await raiseSeq(tx, saving, of(changes, 'enrollment').at(-1)?.enrollment);
  for (const kind of Object.keys(writers) as Change['kind'][]) await write(tx, saving, changes, kind);
  await tasksFollow(tx, saving, of(changes, 'touch'));
}

async function write<K extends Change['kind']>(tx: Tx, saving: Saving, changes: Change[], kind: K): Promise<void> {
  const own = of(changes, kind);
  const writer: Writer<K> = writers[kind];
  if (own.length > 0) await writer(tx, saving, own);
}

function of<K extends Change['kind']>(changes: Change[], kind: K): ChangeOf<K>[] {
  return changes.filter((change): change is ChangeOf<K> => change.kind === kind);
}

async function raiseSeq(tx: Tx, { enrollment, seq }: Saving, chart: EnrollmentChart | undefined): Promise<void> {
  const { rowCount } = await tx.query('update enrollment set seq = $2, chart = coalesce($3, chart) where id = $1 and seq = $2 - 1', [
    enrollment.id,
    seq,
    chart ? JSON.stringify(withoutSeq(chart)) : null,
  ]);
  if (rowCount !== 1)
    throw new StaleChart(`Enrollment ${enrollment.id} is not at ${seq - 1}: its chart was not read under the patient's lock.`);
}

/** `seq` has its own column: it rises also when nothing else of the enrollment changes. */
export function withoutSeq({ seq: _, ...chart }: EnrollmentChart): Omit<EnrollmentChart, 'seq'> {
  return chart;
}

/**
 * The first outcome stands, whoever comes second (engine/ending.ts): a touch that has ended and comes up again unmade, because it was
 * not in the chart, stays as it is. `aftercare.replan` tells the trigger that those which may come again do so here.
 */
const touchSql = `
insert into touch (key, hospital, enrollment, patient, department, kind, step_order, purpose, urgent, reaches, seq, chart)
select c.touch ->> 'key', $2, $3, $4, $5, c.step ->> 'kind', (c.step ->> 'order')::integer, c.step ->> 'purpose',
  (c.step ->> 'urgent')::boolean, (c.step ->> 'reaches')::boolean, $6, c.touch
from jsonb_to_recordset($1) as c (touch jsonb, step jsonb)
where set_config('aftercare.replan', 'on', true) = 'on'
on conflict (key) do update set chart = excluded.chart, seq = excluded.seq, urgent = excluded.urgent, reaches = excluded.reaches, purpose = excluded.purpose
where touch.ended_at is null or excluded.chart ? 'madeAt' or may_come_again(touch.made_at, touch.outcome, touch.reason)
  or (excluded.chart ->> 'outcome' = touch.outcome and excluded.chart ->> 'reason' is not distinct from touch.reason)`;

async function saveTouches(tx: Tx, { enrollment, seq }: Saving, changes: ChangeOf<'touch'>[]): Promise<void> {
  const last = [...new Map(changes.map(({ touch, step }) => [touch.key, { touch, step }])).values()];
  await tx.query(touchSql, [JSON.stringify(last), enrollment.hospital, enrollment.id, enrollment.patient, enrollment.department, seq]);
}

async function saveTimeline(tx: Tx, { enrollment, seq }: Saving, changes: ChangeOf<'timeline'>[]): Promise<void> {
  await tx.query(
    `insert into timeline (hospital, department, enrollment, patient, seq, at, what, data)
     select $2, $3, $4, $5, $6, moment(e.at), e.what, e.data from jsonb_to_recordset($1) as e (at float8, what text, data jsonb)`,
    [JSON.stringify(changes.map(({ entry }) => entry)), enrollment.hospital, enrollment.department, enrollment.id, enrollment.patient, seq],
  );
}
