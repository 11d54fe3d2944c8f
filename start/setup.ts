/** `npm run setup`: everything that `npm start` needs, without leaving anything running. */
import { endOnSignals, orSayWhy, type Ending } from './ending.ts';
import { createKeeper } from './keeper.ts';
import { beTheOnly } from './one.ts';
import { places } from './places.ts';
import { say } from './progress.ts';
import { setUpAll } from './supervisor.ts';

export async function enter(): Promise<void> {
  const home = places(process.env['AFTERCARE_HOME']);
  const ending: Ending = { keeper: createKeeper(home) };
  await orSayWhy(ending, async () => {
    ending.after = await beTheOnly(home, 'set it up');
    endOnSignals(ending);
    await setUpAll(home, process.env, ending.keeper);
    await ending.keeper.stopAll();
    ending.after();
    say('\nEverything is set up: `npm start` runs it.');
    process.exit(0);
  });
}
