/** The two servers everything stands on, for one run: Temporal and PostgreSQL, ours or the user's own. */
import { postgresAccount, postgresFolder } from './account.ts';
import { startChild, turnLog, type Child } from './child.ts';
import type { Places } from './places.ts';
import { postgresPrograms } from './postgres-programs.ts';
import { adminName, dataMajor, initialise, postgresChild, postgresReady, type PostgresWish } from './postgres-server.ts';
import type { Secrets } from './secrets.ts';
import { temporalCli } from './temporal-cli.ts';
import { temporalChild, temporalReady, type TemporalWish } from './temporal-server.ts';

export const adminUrl = (port: number, password: string): string => `postgres://${adminName}:${password}@127.0.0.1:${port}/postgres`;

/** Finds or fetches PostgreSQL and makes its data directory. Doing it twice is doing it once. */
export async function preparePostgres(places: Places, secrets: Secrets): Promise<Omit<PostgresWish, 'port'>> {
  const account = postgresAccount();
  const folder = await postgresFolder(places.home, account);
  const programs = await postgresPrograms({ keepIn: folder, major: dataMajor(folder) });
  const wish = { programs, folder, password: secrets.databaseAdmin, ...(account && { account }) };
  await initialise(wish);
  return wish;
}

/** Resolves when it takes queries. */
export async function startPostgres(places: Places, wish: PostgresWish): Promise<Child> {
  turnLog(places, 'postgresql');
  const child = startChild(places, postgresChild(wish));
  await orStop(child, postgresReady(adminUrl(wish.port, wish.password), child));
  return child;
}

/** Resolves when both namespaces are there. */
export async function startTemporal(places: Places, wish: Omit<TemporalWish, 'cli'>): Promise<Child> {
  const { path } = await temporalCli({ places });
  turnLog(places, 'temporal');
  const child = startChild(places, temporalChild({ ...wish, cli: path }));
  await orStop(child, temporalReady(`127.0.0.1:${wish.port}`, child));
  return child;
}

async function orStop(child: Child, ready: Promise<void>): Promise<void> {
  try {
    await ready;
  } catch (thrown) {
    await child.stop();
    throw thrown;
  }
}
