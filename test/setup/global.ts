/**
 * One Temporal server and one PostgreSQL for a whole run of the tests that need them, in a folder of their own that goes with
 * them. Test files get databases of their own (database.ts), and use task queues and workflow ids of their own.
 */
import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { removePostgresFolder } from '../../start/account.ts';
import { endLeftovers, isAlive, type Child } from '../../start/child.ts';
import { createDatabase, migrated, rolePasswords, withDatabase, type Passwords } from '../../start/database.ts';
import { places, type Places } from '../../start/places.ts';
import { freePort } from '../../start/ports.ts';
import { secrets } from '../../start/secrets.ts';
import { adminUrl, preparePostgres, startPostgres, startTemporal } from '../../start/servers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** host:port. Namespaces: `aftercare` and `aftercare-rehearsal`, both with time skipping allowed. */
    temporalAddress: string;
    /** As PostgreSQL's superuser, who sees every row. */
    adminUrl: string;
    /** Migrated, and nobody is connected to it: database.ts copies it. */
    templateDatabase: string;
    passwords: Passwords;
  }
}

const prefix = 'aftercare-test-';

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const home = homeFor(process.pid);
  const children: Child[] = [];
  // The last resort, where there is no time to wait for anything.
  const kill = () => children.forEach(({ pid }) => process.kill(-pid, 'SIGKILL'));
  process.once('exit', kill);
  const tearDown = async () => {
    process.off('exit', kill);
    for (const child of children.reverse()) await child.stop();
    remove(home);
  };
  try {
    await startServers(project, places(home), children);
    return tearDown;
  } catch (thrown) {
    await tearDown();
    throw thrown;
  }
}

async function startServers(project: TestProject, at: Places, children: Child[]): Promise<void> {
  const all = secrets(at.secrets);
  const port = await freePort();
  children.push(await startPostgres(at, { ...(await preparePostgres(at, all)), port, durable: false }));
  const admin = adminUrl(port, all.databaseAdmin);
  const template = 'template_aftercare';
  await createDatabase(admin, template);
  await migrated(withDatabase(admin, template), rolePasswords(all));
  project.provide('adminUrl', admin);
  project.provide('templateDatabase', template);
  project.provide('passwords', rolePasswords(all));

  const temporalPort = await freePort();
  children.push(await startTemporal(at, { port: temporalPort }));
  project.provide('temporalAddress', `127.0.0.1:${temporalPort}`);
}

function homeFor(pid: number): string {
  const home = join(tmpdir(), `${prefix}${pid}`);
  mkdirSync(home, { recursive: true });
  chmodSync(home, 0o755);
  return home;
}

/** What a run that was killed left behind. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    if (isAlive(Number(name.slice(prefix.length)))) continue;
    await endLeftovers(places(join(tmpdir(), name)));
    remove(join(tmpdir(), name));
  }
}

function remove(home: string): void {
  removePostgresFolder(home);
  rmSync(home, { recursive: true, force: true });
}
