/** When everything that was due by now has been done: nothing on its way to the workflow, the dispatcher, the carrier or back. */
import type { Client } from '@temporalio/client';
import { open } from '../../activities/enact.ts';
import type { Deps } from '../../activities/deps.ts';
import { dueAt, emptyAgenda, take } from '../../engine/agenda.ts';
import type { Instant } from '../../engine/plan.ts';
import { wholeAgenda } from '../../engine/step.ts';
import { eventsWaiting } from '../../database/events.ts';
import { pendingSends } from '../../database/messages.ts';
import { outboxWaiting } from '../../database/outbox.ts';
import { withActor } from '../../database/with-actor.ts';
import { workflowId } from '../temporal/connect.ts';
import type { Stage } from './stage.ts';

/** What is still to be delivered for the messages of one enrollment. */
export type Sandbox = { pending(prefix: string): Promise<number> };
type Watched = { enrollment: string; stage: Stage; now: () => Instant };

/** Longer than this nothing takes that is not broken. */
const patience = 30_000;
const glance = 4;

export async function untilQuiet(around: { deps: Deps; client: Client; sandbox: Sandbox }, watched: Watched): Promise<void> {
  const from = around.deps.clock.now();
  while (!(await isQuiet(around, watched))) {
    if (around.deps.clock.now() - from > patience) throw new Error(`The rehearsal waits in vain for ${await unquiet(around, watched)}.`);
    await new Promise((resolve) => setTimeout(resolve, glance));
  }
}

async function isQuiet(around: { deps: Deps; client: Client; sandbox: Sandbox }, watched: Watched): Promise<boolean> {
  return (await unquiet(around, watched)) === undefined;
}

/** What is not quiet yet, cheapest question first. */
async function unquiet(
  { deps, client, sandbox }: { deps: Deps; client: Client; sandbox: Sandbox },
  { enrollment, stage, now }: Watched,
): Promise<string | undefined> {
  const rows = await withActor(deps.pool, stage.actor, async (tx) => {
    if ((await eventsWaiting(tx, stage.patient)) > 0) return 'the dispatcher';
    if ((await outboxWaiting(tx, enrollment)) > 0) return 'the relay';
    if ((await pendingSends(tx, enrollment)).length > 0) return 'the carrier';
    const { plan, chart, env } = await open(tx, deps, enrollment, { now: now() });
    const agenda = wholeAgenda(plan, chart, env);
    return agenda.ended || dueAt(take(emptyAgenda, agenda), now()).length === 0 ? undefined : 'the workflow';
  });
  if (rows) return rows;
  if ((await sandbox.pending(enrollment)) > 0) return 'a receipt';
  return (await workflowIdle(client, enrollment)) ? undefined : 'the workflow';
}

/** Without a workflow task or an activity under way: it waits for its timer, or has ended. */
async function workflowIdle(client: Client, enrollment: string): Promise<boolean> {
  const described = await client.workflowService.describeWorkflowExecution({
    namespace: client.options.namespace,
    execution: { workflowId: workflowId(enrollment) },
  });
  return !described.pendingWorkflowTask && (described.pendingActivities?.length ?? 0) === 0;
}
