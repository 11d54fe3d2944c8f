/**
 * Workflows brought back from PostgreSQL alone (design 3.5): after a Temporal that was lost or emptied, a workflow that was terminated,
 * or a restore of one store to another minute than the other. The way is the usual one: a word in the outbox, in its order among the
 * others, told by signal-with-start. It says everything, so it begins a workflow and puts a running one right.
 */
import { saveChanges } from '../database/changes.ts';
import { quietlyRunning } from '../database/enrollments.ts';
import { pendingSends } from '../database/messages.ts';
import { addToOutbox } from '../database/outbox.ts';
import { withActor } from '../database/with-actor.ts';
import type { Tx } from '../database/with-actor.ts';
import { wholeAgenda } from '../engine/step.ts';
import type { Deps } from './deps.ts';
import { open } from './enact.ts';
import { worker } from './worker-actor.ts';

/** What repair must know and do in Temporal; server/temporal implements it. */
export type Workflows = {
  /** Those of these enrollments whose workflow runs. */
  running(enrollments: string[]): Promise<ReadonlySet<string>>;
  /** Ends the enrollment's workflow, if one runs. */
  terminate(enrollment: string): Promise<void>;
};

/**
 * The enrollment's workflow goes on with all that the rows say is to come, and with the messages whose result is not known. Twice changes
 * nothing. False: the enrollment has ended, so there is nothing to go on with. Rejects if there is no such enrollment.
 */
export function rebuild(deps: Deps, enrollment: string): Promise<boolean> {
  return withActor(deps.pool, worker, (tx) => sayEverything(tx, deps, enrollment));
}

/**
 * The same where PostgreSQL was brought back to an earlier minute: the running workflow has heard words that are no longer true, and would
 * take the ones that come now for old. It is ended first.
 */
export async function rebuildAfresh(deps: Deps, workflows: Workflows, enrollment: string): Promise<boolean> {
  await workflows.terminate(enrollment);
  return rebuild(deps, enrollment);
}

async function sayEverything(tx: Tx, deps: Deps, enrollment: string): Promise<boolean> {
  const { head, plan, chart, env, now } = await open(tx, deps, enrollment);
  const whole = wholeAgenda(plan, chart, env);
  if (whole.ended) return false;
  const seq = head.seq + 1;
  await saveChanges(tx, { enrollment: head, changes: [], sends: [], seq, at: now });
  const sends = await pendingSends(tx, enrollment);
  await addToOutbox(tx, { hospital: head.hospital, enrollment, agenda: { ...whole, seq }, sends, at: now });
  return true;
}

const pageSize = 500;

/** Looks through all running enrollments, a page at a time, for those whose workflow does not run, and rebuilds them. Answers how many. */
export async function rebuildMissing(deps: Deps, workflows: Workflows): Promise<number> {
  let rebuilt = 0;
  for (let after = ''; ;) {
    const page = await withActor(deps.pool, worker, (tx) => quietlyRunning(tx, { after, limit: pageSize }));
    if (page.length === 0) return rebuilt;
    const running = await workflows.running(page);
    for (const enrollment of page) {
      if (running.has(enrollment) || !(await rebuild(deps, enrollment))) continue;
      rebuilt += 1;
      deps.log.warn({ enrollment }, 'a workflow was not there and is rebuilt');
    }
    after = page.at(-1) ?? '';
  }
}
