/** One timer per run, kept as long as the moment it is armed for stays the same: a wake by a signal makes no new one (design 4). */
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { Instant } from '../engine/plan.ts';

export type ArmedTimer = { set(at: Instant | undefined): void; fired(): boolean };
type Armed = { at: Instant; scope: CancellationScope; fired: boolean };

/** The longest sleep that is asked for at once; behind it the loop looks at the agenda and arms again. */
const longest = 365 * 24 * 3_600_000;

export function createTimer(now: () => Instant): ArmedTimer {
  let armed: Armed | undefined;
  return {
    set: (at) => {
      if (armed && !armed.fired && armed.at === at) return;
      if (armed && !armed.fired) armed.scope.cancel();
      armed = at === undefined ? undefined : arm(at, now);
    },
    fired: () => armed?.fired === true,
  };
}

function arm(at: Instant, now: () => Instant): Armed {
  const armed: Armed = { at, scope: new CancellationScope(), fired: false };
  const ring = async (): Promise<void> => {
    await sleep(Math.max(1, Math.min(longest, at - now())));
    armed.fired = true;
  };
  armed.scope.run(ring).catch((error: unknown) => {
    if (!isCancellation(error)) throw error;
  });
  return armed;
}
