import type { Instant, Outcome } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

export type ReconcileRequest = {
  hospital: string;
  /** The day: touches planned from `from` until before `to`. */
  from: Instant;
  to: Instant;
  now: Instant;
  /** What is due may take this long to be done before it counts as forgotten. */
  graceMs?: number;
};

/** What must be zero, each with what it would mean. */
export type Faults = {
  /** Planned that are neither ended nor open in a running enrollment (language.md 11). */
  unaccounted: number;
  /** Open in an enrollment that has ended. */
  openInEnded: number;
  /** Their moment, or the next of their marks, has passed and nobody woke: no workflow has them on its agenda. */
  forgotten: number;
  /** Open tasks whose touch has ended. */
  tasksOfEnded: number;
  /** Made touches that a person should do, without a task. */
  withoutTask: number;
  /** A carrier has the message, and the touch does not know. */
  acceptedUnmade: number;
  /** Claimed or begun, and no result for too long. */
  sendsStuck: number;
  /** Given up by the dispatcher: a person decides. */
  eventsGivenUp: number;
};
export type Backlog = { waiting: number; oldestAt: Instant | null; failing: number };
export type Reconciliation = {
  planned: number;
  open: number;
  ended: number;
  outcomes: Partial<Record<Outcome, number>>;
  enrollments: { active: number; paused: number; stopping: number };
  outbox: Backlog;
  events: Backlog;
  faults: Faults;
  /** All faults are zero. */
  sound: boolean;
};

/** The numbers of `aftercare status`. An actor of the whole hospital asks: what is not seen is not counted. */
export async function reconcile(tx: Tx, { hospital, from, to, now, graceMs = 120_000 }: ReconcileRequest): Promise<Reconciliation> {
  const day = await tx.query<DayRow>(daySql, [hospital, from, to]);
  const whole = await tx.query<WholeRow>(wholeSql, [hospital, now - graceMs]);
  const { planned, open, ended, open_in_ended: openInEnded, outcomes } = day.rows[0]!;
  const { active, paused, stopping, outbox, events, ...rest } = whole.rows[0]!;
  const faults: Faults = { unaccounted: planned - ended - open, openInEnded, ...rest };
  const sound = Object.values(faults).every((count) => count === 0);
  return { planned, open, ended, outcomes: outcomes ?? {}, enrollments: { active, paused, stopping }, outbox, events, faults, sound };
}

type DayRow = { planned: number; open: number; ended: number; open_in_ended: number; outcomes: Partial<Record<Outcome, number>> | null };
type WholeRow = Omit<Faults, 'unaccounted' | 'openInEnded'> & Reconciliation['enrollments'] & { outbox: Backlog; events: Backlog };

const daySql = `
with planned as (
  select t.ended_at, t.outcome, e.ended_at is not null as over from touch_outline t join enrollment_outline e on e.id = t.enrollment
  where t.hospital = $1 and t.planned_at >= moment($2) and t.planned_at < moment($3)
)
select count(*) as planned,
  count(*) filter (where ended_at is not null) as ended,
  count(*) filter (where ended_at is null and not over) as open,
  (select count(*) from touch_outline t join enrollment_outline e on e.id = t.enrollment
    where t.hospital = $1 and t.ended_at is null and e.ended_at is not null) as open_in_ended,
  (select jsonb_object_agg(outcome, n) from (select outcome, count(*) as n from planned where outcome is not null group by outcome) o) as outcomes
from planned`;

/** A touch that is being sent, or whose question waits for somebody outside, is not due by itself. */
const wholeSql = `
select
  (select count(*) from enrollment_outline where hospital = $1 and status = 'active') as active,
  (select count(*) from enrollment_outline where hospital = $1 and status = 'paused') as paused,
  (select count(*) from enrollment_outline where hospital = $1 and status = 'stopping') as stopping,
  (select count(*) from touch t where t.hospital = $1 and t.ended_at is null and not t.chart ? 'sending' and (
    t.made_at is null and t.target < moment($2) and (t.held_by is null or t.held_until < moment($2))
    or t.made_at is not null and moment((t.chart -> 'marks' -> 0 ->> 'at')::float8) < moment($2))) as forgotten,
  (select count(*) from task k join touch t on t.key = k.touch
    where k.hospital = $1 and k.status in ('open', 'claimed') and t.ended_at is not null) as "tasksOfEnded",
  (select count(*) from touch t where t.hospital = $1 and t.kind = 'task' and t.made_at is not null and t.ended_at is null
    and not exists (select from task k where k.touch = t.key)) as "withoutTask",
  (select count(*) from message m join touch t on t.key = m.touch
    where m.hospital = $1 and m.part = 'main' and m.status in ('accepted', 'delivered', 'read') and m.accepted_at < moment($2)
      and t.made_at is null and t.ended_at is null) as "acceptedUnmade",
  (select count(*) from message m where m.hospital = $1 and m.status in ('claimed', 'sending') and coalesce(m.attempt_started_at, m.claimed_at) < moment($2))
    as "sendsStuck",
  (select count(*) from event where hospital = $1 and given_up_at is not null and dispatched_at is null) as "eventsGivenUp",
  (select jsonb_build_object('waiting', count(*), 'oldestAt', ms(min(created_at)), 'failing', count(*) filter (where attempts > 0))
    from outbox where hospital = $1 and sent_at is null) as outbox,
  (select jsonb_build_object('waiting', count(*), 'oldestAt', ms(min(received_at)), 'failing', count(*) filter (where attempts > 0))
    from event where hospital = $1 and dispatched_at is null and given_up_at is null) as events`;
