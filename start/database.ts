/** The database: made by PostgreSQL's superuser, who does nothing else; no process of ours runs as it. */
import pg from 'pg';
import { Trouble } from './trouble.ts';
import { migrate, type RoleName } from '../database/migrate.ts';
import type { Secrets } from './secrets.ts';

export type Passwords = Record<RoleName, string>;
export type DatabaseUrls = { server: string; worker: string };

export const rolePasswords = (secrets: Secrets): Passwords => ({
  aftercare_migrate: secrets.databaseMigrate,
  aftercare_server: secrets.databaseServer,
  aftercare_worker: secrets.databaseWorker,
});

/** Makes the database where it is missing. */
export async function createDatabase(admin: string, name: string): Promise<void> {
  await asAdmin(admin, async (client) => {
    const known = await client.query('select from pg_database where datname = $1', [name]);
    if (known.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  });
}

/** Brings the database at `url` (of someone who may create roles) to today's schema and answers the addresses of the two roles that run. */
export async function migrated(url: string, passwords: Passwords): Promise<DatabaseUrls> {
  try {
    await migrate({ url, passwords });
  } catch (thrown) {
    // A release never changes a migration that is out; a working copy may have.
    if (thrown instanceof Error && /checksum/i.test(thrown.message))
      throw new Trouble(
        'The database was made with other migrations than this release has: start the release it was made with, or begin anew with npm run reset (which deletes its data).',
      );
    throw thrown;
  }
  return databaseUrls(url, passwords);
}

export function databaseUrls(url: string, passwords: Passwords): DatabaseUrls {
  const as = (role: RoleName): string => Object.assign(new URL(url), { username: role, password: passwords[role] }).href;
  return { server: as('aftercare_server'), worker: as('aftercare_worker') };
}

export const withDatabase = (url: string, name: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;

export async function asAdmin<T>(admin: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: admin, connectionTimeoutMillis: 5_000 });
  // A connection that breaks between two queries is told by the next one.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
