/** A PostgreSQL of our own on 127.0.0.1: its data directory, its process. */
import { chownSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Account } from './account.ts';
import { runs, sleep, type ChildPlan } from './child.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { run } from './programs.ts';
import { reason, Trouble } from './trouble.ts';

/** `durable: false` for tests: what is written is gone when the machine stops. */
export type PostgresWish = {
  programs: PostgresPrograms;
  folder: string;
  port: number;
  password: string;
  account?: Account;
  durable?: boolean;
};

export const adminName = 'aftercare_admin';
const dataFolder = (folder: string): string => join(folder, 'data');

/** The version that made the data there; undefined if there is none yet. */
export function dataMajor(folder: string): number | undefined {
  const file = join(dataFolder(folder), 'PG_VERSION');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').trim()) : undefined;
}

/** Makes the data directory where there is none. One that was interrupted while being made is thrown away: it never had anything in it. */
export async function initialise({ programs, folder, password, account }: Omit<PostgresWish, 'port'>): Promise<void> {
  if (dataMajor(folder) !== undefined) return mendStaleLock(folder);
  const unfinished = `${dataFolder(folder)}.unfinished`;
  for (const path of [unfinished, dataFolder(folder)]) rmSync(path, { recursive: true, force: true });
  const inbox = mkdtempSync(join(tmpdir(), 'aftercare-'));
  try {
    const file = join(inbox, 'password');
    writeFileSync(file, password, { mode: 0o600 });
    if (account) for (const path of [inbox, file]) chownSync(path, account.uid, account.gid);
    const how = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', `--username=${adminName}`, `--pwfile=${file}`, '--no-sync'];
    const made = await run(programs.initdb, ['--pgdata', unfinished, ...how], { cwd: folder, ...account });
    if (made.code !== 0) throw new Trouble(`PostgreSQL's data could not be made in ${folder}: ${made.err.trim().split('\n').at(-1)}`);
  } finally {
    rmSync(inbox, { recursive: true, force: true });
  }
  renameSync(unfinished, dataFolder(folder));
}

/** A server that was killed leaves its lock; if its process id now belongs to another program, PostgreSQL would refuse to start. */
async function mendStaleLock(folder: string): Promise<void> {
  const lock = join(dataFolder(folder), 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  if (!(pid > 0) || !(await runs(pid, 'postgres'))) return rmSync(lock, { force: true });
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 10_000 && existsSync(lock); waited += 50) await sleep(50);
  if (existsSync(lock))
    throw new Trouble(`Another PostgreSQL (process ${pid}) holds ${dataFolder(folder)} and does not end: end it and start again.`);
}

export function postgresChild({ programs, folder, port, account, durable = true }: PostgresWish): ChildPlan {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    password_encryption: 'scram-sha-256',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  };
  const args = ['-D', dataFolder(folder), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  return { name: 'postgresql', command: programs.postgres, args, stopWith: 'SIGINT', ...account };
}

/** Resolves when it answers to the user and password in its address. */
export async function postgresReady(url: string, signal?: AbortSignal, patienceMs = 30_000): Promise<void> {
  let last: unknown;
  for (const until = Date.now() + patienceMs; Date.now() < until && !signal?.aborted; await sleep(100)) {
    try {
      return await ping(url);
    } catch (thrown) {
      if ((thrown as { code?: string }).code === wrongPassword) {
        throw new Trouble(
          'PostgreSQL does not take the password: put back the secrets.json that belongs to this data, or start afresh with `npm run reset`.',
        );
      }
      last = thrown;
    }
  }
  throw new Trouble(`PostgreSQL does not answer (${reason(last)}): check that it runs and that its address is right.`);
}

const wrongPassword = '28P01';

async function ping(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}
