/** What both processes give their activities and acts: the server's acts and the worker's claim the same messages with the same links. */
import { createClock } from '../activities/clock.ts';
import { createRegistry } from '../activities/channels/registry.ts';
import { createSandboxChannels } from '../activities/channels/sandbox.ts';
import type { Deps, Log } from '../activities/deps.ts';
import { createLinks } from '../activities/links.ts';
import { newId } from '../activities/names.ts';
import { createHouses, createPlans } from '../activities/published.ts';
import { createPool } from '../database/pool.ts';
import { createJudge } from '../language/judge.ts';
import type { WorkerSettings } from './settings.ts';

type OfDeps = Pick<WorkerSettings, 'SANDBOX_URL' | 'SANDBOX_TOKEN' | 'SANDBOX_SECRET' | 'PUBLIC_URL'>;

export function depsFor(settings: OfDeps & { databaseUrl: string }, log: Log, now: () => number): Deps {
  const pool = createPool(settings.databaseUrl, {
    onError: (error) => log.warn({ failure: error.name }, 'a database connection was lost'),
  });
  return {
    pool,
    judge: createJudge(),
    plans: createPlans(),
    houses: createHouses(),
    clock: createClock(now),
    channels: createRegistry(createSandboxChannels({ url: settings.SANDBOX_URL, token: settings.SANDBOX_TOKEN, timeoutMs: 8_000 })),
    link: createLinks({ base: settings.SANDBOX_URL, secret: settings.SANDBOX_SECRET }),
    callbackUrl: (hospital) => `${settings.PUBLIC_URL}/v1/webhooks/sandbox/${hospital}`,
    newId: () => newId(now()),
    log,
  };
}
