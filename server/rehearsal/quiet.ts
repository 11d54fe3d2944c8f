/** When everything that was due by now has been done: nothing on its way to the workflow, the dispatcher, the carrier or back. */
import type { Client } from '@temporalio/client';
import { open } from '../../activities/enact.ts';
import type { Opened } from '../../activities/enact.ts';
import type { Deps } from '../../activities/deps.ts';
import { dueAt, emptyAgenda, take } from '../../engine/agenda.ts';
import type { Instant } from '../../engine/plan.ts';
import { wholeAgenda } from '../../engine/step.ts';
import { motionOf } from '../../database/motion.ts';
import { withActor } from '../../database/with-actor.ts';
import { workflowId } from '../temporal/connect.ts';
import type { Stage } from './stage.ts';

/** What is still to be delivered for the messages of one enrollment. */
export type Sandbox = { pending(prefix: string): Promise<number> };
type Around = { deps: Deps; client: Client; sandbox: Sandbox };
type Watched = { enrollment: string; stage: Stage; now: () => Instant };

/** Longer than this nothing takes that is not broken. */
const patience = 30_000;
const glance = 3;

/** Waits, and answers with the chart as it is then. */
export async function untilQuiet(around: Around, watched: Watched): Promise<Opened> {
  const from = around.deps.clock.now();
  for (;;) {
    const found = await looked(around, watched);
    if (typeof found !== 'string') return found;
    if (around.deps.clock.now() - from > patience) throw new Error(`The rehearsal waits in vain for ${found}.`);
    await new Promise((resolve) => setTimeout(resolve, glance));
  }
}

/**
 * What is not quiet yet, cheapest question first; else the chart. Asked of the rows before and after the others: a receipt that arrives
 * in between is in the rows by then.
 */
async function looked(around: Around, watched: Watched): Promise<Opened | string> {
  const { deps, client, sandbox } = around;
  const { enrollment, stage } = watched;
  const first = await moving(deps, watched);
  if (typeof first === 'string') return first;
  if (!(await workflowIdle(client, enrollment))) return 'the workflow';
  if ((await sandbox.pending(enrollment)) > 0) return 'a receipt';
  const second = await moving(deps, watched);
  if (typeof second === 'string') return second;
  if (second !== first) return 'what has just been done';
  return withActor(deps.pool, stage.actor, async (tx) => {
    const now = watched.now();
    const opened = await open(tx, deps, enrollment, { now });
    const agenda = wholeAgenda(opened.plan, opened.chart, opened.env);
    return agenda.ended || dueAt(take(emptyAgenda, agenda), now).length === 0 ? opened : 'the workflow';
  });
}

/** The enrollment's seq, or what is on its way. */
async function moving(deps: Deps, { enrollment, stage }: Watched): Promise<number | string> {
  const { seq, events, words, sends } = await withActor(deps.pool, stage.actor, (tx) =>
    motionOf(tx, { enrollment, patient: stage.patient }),
  );
  return events > 0 ? 'the dispatcher' : words > 0 ? 'the relay' : sends > 0 ? 'the carrier' : seq;
}

/** Without a workflow task or an activity under way: it waits for its timer, or has ended. */
async function workflowIdle(client: Client, enrollment: string): Promise<boolean> {
  const described = await client.workflowService.describeWorkflowExecution({
    namespace: client.options.namespace,
    execution: { workflowId: workflowId(enrollment) },
  });
  return !described.pendingWorkflowTask && (described.pendingActivities?.length ?? 0) === 0;
}
