import type { Outcome, Reason } from '../engine/plan.ts';
import type { ChangeOf, Saving } from './saving.ts';
import type { Tx } from './with-actor.ts';

export async function openTasks(tx: Tx, { enrollment }: Saving, changes: ChangeOf<'task'>[]): Promise<void> {
  await tx.query(
    `with opened as (
       insert into task (touch, hospital, enrollment, patient, department, kind, step, role, team, person, title, script, because, urgent,
         attach, questions, reach, opened_at, due_at)
       select t.touch, $2, $3, $4, $5, t.kind, t.step, t.role, t.team, t.person, t.title, t.script, t.because, t.urgent,
         t.attach, t.questions, t.reach, moment(t."openedAt"), moment(t."dueAt")
       from json_to_recordset($1) as t (touch text, kind text, step text, role text, team text, person text, title text, script text,
         because text, urgent boolean, attach json, questions json, reach json, "openedAt" float8, "dueAt" float8)
       on conflict (touch) do nothing
       returning touch, hospital, department, opened_at
     )
     insert into task_event (hospital, department, task, what, by, at)
     select hospital, department, touch, 'opened', actor_id(), opened_at from opened`,
    [JSON.stringify(changes.map(({ task }) => task)), enrollment.hospital, enrollment.id, enrollment.patient, enrollment.department],
  );
}

/** Another owner, due or way to reach. With another team whoever had claimed it has it no longer. */
export async function changeTasks(tx: Tx, { at }: Saving, changes: ChangeOf<'task_changed'>[]): Promise<void> {
  await tx.query(
    `with asked as (
       select * from rows from (json_to_recordset($1) as (touch text, role text, team text, "dueAt" float8, "snoozedUntil" float8, reach json, words text))
         with ordinality as c (touch, role, team, "dueAt", "snoozedUntil", reach, words, ordinality)
     ), c as (
       -- Several changes of one task in one step of the engine: the last word on each thing, all the words.
       select touch, (array_agg(role order by ordinality desc) filter (where role is not null))[1] as role,
         (array_agg(team order by ordinality desc) filter (where team is not null))[1] as team,
         (array_agg("dueAt" order by ordinality desc) filter (where "dueAt" is not null))[1] as due,
         (array_agg("snoozedUntil" order by ordinality desc) filter (where "snoozedUntil" is not null))[1] as snoozed,
         (array_agg(reach order by ordinality desc) filter (where reach is not null))[1] as reach,
         string_agg(words, E'\\n' order by ordinality) as words
       from asked group by touch
     ), changed as (
       update task t set
         role = coalesce(c.role, t.role), team = coalesce(c.team, t.team), due_at = coalesce(moment(c.due), t.due_at),
         person = case when c.role is distinct from t.role and c.role is not null then null else t.person end,
         snoozed_until = coalesce(moment(c.snoozed), t.snoozed_until), reach = coalesce(c.reach, t.reach),
         script = case when c.words is null then t.script else concat_ws(E'\\n', t.script, c.words) end,
         status = case when c.team <> t.team then 'open' else t.status end,
         claimed_by = case when c.team <> t.team then null else t.claimed_by end,
         claimed_at = case when c.team <> t.team then null else t.claimed_at end,
         version = t.version + 1
       from c where t.touch = c.touch and t.status in ('open', 'claimed')
       returning t.touch, t.hospital, t.department, jsonb_strip_nulls(to_jsonb(c) - 'touch') as data
     )
     insert into task_event (hospital, department, task, what, by, at, data)
     select hospital, department, touch, 'changed', actor_id(), moment($2), data from changed`,
    [JSON.stringify(changes.map(({ kind: _, ...change }) => change)), at],
  );
}

/** How an open task ends when its touch does: by silence it expires, by a stop it is cancelled, else somebody or something did it. */
export function taskEnding(outcome: Outcome, reason: Reason | undefined): 'done' | 'expired' | 'cancelled' {
  if (outcome === 'cancelled' || outcome === 'skipped' || outcome === 'failed') return 'cancelled';
  if (outcome === 'expired' || reason === 'silence' || reason === 'nobody') return 'expired';
  return 'done';
}

/** Tasks that somebody completed in this transaction have ended already and stay as they are. */
export async function tasksFollow(tx: Tx, { at }: Saving, changes: ChangeOf<'touch'>[]): Promise<void> {
  const ended = changes.flatMap(({ touch: { key, outcome, reason, endedAt } }) =>
    outcome === undefined ? [] : [{ touch: key, outcome, status: taskEnding(outcome, reason), at: endedAt ?? at }],
  );
  if (ended.length === 0) return;
  await tx.query(
    `with ended as (
       update task t set status = e.status, outcome = e.outcome, ended_at = moment(e.at), version = t.version + 1
       from jsonb_to_recordset($1) as e (touch text, outcome text, status text, at float8)
       where t.touch = e.touch and t.status in ('open', 'claimed')
       returning t.touch, t.hospital, t.department, t.status, t.outcome, t.ended_at
     )
     insert into task_event (hospital, department, task, what, by, at, data)
     select hospital, department, touch, case status when 'done' then 'completed' else status end, actor_id(), ended_at,
       jsonb_build_object('outcome', outcome) from ended`,
    [JSON.stringify(ended)],
  );
}

export async function saveTold(tx: Tx, { enrollment }: Saving, changes: ChangeOf<'told'>[]): Promise<void> {
  await tx.query(
    `insert into told (hospital, department, enrollment, patient, touch, step, role, team, person, at, what, n, words)
     select $2, $3, $4, $5, t.touch, t.step, t.role, t.team, t.person, moment(t.at), t.what, t.n, t.words
     from json_to_recordset($1) as t (touch text, step text, role text, team text, person text, at float8, what text, n integer, words text)
     on conflict (touch, what, n, role) do nothing`,
    [JSON.stringify(changes.map(({ told }) => told)), enrollment.hospital, enrollment.department, enrollment.id, enrollment.patient],
  );
}
