/** Starts PostgreSQL as a user who is not root, asks it who it is, and ends it. */
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolder, postgresAccount } from '../../start/account.ts';
import { asAdmin } from '../../start/database.ts';
import { createKeeper } from '../../start/keeper.ts';
import { places } from '../../start/places.ts';
import { freePort } from '../../start/ports.ts';
import { postgresPrograms } from '../../start/postgres-programs.ts';
import { secrets } from '../../start/secrets.ts';
import { adminUrl, postgresPart, preparePostgres } from '../../start/servers.ts';

const home = mkdtempSync(join(tmpdir(), 'aftercare-unprivileged-'));
const account = postgresAccount();
// What root would fetch, root fetches; the rest is the other user's.
const at = places(home);
await postgresPrograms({ keepIn: () => openFolder(at.postgresPrograms, account) });
if (account) {
  for (const folder of [home, at.logs, at.run]) chownSync(folder, account.uid, account.gid);
  process.setgroups?.([]);
  process.setgid?.(account.gid);
  process.setuid?.(account.uid);
}
const all = secrets(at.secrets);
const port = await freePort();
const keeper = createKeeper(at);
try {
  await keeper.keep(postgresPart({ ...(await preparePostgres(at, all)), port, durable: false }));
  const { rows } = await asAdmin(adminUrl(port, all.databaseAdmin), (client) => client.query<{ version: string }>('select version()'));
  console.log(`uid ${process.getuid?.()} ${rows[0]?.version}`);
} finally {
  await keeper.stopAll();
  rmSync(home, { recursive: true, force: true });
}
