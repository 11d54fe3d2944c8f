import type { Agenda, SendOrder } from '../engine/change.ts';
import type { Instant } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

export type Word = { hospital: string; enrollment: string; agenda: Agenda; sends: SendOrder[]; at: Instant };

/** What the workflow is to be told, in the transaction that made it true. The same `seq` of an enrollment is refused. */
export async function addToOutbox(tx: Tx, { hospital, enrollment, agenda, sends, at }: Word): Promise<void> {
  await tx.query('insert into outbox (hospital, enrollment, seq, agenda, sends, created_at) values ($1, $2, $3, $4, $5, moment($6))', [
    hospital,
    enrollment,
    agenda.seq,
    JSON.stringify(agenda),
    JSON.stringify(sends),
    at,
  ]);
}

export type OutboxRow = {
  id: number;
  hospital: string;
  enrollment: string;
  seq: number;
  agenda: Agenda;
  sends: SendOrder[];
  attempts: number;
};

/**
 * Takes rows that nobody has, oldest first, at most one of each enrollment and never before an earlier one of it has gone. They are
 * locked until the transaction ends, so two relays take different ones. One that waits to be tried again holds up its enrollment only.
 */
export async function takeOutbox(tx: Tx, { now, limit }: { now: Instant; limit: number }): Promise<OutboxRow[]> {
  const { rows } = await tx.query<OutboxRow>(
    `select o.id, o.hospital, o.enrollment, o.seq, o.agenda, o.sends, o.attempts from outbox o
     where o.sent_at is null and (o.retry_at is null or o.retry_at <= moment($1))
       and not exists (select from outbox f where f.enrollment = o.enrollment and f.sent_at is null and f.seq < o.seq)
     order by o.id limit $2 for no key update skip locked`,
    [now, limit],
  );
  return rows;
}

export async function markSent(tx: Tx, ids: number[], at: Instant): Promise<void> {
  await tx.query('update outbox set sent_at = moment($2), failure = null where id = any($1)', [ids, at]);
}

/** Tried in vain: not before `retryAt` again. Rows are never given up. */
export async function postpone(tx: Tx, { id, failure, retryAt }: { id: number; failure: string; retryAt: Instant }): Promise<void> {
  await tx.query('update outbox set attempts = attempts + 1, failure = $2, retry_at = moment($3) where id = $1', [id, failure, retryAt]);
}

/** Whether the workflow has yet to be told something: part of what a rehearsal asks before it skips time. */
export async function outboxWaiting(tx: Tx, enrollment: string): Promise<number> {
  const { rows } = await tx.query<{ n: number }>('select count(*) as n from outbox where enrollment = $1 and sent_at is null', [
    enrollment,
  ]);
  return rows[0]!.n;
}

/** Removes what was sent before then; its agenda is in the rows of the touches anyway. */
export async function trimOutbox(tx: Tx, before: Instant): Promise<number> {
  const { rowCount } = await tx.query('delete from outbox where sent_at < moment($1)', [before]);
  return rowCount ?? 0;
}
