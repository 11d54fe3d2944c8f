import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { outcomes, purposes, kinds, reasons } from '../../engine/plan.ts';
import { migrate } from '../../database/migrate.ts';
import { migrated } from '../../start/database.ts';

const admin = new pg.Client({ connectionString: inject('adminUrl') });
const made: string[] = [];

beforeAll(() => admin.connect());
afterAll(async () => {
  for (const name of made) await admin.query(`drop database if exists "${name}" with (force)`);
  await admin.end();
});

async function emptyDatabase(): Promise<string> {
  const name = `test_migrate_${process.pid}_${made.length}`;
  made.push(name);
  await admin.query(`create database "${name}" template template0`);
  return Object.assign(new URL(inject('adminUrl')), { pathname: `/${name}` }).href;
}

async function read<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

it('runs each file once', async () => {
  const url = await emptyDatabase();
  const first = await migrate({ url });
  expect(first.ran[0]).toBe(1);
  expect(await migrate({ url })).toEqual({ ran: [] });
});

it('lets one of several that come at once do it', async () => {
  const url = await emptyDatabase();
  const runs = await Promise.all([migrate({ url }), migrate({ url }), migrate({ url })]);
  expect(runs.filter((run) => run.ran.length > 0)).toHaveLength(1);
  expect(await read(url, `select relname from pg_class where relname = 'touch'`)).toHaveLength(1);
});

it('migrates two databases of one server at once', async () => {
  const urls = [await emptyDatabase(), await emptyDatabase()];
  const runs = await Promise.all(urls.map((url) => migrate({ url })));
  expect(runs.every((run) => run.ran.length > 0)).toBe(true);
});

it('refuses when a file that ran was changed since', async () => {
  const url = await emptyDatabase();
  await migrate({ url });
  await read(url, `update schemaversion set md5 = 'of another file' where version = 1`);
  await expect(migrate({ url })).rejects.toThrow(/MD5/i);
});

it('leaves nothing half done when a file fails', async () => {
  const url = await emptyDatabase();
  // In the way of the last file.
  await read(url, 'create view touch_outline as select 1 as one');
  await expect(migrate({ url })).rejects.toThrow();
  expect(await read(url, `select relname from pg_class where relname in ('touch', 'patient', 'schemaversion')`)).toEqual([]);
});

it('knows the same kinds, purposes, outcomes and reasons as the engine', async () => {
  const url = await emptyDatabase();
  await migrate({ url });
  const rows = await read<{ definition: string }>(
    url,
    `select pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = 'touch'::regclass and contype = 'c'`,
  );
  const lists = rows.map(({ definition }) => [...definition.matchAll(/'([a-z_]+)'::text/g)].map(([, word]) => word).sort());
  for (const list of [kinds, purposes, outcomes, reasons]) expect(lists).toContainEqual([...list].sort());
});

it('a database of other migrations is told in one sentence, with what to do', async () => {
  const url = await emptyDatabase();
  await migrate({ url });
  await read(url, `update schemaversion set md5 = 'another' where version = 5`);
  await expect(migrated(url, inject('passwords'))).rejects.toThrow(/other migrations than this release has: .*npm run reset/);
});
