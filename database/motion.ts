import type { Tx } from './with-actor.ts';

/** What is on its way for one enrollment; `seq` tells whether anything has happened in between. */
export type Motion = { seq: number; events: number; words: number; sends: number };

/** What a rehearsal asks before it skips time: events for the dispatcher, words for the workflow, messages without a result. */
export async function motionOf(tx: Tx, { enrollment, patient }: { enrollment: string; patient: string }): Promise<Motion> {
  const { rows } = await tx.query<Motion>(
    `select e.seq,
       (select count(*) from event v where v.patient = $2 and v.dispatched_at is null and v.given_up_at is null) as events,
       (select count(*) from outbox o where o.enrollment = $1 and o.sent_at is null) as words,
       (select count(*) from message m where m.enrollment = $1 and m.status in ('claimed', 'sending')) as sends
     from enrollment e where e.id = $1`,
    [enrollment, patient],
  );
  return rows[0]!;
}
