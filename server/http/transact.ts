/** A request's one transaction, with its Idempotency-Key: the key, what was done and what was answered are written together or not at all. */
import { StaleChart } from '../../database/changes.ts';
import { beginRequest, finishRequest } from '../../database/idempotency.ts';
import { withActor, type Actor, type Tx } from '../../database/with-actor.ts';
import type { Deps } from '../../activities/deps.ts';
import type { Answer, Caller } from './call.ts';
import { Problem } from './problem.ts';

export type Keyed = { key: string; endpoint: string; requestHash: string };

/** Tried again when PostgreSQL broke a tie between two transactions by ending one of them. */
const mostTries = 4;

export async function transact(
  deps: Pick<Deps, 'pool' | 'clock'>,
  caller: Caller,
  keyed: Keyed | undefined,
  work: (tx: Tx) => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await withActor(deps.pool, actorOf(caller), (tx) => (keyed ? once(tx, deps, caller, keyed, work) : work(tx)));
    } catch (error) {
      if (attempt >= mostTries || !isTie(error)) throw error;
    }
  }
}

export function actorOf({ key, hospital, staff }: Caller): Actor {
  return staff === undefined ? { kind: 'api', id: key, hospital } : { kind: 'staff', id: staff, hospital };
}

const isTie = (error: unknown): boolean =>
  error instanceof StaleChart || (error instanceof Error && ['40001', '40P01'].includes(String((error as { code?: unknown }).code)));

async function once(tx: Tx, deps: Pick<Deps, 'clock'>, caller: Caller, keyed: Keyed, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
  const begun = await beginRequest(tx, { apiKey: caller.key, hospital: caller.hospital, at: deps.clock.now(), ...keyed });
  if (begun.is === 'different') throw usedOtherwise();
  if (begun.is === 'answered') {
    const { body, headers } = begun.response as Pick<Answer, 'body' | 'headers'>;
    return { status: begun.status, body, headers: { ...headers, 'idempotency-replayed': 'true' } };
  }
  const { status, body, headers } = await work(tx);
  await finishRequest(tx, { apiKey: caller.key, key: keyed.key, status, response: { body, headers } });
  return { status, body, ...(headers ? { headers } : {}) };
}

const usedOtherwise = (): Problem =>
  new Problem({
    status: 422,
    code: 'idempotency-key-used',
    title: { en: 'This Idempotency-Key was used for another request.', zh: '这个 Idempotency-Key 已经用于另一个请求。' },
  });
