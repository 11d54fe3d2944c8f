import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import Postgrator from 'postgrator';

/** Owner of the tables; the server process; the worker process. Only the last two are used while running. */
export const roles = ['aftercare_migrate', 'aftercare_server', 'aftercare_worker'] as const;
export type RoleName = (typeof roles)[number];

export type MigrateRequest = {
  /** Someone who may create roles and owns the database; or `aftercare_migrate`, once the roles exist. */
  url: string;
  /** Set where given. A role without a password cannot sign in over TCP. */
  passwords?: Partial<Record<RoleName, string>>;
};

/**
 * Brings the database to the newest schema and answers the numbers of the files it ran (none: it was there already). All or nothing,
 * one at a time; fails if a file that ran once has been changed since.
 */
export async function migrate({ url, passwords = {} }: MigrateRequest): Promise<{ ran: number[] }> {
  const client = new pg.Client({ connectionString: url, application_name: 'aftercare migrate' });
  // A connection that breaks between two queries is told by the next one.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await insisting(() => ensureRoles(client, passwords));
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [0x61667465]);
    await client.query('set local role aftercare_migrate');
    const ran = await runFiles(client);
    const { command } = await client.query('commit');
    if (command !== 'COMMIT') throw new Error('The migration was rolled back.');
    return { ran };
  } finally {
    await client.end();
  }
}

async function runFiles(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  const postgrator = new Postgrator({
    migrationPattern: fileURLToPath(new URL('migrations/*.sql', import.meta.url)),
    driver: 'pg',
    database: rows[0]!.name,
    schemaTable: 'schemaversion',
    currentSchema: 'public',
    newline: 'LF',
    execQuery: (sql) => client.query(sql),
  });
  const applied = await postgrator.migrate();
  return applied.map((file) => file.version);
}

/** Roles belong to the whole cluster, so migrations of two databases at once can meet here. */
async function ensureRoles(client: pg.Client, passwords: Partial<Record<RoleName, string>>): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [roles]);
  const there = new Set(rows.map((row) => row.rolname));
  const me = await client.query<{ name: string; database: string }>('select current_user as name, current_database() as database');
  const { name, database } = me.rows[0]!;
  for (const role of roles) {
    if (!there.has(role)) await client.query(`create role ${role} login nosuperuser nobypassrls nocreaterole`);
    const password = passwords[role];
    if (password !== undefined) await client.query(`alter role ${role} password ${pg.escapeLiteral(password)}`);
  }
  if (name === 'aftercare_migrate') return;
  await client.query(`grant aftercare_migrate to ${pg.escapeIdentifier(name)}`);
  await client.query('grant usage, create on schema public to aftercare_migrate with grant option');
  await client.query(`grant connect on database ${pg.escapeIdentifier(database)} to aftercare_migrate, aftercare_server, aftercare_worker`);
}

/** Two who create or change the same role at once: one of them is told so and finds it done when it looks again. */
async function insisting(work: () => Promise<void>, tries = 5): Promise<void> {
  const collisions = ['42710', '23505', 'XX000'];
  try {
    await work();
  } catch (error) {
    const code = error instanceof pg.DatabaseError ? error.code : undefined;
    if (tries <= 1 || !collisions.includes(code ?? '')) throw error;
    await insisting(work, tries - 1);
  }
}

/** `node --import tsx database/migrate.ts URL aftercare_server=FILE …`: the passwords are in files, as secrets are mounted. */
async function main([url, ...files]: string[]): Promise<void> {
  if (url === undefined)
    throw new Error('Usage: node --import tsx database/migrate.ts postgres://user@host/database [aftercare_server=FILE …]');
  const passwords: Record<string, string> = {};
  for (const entry of files) {
    const [role = '', file = ''] = entry.split('=', 2);
    passwords[role] = readFileSync(file, 'utf8').trim();
  }
  const { ran } = await migrate({ url, passwords });
  process.stdout.write(ran.length === 0 ? 'The database is up to date.\n' : `The database is up to date: ran ${ran.join(', ')}.\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
