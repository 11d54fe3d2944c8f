import type pg from 'pg';
import { escapeLiteral } from 'pg';

/**
 * On whose behalf a transaction runs. Row-level security shows rows of `hospital` only (`*`: of all, for what serves them all: relay,
 * dispatcher, keys), and rows with words only of `departments` (absent: of all). What decides about a patient (loadChart … saveChanges)
 * runs without `departments`: it must also see, and sometimes change, what other departments have open for the patient.
 */
export type Actor = {
  kind: 'api' | 'staff' | 'system' | 'worker';
  id: string;
  hospital: string;
  departments?: string[];
};

/** A transaction that is open and knows its actor. Stores get it as their first argument. */
export type Tx = Pick<pg.PoolClient, 'query'>;

/**
 * Runs `work` in one transaction in the name of `actor` (design 3.12). Commits and answers what `work` answered. If `work` throws,
 * nothing has happened and the same error is thrown. Throws also when COMMIT answers ROLLBACK, as PostgreSQL does without an error when
 * a failed statement was swallowed. A serialization failure or deadlock (SQLSTATE 40001, 40P01) is left to the caller to try again.
 */
export async function withActor<T>(pool: pg.Pool, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(opening(actor));
    const result = await work(client);
    const { command } = await client.query('commit');
    if (command !== 'COMMIT') throw new Error('The transaction was rolled back: a statement in it had failed.');
    client.release();
    return result;
  } catch (error) {
    // A client that may still carry a transaction or an actor never goes back to the pool; closing it rolls back.
    client.release(true);
    throw error;
  }
}

/** One round trip: begin, and settings that end with the transaction. */
function opening({ kind, id, hospital, departments = ['*'] }: Actor): string {
  const settings = { kind, id, hospital, departments: departments.join(',') };
  const set = Object.entries(settings).map(([name, value]) => `set_config('aftercare.${name}', ${escapeLiteral(value)}, true)`);
  return `begin; select ${set.join(', ')}`;
}
