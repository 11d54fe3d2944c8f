/** A home of its own for one test, and a keeper whose parts end with the test. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { removeFolder } from '../../start/account.ts';
import { createKeeper, type Keeper } from '../../start/keeper.ts';
import { places, type Places } from '../../start/places.ts';

export function aHome(): Places {
  const home = mkdtempSync(join(tmpdir(), 'aftercare-home-'));
  chmodSync(home, 0o755);
  const made = places(home);
  onTestFinished(() => {
    removeFolder(made.postgresData);
    rmSync(home, { recursive: true, force: true });
  });
  return made;
}

export function aKeeper(home: Places): Keeper {
  const keeper = createKeeper(home);
  onTestFinished(() => keeper.stopAll());
  return keeper;
}
