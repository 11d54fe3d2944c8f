/**
 * The relay: tells workflows what has become true in PostgreSQL, one enrollment's words in order, each by signal-with-start, so that a
 * word to a workflow that is not there begins it (design 3.5). A word may be told twice; its `seq` makes it once.
 */
import type { Instant } from '../engine/plan.ts';
import { markSent, postpone, takeOutbox } from '../database/outbox.ts';
import type { OutboxRow } from '../database/outbox.ts';
import { withActor } from '../database/with-actor.ts';
import type { Word } from '../workflows/ports.ts';
import type { Deps } from './deps.ts';
import { worker } from './worker-actor.ts';

/** Signals the enrollment's workflow, starting it if need be. Rejects when Temporal does not take it within its time. */
export type Tell = (enrollment: string, word: Word, options: TellOptions) => Promise<void>;
/** `clockShift`: the hospital's clock minus ours, for a rehearsal's workflow that begins with this word. */
export type TellOptions = { rehearsal: boolean; clockShift: number };

const atOnce = 40;

/** Tells a batch. Answers how many rows it took: 0 means there is nothing to tell just now. */
export async function relayOnce(
  deps: Pick<Deps, 'pool' | 'clock' | 'log'>,
  tell: Tell,
  isRehearsal: (hospital: string) => boolean,
): Promise<number> {
  return withActor(deps.pool, worker, async (tx) => {
    const now = deps.clock.now();
    const rows = await takeOutbox(tx, { now, limit: atOnce });
    const options = new Map<string, TellOptions>();
    for (const { hospital } of rows)
      options.set(hospital, { rehearsal: isRehearsal(hospital), clockShift: (await deps.clock.of(tx, hospital)) - deps.clock.now() });
    const told = await Promise.all(rows.map((row) => tellOne(row, tell, options.get(row.hospital) ?? { rehearsal: false, clockShift: 0 })));
    const sent = rows.filter((_, i) => told[i] === undefined).map((row) => row.id);
    if (sent.length > 0) await markSent(tx, sent, deps.clock.now());
    for (const [i, row] of rows.entries()) {
      const failure = told[i];
      if (failure === undefined) continue;
      deps.log.warn({ enrollment: row.enrollment, attempts: row.attempts, failure }, 'a workflow could not be told yet');
      await postpone(tx, { id: row.id, failure, retryAt: retryAt(deps.clock.now(), row.attempts) });
    }
    return rows.length;
  });
}

/** The name of the failure, never its words: they may hold data. */
async function tellOne(row: OutboxRow, tell: Tell, options: TellOptions): Promise<string | undefined> {
  try {
    await tell(row.enrollment, { seq: row.seq, agenda: row.agenda, sends: row.sends }, options);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.name : 'failure';
  }
}

/** Soon at first, every 5 seconds at last: words are never given up. */
function retryAt(now: Instant, attempts: number): Instant {
  return now + Math.min(5_000, 200 * 2 ** attempts);
}
