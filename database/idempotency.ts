import type { Instant } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

export type KeyedRequest = { apiKey: string; key: string; hospital: string; endpoint: string; requestHash: string; at: Instant };

/** `first`: do it, then `finishRequest`. `answered`: give the same answer again. `different`: the key was used for another request. */
export type Begun = { is: 'first' } | { is: 'answered'; status: number; response: unknown } | { is: 'different' };

/**
 * Begins a request with an `Idempotency-Key`, in the transaction that does what it asks: the same key at the same time waits here until
 * that one has ended, and if it failed, the key is free again.
 */
export async function beginRequest(tx: Tx, { apiKey, key, hospital, endpoint, requestHash, at }: KeyedRequest): Promise<Begun> {
  const { rowCount } = await tx.query(
    `insert into idempotency_key (api_key, key, hospital, endpoint, request_hash, created_at) values ($1, $2, $3, $4, $5, moment($6))
     on conflict (api_key, key) do nothing`,
    [apiKey, key, hospital, endpoint, requestHash, at],
  );
  if (rowCount === 1) return { is: 'first' };
  type Row = { endpoint: string; request_hash: string; status: number | null; response: unknown };
  const { rows } = await tx.query<Row>(
    'select endpoint, request_hash, status, response from idempotency_key where api_key = $1 and key = $2',
    [apiKey, key],
  );
  const known = rows[0]!;
  if (known.endpoint !== endpoint || known.request_hash !== requestHash || known.status === null) return { is: 'different' };
  return { is: 'answered', status: known.status, response: known.response };
}

export async function finishRequest(
  tx: Tx,
  { apiKey, key, status, response }: { apiKey: string; key: string; status: number; response: unknown },
): Promise<void> {
  await tx.query('update idempotency_key set status = $3, response = $4 where api_key = $1 and key = $2', [
    apiKey,
    key,
    status,
    JSON.stringify(response ?? null),
  ]);
}

/** Forgets keys from before then. */
export async function trimRequests(tx: Tx, before: Instant): Promise<number> {
  const { rowCount } = await tx.query('delete from idempotency_key where created_at < moment($1)', [before]);
  return rowCount ?? 0;
}
