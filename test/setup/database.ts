/** A migrated, empty database for one test file. */
import { afterAll, inject } from 'vitest';
import { asAdmin, databaseUrls, withDatabase, type DatabaseUrls } from '../../start/database.ts';

/**
 * Copies the migrated template (about 0.1 s) and drops the copy when the test file ends, whoever is still connected. Await it at
 * the top of the file: `const database = await freshDatabase();`. `server`, `worker`: the addresses of the two roles;
 * `admin`: of the superuser, who sees every row.
 */
export async function freshDatabase(): Promise<DatabaseUrls & { admin: string }> {
  const admin = inject('adminUrl');
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await asAdmin(admin, async (client) => {
    // PostgreSQL copies a database only while nobody else is copying it.
    await client.query('select pg_advisory_lock(1)');
    await client.query(`create database "${name}" template "${inject('templateDatabase')}" strategy file_copy`);
  });
  afterAll(() => asAdmin(admin, (client) => client.query(`drop database if exists "${name}" with (force)`)));
  const own = withDatabase(admin, name);
  return { ...databaseUrls(own, inject('passwords')), admin: own };
}
