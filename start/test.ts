/** `npm test`: the checks, then every test. What the tests need (a Temporal server, a PostgreSQL) test/setup/global.ts starts. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { checkAll } from './check.ts';
import { orSayWhy } from './ending.ts';
import { createKeeper } from './keeper.ts';
import { places } from './places.ts';
import { step } from './progress.ts';
import { temporalCli } from './temporal-cli.ts';
import { Trouble } from './trouble.ts';

/** `args` go to vitest. */
export async function enter(args: string[]): Promise<void> {
  const home = places();
  await orSayWhy({ keeper: createKeeper(home) }, async () => {
    await step(
      'Temporal CLI',
      () => temporalCli({ places: home }),
      ({ from }) => from,
    );
    if (!(await checkAll())) throw new Trouble('The checks above must pass before the tests run: `npm run check` repeats them.');
    process.exitCode = await vitest(home.root, args);
  });
}

function vitest(root: string, args: string[]): Promise<number> {
  const child = spawn(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  // The terminal's Ctrl-C reaches vitest too; it takes its servers down, and we wait for that.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}
