import { createHash } from 'node:crypto';
import type { Instant } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

export type ApiKey = { id: string; hospital: string; name: string; scopes: string[]; createdAt: Instant; revokedAt: Instant | null };

/** The key itself is kept nowhere. It is long and random, so a plain digest is enough. */
export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex');

export type NewApiKey = { id: string; hospital: string; name: string; key: string; scopes: string[]; by: string; at: Instant };

/** The same key again changes its scopes. */
export async function saveApiKey(tx: Tx, { id, hospital, name, key, scopes, by, at }: NewApiKey): Promise<void> {
  await tx.query(
    `insert into api_key (id, hospital, name, hash, scopes, created_by, created_at) values ($1, $2, $3, $4, $5, $6, moment($7))
     on conflict (hash) do update set name = excluded.name, scopes = excluded.scopes`,
    [id, hospital, name, hashOfKey(key), scopes, by, at],
  );
}

const columns = 'id, hospital, name, scopes, created_at as "createdAt", revoked_at as "revokedAt"';

/** The key that was shown, unless it was revoked. Asked by a system actor of all hospitals: whose key it is is the answer. */
export async function findApiKey(tx: Tx, key: string): Promise<ApiKey | undefined> {
  const { rows } = await tx.query<ApiKey>(`select ${columns} from api_key where hash = $1 and revoked_at is null`, [hashOfKey(key)]);
  return rows[0];
}

export async function listApiKeys(tx: Tx, hospital: string): Promise<ApiKey[]> {
  const { rows } = await tx.query<ApiKey>(`select ${columns} from api_key where hospital = $1 order by created_at, id`, [hospital]);
  return rows;
}

export async function revokeApiKey(tx: Tx, { id, at }: { id: string; at: Instant }): Promise<boolean> {
  const { rowCount } = await tx.query('update api_key set revoked_at = moment($2) where id = $1 and revoked_at is null', [id, at]);
  return rowCount === 1;
}
