/** `npm run reset`: empties `.aftercare/`, as on the first day. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder } from './account.ts';
import { endLeftovers } from './child.ts';
import { orSayWhy } from './ending.ts';
import { createKeeper } from './keeper.ts';
import { beTheOnly } from './one.ts';
import { places } from './places.ts';
import { say } from './progress.ts';

export async function enter(): Promise<void> {
  const home = places(process.env['AFTERCARE_HOME']);
  await orSayWhy({ keeper: createKeeper(home) }, async () => {
    await beTheOnly(home, 'empty it');
    await endLeftovers(home);
    for (const folder of [home.postgresData, home.postgresPrograms]) removeFolder(folder);
    for (const name of readdirSync(home.home)) rmSync(join(home.home, name), { recursive: true, force: true });
    say(`${home.home} is empty: data, secrets and downloaded programs are gone.`);
  });
}
