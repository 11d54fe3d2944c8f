/** The local activity: what is due is done, in one short transaction (design 3.3). */
import { inputFor } from '../engine/live.ts';
import type { Instant } from '../engine/plan.ts';
import { unfinishedSends, wholeAgenda } from '../engine/step.ts';
import { withActor } from '../database/with-actor.ts';
import type { Activities, PerformRequest, PerformResult } from '../workflows/ports.ts';
import type { Deps } from './deps.ts';
import { enact, open } from './enact.ts';
import { worker } from './worker-actor.ts';

/** Temporal's clock may be a little ahead of ours: what it says is due is due. More than this is not a clock's difference. */
const clockDifference = 60_000;

export function createPerform(deps: Deps, moment: (virtualNow: Instant) => Instant | undefined): Activities['perform'] {
  return async ({ enrollment, items, virtualNow }: PerformRequest): Promise<PerformResult> =>
    withActor(deps.pool, worker, async (tx) => {
      const keys = items.map((item) => `${enrollment}/${item.touch}`);
      const virtual = moment(virtualNow);
      const opened = await open(tx, deps, enrollment, { touches: keys, ...(virtual === undefined ? {} : { now: virtual }) });
      if (items.length === 0) return { agenda: wholeAgenda(opened.plan, opened.chart, opened.env), sends: unfinishedSends(opened.chart) };
      const due = Math.max(...items.map((item) => item.at));
      if (due > opened.now && due - opened.now <= clockDifference) opened.now = opened.env.now = due;
      const inputs = items.map((item, i) => inputFor(keys[i] ?? '', item.touch, item));
      const { agenda, sends } = await enact(tx, opened, inputs, { word: false });
      return { agenda, sends };
    });
}
