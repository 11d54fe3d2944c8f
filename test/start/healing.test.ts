import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { postgresAccount } from '../../start/account.ts';
import { endLeftovers, isAlive, startChild } from '../../start/child.ts';
import { asAdmin } from '../../start/database.ts';
import { beTheOnly } from '../../start/one.ts';
import { freePort, internalPorts } from '../../start/ports.ts';
import { secrets } from '../../start/secrets.ts';
import { adminUrl, postgresPart, preparePostgres } from '../../start/servers.ts';
import { startAll } from '../../start/supervisor.ts';
import { aHome, aKeeper } from './home.ts';

const mine = (path: string): void => {
  const account = postgresAccount();
  if (account) chownSync(path, account.uid, account.gid);
};

it('makes PostgreSQL data anew where it was interrupted before it was whole', async () => {
  const home = aHome();
  mkdirSync(join(home.postgresData, 'data'), { recursive: true });
  mkdirSync(join(home.postgresData, 'data.unfinished', 'base'), { recursive: true });
  const all = secrets(home.secrets);
  const port = await freePort();
  await aKeeper(home).keep(postgresPart({ ...(await preparePostgres(home, all)), port, durable: false }));
  expect(existsSync(join(home.postgresData, 'data.unfinished'))).toBe(false);
});

it('starts PostgreSQL over the lock of a killed one, though its process id is another program by now, and keeps the data', async () => {
  const home = aHome();
  const all = secrets(home.secrets);
  const port = await freePort();
  const first = aKeeper(home);
  await first.keep(postgresPart({ ...(await preparePostgres(home, all)), port, durable: false }));
  await asAdmin(adminUrl(port, all.databaseAdmin), (client) => client.query('create table kept (word text)'));
  await first.stopAll();
  const lock = join(home.postgresData, 'data', 'postmaster.pid');
  writeFileSync(lock, `${process.pid}\n${join(home.postgresData, 'data')}\n1780000000\n${port}\n\n127.0.0.1\n\nready\n`, { mode: 0o600 });
  mine(lock);

  await aKeeper(home).keep(postgresPart({ ...(await preparePostgres(home, all)), port, durable: false }));
  const kept = await asAdmin(adminUrl(port, all.databaseAdmin), (client) => client.query('select * from kept'));
  expect(kept.rowCount).toBe(0);
});

it('says what to do when the secrets do not belong to the data', async () => {
  const home = aHome();
  const port = await freePort();
  await preparePostgres(home, secrets(home.secrets));
  writeFileSync(home.secrets, '{}');
  const found = await preparePostgres(home, secrets(home.secrets));
  await expect(aKeeper(home).keep(postgresPart({ ...found, port, durable: false }))).rejects.toThrow(/secrets\.json.*npm run reset/);
});

it('ends what a killed start left running', async () => {
  const home = aHome();
  const left = startChild(home, { name: 'sandbox', command: 'sleep', args: ['300'] });
  expect(await endLeftovers(home)).toEqual(['sandbox']);
  expect(isAlive(left.pid)).toBe(false);
  expect(await endLeftovers(home)).toEqual([]);
});

it('leaves another program alone that has the process id of an old note by now', async () => {
  const home = aHome();
  const stranger = spawn('sleep', ['300']);
  onTestFinished(() => void stranger.kill());
  writeFileSync(join(home.run, 'temporal.json'), JSON.stringify({ pid: stranger.pid, command: '/somewhere/temporal' }));
  expect(await endLeftovers(home)).toEqual([]);
  expect(isAlive(stranger.pid!)).toBe(true);
});

it('takes over the note of a start that is gone, and lets go of its own', async () => {
  const home = aHome();
  writeFileSync(join(home.home, 'running.json'), JSON.stringify({ pid: process.pid + 1_000_000 }));
  const letGo = await beTheOnly(home, 'start it here');
  expect(JSON.parse(readFileSync(join(home.home, 'running.json'), 'utf8'))).toEqual({ pid: process.pid });
  letGo();
  expect(existsSync(join(home.home, 'running.json'))).toBe(false);
});

it('chooses another port for a part of its own whose port somebody took, and remembers it', async () => {
  const home = aHome();
  const before = await internalPorts(home, []);
  await taken(before.postgres);
  const after = await internalPorts(home, []);
  expect(after.postgres).not.toBe(before.postgres);
  expect(after.sandbox).toBe(before.sandbox);
  expect(await internalPorts(home, [])).toEqual(after);
});

it('refuses a PORT that is taken in one sentence, and starts nothing', async () => {
  const home = aHome();
  const port = await taken(await freePort());
  await expect(startAll(home, { PORT: String(port) }, aKeeper(home))).rejects.toThrow(
    new RegExp(`^Port ${port} is taken by another program: .*PORT=\\d+ npm start\\.$`),
  );
  await expect(startAll(home, { PORT: 'three' }, aKeeper(home))).rejects.toThrow(/^PORT is "three"/);
  expect(existsSync(home.secrets)).toBe(false);
});

/** Somebody else listens there until the test ends. */
function taken(port: number): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(port)));
}
