import pg from 'pg';

/** Answers a moment as milliseconds (engine/plan.ts, Instant), a bigint as a number: our counters stay far below 2^53. */
const own = new pg.TypeOverrides();
const asDate = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date;
own.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => asDate(text).getTime());
own.setTypeParser(pg.types.builtins.INT8, Number);

export type PoolOptions = {
  /** A connection that breaks while nobody uses it: PostgreSQL went away. Nothing to do but say so; the pool makes another one. */
  onError: (error: Error) => void;
  max?: number;
  /** No statement of ours takes longer; one that does is ended and its transaction with it. */
  statementTimeoutMs?: number;
};

/**
 * A pool of connections as one of our roles. Moments come back as milliseconds. A connection that cannot be had within five
 * seconds is an error, so that nothing waits silently while PostgreSQL is away.
 */
export function createPool(url: string, { onError, max = 10, statementTimeoutMs = 10_000 }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types: own,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: 30_000,
    connectionTimeoutMillis: 5_000,
    application_name: 'aftercare',
    // Our statements are short: compiling them costs more than running them. And connections keep their plans for long: one made
    // while a table was small must not read all of it when it has grown.
    options: '-c jit=off -c enable_seqscan=off',
  });
  pool.on('error', onError);
  // One that breaks in the middle of a transaction says so to whoever is in it; without a listener it would also end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
