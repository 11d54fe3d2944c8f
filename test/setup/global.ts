/**
 * One Temporal server and one PostgreSQL for a whole run of the tests that need them, in a folder of their own that goes with
 * them. Test files get databases of their own (database.ts), and use task queues and workflow ids of their own.
 */
import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { removeFolder } from '../../start/account.ts';
import { endLeftovers, isAlive } from '../../start/child.ts';
import { createDatabase, migrated, rolePasswords, withDatabase, type Passwords } from '../../start/database.ts';
import { createKeeper, type Keeper } from '../../start/keeper.ts';
import { places, type Places } from '../../start/places.ts';
import { freePort } from '../../start/ports.ts';
import { secrets } from '../../start/secrets.ts';
import { adminUrl, postgresPart, preparePostgres, temporalPart } from '../../start/servers.ts';
import { temporalCli } from '../../start/temporal-cli.ts';

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
  const at = places(home);
  const keeper = createKeeper(at);
  // Without a listener a signal ends this process before the keeper can end the servers.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  const tearDown = async () => {
    await keeper.stopAll();
    remove(home);
  };
  try {
    await startServers(project, at, keeper);
    return tearDown;
  } catch (thrown) {
    await tearDown();
    throw thrown;
  }
}

async function startServers(project: TestProject, at: Places, keeper: Keeper): Promise<void> {
  const all = secrets(at.secrets);
  const port = await freePort();
  const postgres = { ...(await preparePostgres(at, all)), port, durable: false };
  await keeper.keep(postgresPart(postgres));
  const admin = adminUrl(port, all.databaseAdmin);
  const template = 'template_aftercare';
  await createDatabase(admin, template);
  await migrated(withDatabase(admin, template), rolePasswords(all));
  project.provide('adminUrl', admin);
  project.provide('templateDatabase', template);
  project.provide('passwords', rolePasswords(all));

  const temporalPort = await freePort();
  const { path: cli } = await temporalCli({ places: at });
  await keeper.keep(temporalPart({ cli, port: temporalPort }));
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
  removeFolder(join(home, 'postgresql'));
  rmSync(home, { recursive: true, force: true });
}
