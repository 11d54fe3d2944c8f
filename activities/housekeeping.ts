/** What is looked after now and then: events that were given up or that missed their patient, and rows nobody needs any more. */
import { adoptOrphans, retryGivenUp } from '../database/events.ts';
import { trimOutbox } from '../database/outbox.ts';
import { withActor } from '../database/with-actor.ts';
import type { Deps } from './deps.ts';
import { worker } from './worker-actor.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * An event that failed again and again (a fault of a release) is tried anew ten minutes later, for as long as it takes: a discharge or an
 * alarm is never given up for good. `all`: at the start of a worker, which may be the release that mends it.
 */
export async function keepHouse(deps: Pick<Deps, 'pool' | 'clock' | 'log'>, { all }: { all: boolean }): Promise<void> {
  const now = deps.clock.now();
  const done = await withActor(deps.pool, worker, async (tx) => ({
    retried: await retryGivenUp(tx, all ? now : now - 10 * minute),
    adopted: await adoptOrphans(tx),
    words: await trimOutbox(tx, now - 7 * day),
  }));
  if (done.retried > 0 || done.adopted > 0) deps.log.warn(done, 'events that had come to nothing are tried again');
}
