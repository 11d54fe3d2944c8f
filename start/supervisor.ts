/** Everything that `npm start` runs, in its order: Temporal and PostgreSQL, the schema, the sandbox, server and worker. */
import { join } from 'node:path';
import { workflowBundle } from './bundle.ts';
import { endLeftovers } from './child.ts';
import { createDatabase, migrated, rolePasswords, withDatabase, type DatabaseUrls } from './database.ts';
import type { Keeper, Part } from './keeper.ts';
import type { Places } from './places.ts';
import { answers, internalPorts, isFree, type InternalPorts } from './ports.ts';
import { postgresReady } from './postgres-server.ts';
import { sandboxPart, sandboxUrl, serverPart, workerPart } from './processes.ts';
import { say, step } from './progress.ts';
import { secrets, type Secrets } from './secrets.ts';
import { adminUrl, postgresPart, preparePostgres, temporalPart } from './servers.ts';
import { temporalCli } from './temporal-cli.ts';
import { temporalReady } from './temporal-server.ts';
import { Trouble } from './trouble.ts';

/** What the person says in the environment of `npm start`. */
export type Wishes = {
  PORT?: string;
  HOST?: string;
  PUBLIC_URL?: string;
  DATABASE_URL?: string;
  TEMPORAL_ADDRESS?: string;
  LOG_LEVEL?: string;
};
export type Running = {
  url: string;
  apiKey: string;
  temporalAddress: string;
  /** Absent: Temporal is the user's own. */
  temporalUi?: string;
  /** As the server's role, who sees rows only as a signed-in person. */
  databaseUrl: string;
  sandboxUrl: string;
};
/** One `npm start`, or one `npm run setup`. */
type Start = { places: Places; wishes: Wishes; ports: InternalPorts; secrets: Secrets; keeper: Keeper };

const databaseName = 'aftercare';

/** Resolves when everything is ready. When it fails, what was started so far is the keeper's to end. */
export async function startAll(places: Places, wishes: Wishes, keeper: Keeper): Promise<Running> {
  await mendEarlierStart(places);
  const [port, host] = [await ownPort(wishes), wishes.HOST ?? '127.0.0.1'];
  const start = { places, wishes, ports: await internalPorts(places, [port]), secrets: secrets(places.secrets), keeper };
  const keep = (part: Part) => step(part.called, () => keeper.keep(part));
  const works = all([startTemporal(start), startDatabase(start), bundleWorkflows(places), keep(sandboxPart(start))]);
  const [temporalAddress, database, bundle] = await works;

  const publicUrl = wishes.PUBLIC_URL ?? `http://${shownHost(host)}:${port}`;
  const scene = { ...start, port, host, publicUrl, logLevel: wishes.LOG_LEVEL ?? 'info' };
  const backing = { temporalAddress, database, bundle };
  await all([keep(serverPart(scene, backing)), keep(workerPart(scene, backing))]);
  return {
    url: publicUrl,
    apiKey: start.secrets.apiKey,
    temporalAddress,
    ...(wishes.TEMPORAL_ADDRESS ? {} : { temporalUi: `http://127.0.0.1:${start.ports.temporalUi}` }),
    databaseUrl: database.server,
    sandboxUrl: sandboxUrl(start.ports),
  };
}

async function mendEarlierStart(places: Places): Promise<void> {
  const leftovers = await endLeftovers(places);
  if (leftovers.length > 0) say(`! an earlier start was killed; what it left running was ended: ${leftovers.join(', ')}`);
}

/** The schema and all programs and files that a start needs, without leaving anything running. */
export async function setUpAll(places: Places, wishes: Wishes, keeper: Keeper): Promise<void> {
  await mendEarlierStart(places);
  const start = { places, wishes, ports: await internalPorts(places, []), secrets: secrets(places.secrets), keeper };
  const temporal: Promise<unknown> = wishes.TEMPORAL_ADDRESS ? checkTemporal(wishes.TEMPORAL_ADDRESS) : findTemporal(places);
  await all([temporal, startDatabase(start), bundleWorkflows(places)]);
}

/** Waits for all of them even if one fails, so that whoever stops what was started misses nothing; then the first failure counts. */
async function all<T extends unknown[]>(works: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const promises = works as Promise<unknown>[];
  await Promise.allSettled(promises);
  return (await Promise.all(promises)) as T;
}

async function ownPort({ PORT, HOST = '127.0.0.1' }: Wishes): Promise<number> {
  const port = Number(PORT || '3000');
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Trouble(`PORT is "${PORT}", which is no port: choose one with PORT=3000 npm start.`);
  // A server that listens on every address of the machine does not keep all systems from giving us 127.0.0.1.
  if (!(await isFree(port, HOST)) || (await answers(port))) {
    throw new Trouble(`Port ${port} is taken by another program: end that, or choose another port with PORT=${port + 80} npm start.`);
  }
  return port;
}

const shownHost = (host: string): string => (host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host);

const findTemporal = (places: Places) =>
  step(
    'Temporal CLI',
    () => temporalCli({ places }),
    ({ from }) => from,
  );

async function checkTemporal(address: string): Promise<void> {
  await step(`your own Temporal at ${address}`, () => temporalReady({ address, patienceMs: 20_000 }));
}

async function startTemporal(start: Start): Promise<string> {
  const { places, ports, wishes } = start;
  if (wishes.TEMPORAL_ADDRESS) {
    await checkTemporal(wishes.TEMPORAL_ADDRESS);
    return wishes.TEMPORAL_ADDRESS;
  }
  const { path: cli } = await findTemporal(places);
  const file = join(places.home, 'temporal.db');
  await step('Temporal', () => start.keeper.keep(temporalPart({ cli, port: ports.temporal, uiPort: ports.temporalUi, file })));
  return `127.0.0.1:${ports.temporal}`;
}

async function startDatabase(start: Start): Promise<DatabaseUrls> {
  const own = start.wishes.DATABASE_URL && checkedUrl(start.wishes.DATABASE_URL);
  if (own) await step('your own PostgreSQL', () => postgresReady(own, undefined, 5_000));
  const url = own || (await startPostgres(start));
  return step('database schema', () => migrated(url, rolePasswords(start.secrets)));
}

async function startPostgres(start: Start): Promise<string> {
  const { places, ports } = start;
  const found = await step(
    'PostgreSQL programs and data',
    () => preparePostgres(places, start.secrets),
    ({ programs }) => `PostgreSQL ${programs.major}`,
  );
  await step('PostgreSQL', () => start.keeper.keep(postgresPart({ ...found, port: ports.postgres })));
  const admin = adminUrl(ports.postgres, start.secrets.databaseAdmin);
  await createDatabase(admin, databaseName);
  return withDatabase(admin, databaseName);
}

function checkedUrl(text: string): string {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw new Trouble('DATABASE_URL is no address of PostgreSQL: write it like postgres://user:password@host:5432/database, or unset it.');
  }
  return text;
}

const bundleWorkflows = (places: Places) =>
  step('workflow bundle', () => workflowBundle({ root: places.root, folder: join(places.home, 'bundle') }));
