import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { asAdmin, createDatabase, databaseUrls, rolePasswords, withDatabase } from '../../start/database.ts';
import { freePort } from '../../start/ports.ts';
import { secrets } from '../../start/secrets.ts';
import { adminUrl, postgresPart, preparePostgres } from '../../start/servers.ts';
import { setUpAll } from '../../start/supervisor.ts';
import { temporalCli } from '../../start/temporal-cli.ts';
import { temporalReady } from '../../start/temporal-server.ts';
import { aHome, aKeeper } from './home.ts';

it("uses the person's own PostgreSQL and Temporal, and makes there what is missing", async () => {
  const theirs = aHome();
  const keeper = aKeeper(theirs);
  const [postgresPort, temporalPort] = [await freePort(), await freePort()];
  const password = secrets(theirs.secrets);
  await keeper.keep(postgresPart({ ...(await preparePostgres(theirs, password)), port: postgresPort, durable: false }));
  const admin = adminUrl(postgresPort, password.databaseAdmin);
  await createDatabase(admin, 'follow_up');
  const { path } = await temporalCli({ places: theirs });
  // Without our namespaces.
  const server = ['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(temporalPort)];
  await keeper.keep({ name: 'temporal', called: 'Temporal', command: path, args: server, ready: async () => undefined });

  const ours = aHome();
  const address = `127.0.0.1:${temporalPort}`;
  await setUpAll(ours, { DATABASE_URL: withDatabase(admin, 'follow_up'), TEMPORAL_ADDRESS: address }, aKeeper(ours));
  await temporalReady({ address, patienceMs: 1_000 });
  const urls = databaseUrls(withDatabase(admin, 'follow_up'), rolePasswords(secrets(ours.secrets)));
  for (const [role, url] of Object.entries(urls)) {
    const { rows } = await asAdmin(url, (client) => client.query('select current_user as me'));
    expect(rows[0].me).toBe(`aftercare_${role}`);
  }
  expect(existsSync(ours.postgresData)).toBe(false);
  expect(existsSync(`${ours.home}/temporal.db`)).toBe(false);
});

it('says what is wrong with an address of theirs', async () => {
  const ours = aHome();
  const nobody = `postgres://me:secret@127.0.0.1:${await freePort()}/none`;
  await expect(setUpAll(ours, { DATABASE_URL: 'localhost:5432' }, aKeeper(ours))).rejects.toThrow(
    /^DATABASE_URL is no address of PostgreSQL: write it like/,
  );
  await expect(setUpAll(ours, { DATABASE_URL: nobody }, aKeeper(ours))).rejects.toThrow(
    /^PostgreSQL does not answer \(.*ECONNREFUSED.*\): check/,
  );
});
