import type { Deps } from '../../activities/deps.ts';
import { trimRequests } from '../../database/idempotency.ts';
import { withActor } from '../../database/with-actor.ts';

const week = 7 * 24 * 3_600_000;

/** Forgets Idempotency-Keys that nobody repeats any more. */
export async function forgetRequests(deps: Pick<Deps, 'pool' | 'clock'>): Promise<void> {
  await withActor(deps.pool, { kind: 'system', id: 'server', hospital: '*' }, (tx) => trimRequests(tx, deps.clock.now() - week));
}
