/**
 * One step of the engine on the real thing: under the patient's lock, on fresh rows, written in the same transaction. The workflow's
 * activities, the dispatcher and the server's acts all come through here.
 */
import type { Chart } from '../engine/chart.ts';
import type { Environment } from '../engine/desk.ts';
import type { Instant, Plan } from '../engine/plan.ts';
import { step } from '../engine/step.ts';
import type { Input, Stepped } from '../engine/step.ts';
import { saveChanges } from '../database/changes.ts';
import { loadChart, lockEnrollment } from '../database/charts.ts';
import type { EnrollmentHead } from '../database/charts.ts';
import { readEnrollment } from '../database/enrollments.ts';
import { addToOutbox } from '../database/outbox.ts';
import type { Tx } from '../database/with-actor.ts';
import { carrierTraits } from './deps.ts';
import type { Deps } from './deps.ts';

export type Opened = { head: EnrollmentHead; plan: Plan; chart: Chart; env: Environment; now: Instant };
export class NoSuchEnrollment extends Error {}

export type Opening = { touches?: string[]; now?: Instant };

/** Takes the lock and reads the chart. `touches`: keys of ended ones that are needed too. `at`: not earlier than this moment. */
export async function open(tx: Tx, deps: Deps, enrollment: string, options: Opening = {}): Promise<Opened> {
  return read(tx, deps, enrollment, await lockEnrollment(tx, enrollment), options);
}

/** The same without the lock: for looking, never for deciding. */
export async function look(tx: Tx, deps: Deps, enrollment: string, options: Opening = {}): Promise<Opened> {
  return read(tx, deps, enrollment, await readEnrollment(tx, enrollment), options);
}

async function read(tx: Tx, deps: Deps, enrollment: string, head: EnrollmentHead | undefined, options: Opening): Promise<Opened> {
  if (!head) throw new NoSuchEnrollment(`There is no enrollment ${enrollment}.`);
  const now = options.now ?? (await deps.clock.of(tx, head.hospital));
  const plan = await deps.plans.byHash(tx, head.hospital, head.sop, head.hash);
  const house = await deps.houses.of(tx, head.hospital, head.department);
  const chart = await loadChart(tx, enrollment, { house, now, touches: options.touches ?? [], events: expectedEvents(plan) });
  if (!chart) throw new NoSuchEnrollment(`The chart of enrollment ${enrollment} cannot be read.`);
  return { head, plan, chart, env: await environment(tx, deps, head.hospital, plan, now), now };
}

export async function environment(tx: Tx, deps: Deps, hospital: string, plan: Plan, now: Instant): Promise<Environment> {
  const enrolls = plan.steps.some((one) => one.act.kind === 'enroll');
  const current = enrolls ? await deps.plans.current(tx, hospital) : new Map<string, Plan>();
  return {
    judge: deps.judge,
    now,
    carriers: carrierTraits(deps.channels),
    link: (kind, message) => deps.link(kind, message),
    planOf: (sop) => current.get(sop),
  };
}

/** The events that `expect` steps of the plan may look back at. */
function expectedEvents(plan: Plan): string[] {
  return [...new Set(plan.steps.flatMap((one) => (one.act.kind === 'expect' ? one.act.events : [])))];
}

/** Works the inputs and writes what changes. `word`: also puts it in the outbox, for the workflow to be told. */
export async function enact(tx: Tx, opened: Opened, inputs: Input[], { word }: { word: boolean }): Promise<Stepped> {
  const { head, plan, chart, env, now } = opened;
  const stepped = step(plan, chart, inputs, env);
  if (stepped.changes.length === 0) return stepped;
  await saveChanges(tx, { enrollment: head, changes: stepped.changes, sends: stepped.sends, seq: stepped.chart.enrollment.seq, at: now });
  if (word) await addToOutbox(tx, { hospital: head.hospital, enrollment: head.id, agenda: stepped.agenda, sends: stepped.sends, at: now });
  // What was opened is now as it was written, so that more can be done in the same transaction.
  opened.chart = stepped.chart;
  return stepped;
}
