import type { Instant } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

export type Queue = { waiting: number; oldestAt: Instant | null; failing: number };
export type WholeBacklog = {
  outbox: Queue;
  events: Queue;
  /** About patients nobody knows yet. */ eventsUnknown: number;
  eventsGivenUp: number;
};

/** What waits to be told to workflows and to be dispatched, of all hospitals the actor sees. */
export async function readBacklog(tx: Tx): Promise<WholeBacklog> {
  const { rows } = await tx.query<WholeBacklog>(
    `select
       (select jsonb_build_object('waiting', count(*), 'oldestAt', ms(min(created_at)), 'failing', count(*) filter (where attempts > 0))
         from outbox where sent_at is null) as outbox,
       (select jsonb_build_object('waiting', count(*), 'oldestAt', ms(min(received_at)), 'failing', count(*) filter (where attempts > 0))
         from event where dispatched_at is null and given_up_at is null and (patient is not null or about is null)) as events,
       (select count(*) from event where dispatched_at is null and given_up_at is null and patient is null and about is not null) as "eventsUnknown",
       (select count(*) from event where given_up_at is not null and dispatched_at is null) as "eventsGivenUp"`,
  );
  return rows[0]!;
}

/** Resolves if the database answers. */
export async function answers(tx: Tx): Promise<void> {
  await tx.query('select 1');
}
