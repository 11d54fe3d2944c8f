/** The two servers everything stands on, for one run: Temporal and PostgreSQL. */
import { openFolder, postgresAccount } from './account.ts';
import type { Part } from './keeper.ts';
import type { Places } from './places.ts';
import { postgresPrograms } from './postgres-programs.ts';
import { adminName, dataMajor, initialise, postgresChild, postgresReady, type PostgresWish } from './postgres-server.ts';
import type { Secrets } from './secrets.ts';
import { temporalChild, temporalReady, type TemporalWish } from './temporal-server.ts';

export const adminUrl = (port: number, password: string): string => `postgres://${adminName}:${password}@127.0.0.1:${port}/postgres`;

/** Finds or fetches PostgreSQL and makes its data directory. Doing it twice is doing it once. */
export async function preparePostgres(places: Places, secrets: Secrets): Promise<Omit<PostgresWish, 'port'>> {
  const account = postgresAccount();
  const folder = await openFolder(places.postgresData, account);
  const keepIn = () => openFolder(places.postgresPrograms, account);
  const programs = await postgresPrograms({ keepIn, major: dataMajor(folder) });
  const wish = { programs, folder, password: secrets.databaseAdmin, ...(account && { account }) };
  await initialise(wish);
  return wish;
}

/** Ready when it takes queries. */
export function postgresPart(wish: PostgresWish): Part {
  return { ...postgresChild(wish), called: 'PostgreSQL', ready: (signal) => postgresReady(adminUrl(wish.port, wish.password), signal) };
}

/** Ready when both namespaces are there. */
export function temporalPart(wish: TemporalWish): Part {
  return { ...temporalChild(wish), called: 'Temporal', ready: (signal) => temporalReady({ address: `127.0.0.1:${wish.port}`, signal }) };
}
