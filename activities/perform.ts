/** The local activity: what is due is done, in one short transaction (design 3.3). */
import { inputFor } from '../engine/live.ts';
import type { Instant } from '../engine/plan.ts';
import { wholeAgenda } from '../engine/step.ts';
import { pendingSends } from '../database/messages.ts';
import { withActor } from '../database/with-actor.ts';
import type { Tx } from '../database/with-actor.ts';
import type { Activities, PerformRequest, PerformResult } from '../workflows/ports.ts';
import type { Deps } from './deps.ts';
import { enact, NoSuchEnrollment, open } from './enact.ts';
import type { Opened, Opening } from './enact.ts';
import { worker } from './worker-actor.ts';

/** Temporal's clock may be a little ahead of ours: what it says is due is due. More than this is not a clock's difference. */
const clockDifference = 60_000;

export function createPerform(deps: Deps, moment: (virtualNow: Instant) => Instant | undefined): Activities['perform'] {
  return (request) => withActor(deps.pool, worker, (tx) => perform(tx, deps, request, moment(request.virtualNow)));
}

async function perform(tx: Tx, deps: Deps, { enrollment, items }: PerformRequest, virtual: Instant | undefined): Promise<PerformResult> {
  const keys = items.map((item) => `${enrollment}/${item.touch}`);
  const opened = await opening(tx, deps, enrollment, { touches: keys, ...(virtual === undefined ? {} : { now: virtual }) });
  if (!opened) return gone;
  const due = Math.max(...items.map((item) => item.at));
  if (due > opened.now && due - opened.now <= clockDifference) opened.now = opened.env.now = due;
  const inputs = items.map((item, i) => inputFor(keys[i] ?? '', item.touch, item));
  const { agenda, sends } =
    items.length === 0
      ? { agenda: wholeAgenda(opened.plan, opened.chart, opened.env), sends: [] }
      : await enact(tx, opened, inputs, { word: false });
  // Whoever is told everything has lost what was told before, perhaps also which messages wait for their carriers (trap 9).
  return { agenda, sends: agenda.whole ? await pendingSends(tx, enrollment) : sends };
}

/** PostgreSQL was brought back to a minute before the enrollment began: its workflow has nothing to do any more. */
const gone: PerformResult = { agenda: { seq: 0, moments: {}, whole: true, ended: true }, sends: [] };

async function opening(tx: Tx, deps: Deps, enrollment: string, options: Opening): Promise<Opened | undefined> {
  try {
    return await open(tx, deps, enrollment, options);
  } catch (error) {
    if (!(error instanceof NoSuchEnrollment)) throw error;
    deps.log.warn({ enrollment }, 'a workflow asked for an enrollment that is not there');
    return undefined;
  }
}
