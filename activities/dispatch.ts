/**
 * The dispatcher: takes one patient's events in order, under the patient's lock, and gives each to the enrollments it concerns, then to
 * the SOPs that begin with it (design 3.6, language.md 10.8). Everything one event does is one transaction.
 */
import type { EventRecord } from '../engine/chart.ts';
import type { Instant } from '../engine/plan.ts';
import { markDispatched, recordFailure, takeEvent } from '../database/events.ts';
import type { QueuedEvent } from '../database/events.ts';
import { withActor } from '../database/with-actor.ts';
import type { Tx } from '../database/with-actor.ts';
import type { Deps } from './deps.ts';
import { give } from './give.ts';
import { hearReport, reportEvent } from './hear-report.ts';
import { hearWords, wordsEvent } from './hear-words.ts';
import { worker } from './worker-actor.ts';

/** Takes and works the next event. False: nobody waits. A failure keeps the event, with its reason, for a later try. */
export async function dispatchOne(deps: Deps): Promise<boolean> {
  let taken: QueuedEvent | undefined;
  try {
    return await withActor(deps.pool, worker, async (tx) => {
      taken = await takeEvent(tx, deps.clock.now());
      if (!taken) return false;
      const now = await deps.clock.of(tx, taken.hospital);
      await dispatch(tx, deps, taken, now);
      await markDispatched(tx, taken.number, now);
      return true;
    });
  } catch (error) {
    if (!taken) throw error;
    await giveBack(deps, taken, error);
    return true;
  }
}

/** A minute between tries at most; after ten the patient's later events go on, and the failure is listed for a person. */
async function giveBack(deps: Deps, event: QueuedEvent, error: unknown): Promise<void> {
  const at = deps.clock.now();
  const retryAt = event.attempts < 10 ? at + Math.min(60_000, 500 * 2 ** event.attempts) : undefined;
  const failure = error instanceof Error ? error.name : 'failure';
  deps.log.error({ event: event.name, number: event.number, failure, at: framesOf(error) }, 'an event could not be dispatched');
  await withActor(deps.pool, worker, (tx) =>
    recordFailure(tx, { number: event.number, failure, at, ...(retryAt === undefined ? {} : { retryAt }) }),
  );
}

/** Where it failed; never what was said: a message may hold a patient's words. */
function framesOf(error: unknown): string[] {
  const lines = error instanceof Error ? (error.stack?.split('\n') ?? []) : [];
  return lines.filter((line) => /^\s+at /.test(line)).slice(0, 6);
}

export async function dispatch(tx: Tx, deps: Deps, event: QueuedEvent, now: Instant): Promise<void> {
  if (event.patient === undefined) return;
  for (const heard of await meant(tx, deps, { ...event, patient: event.patient }, now))
    await give(tx, deps, event.hospital, event.patient, heard, now);
}

/** What it means to the SOPs: a report or words first become answers, outcomes and events. */
function meant(tx: Tx, deps: Deps, event: QueuedEvent & { patient: string }, now: Instant): Promise<EventRecord[]> {
  if (event.name === reportEvent) return hearReport(tx, deps, event, now);
  if (event.name === wordsEvent) return hearWords(tx, deps, event, now);
  return Promise.resolve([event]);
}
