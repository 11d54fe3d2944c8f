/** Giving one event to a patient's SOPs: first to those that run, then to those that begin with it. */
import { subjectKey } from '../engine/about.ts';
import { admit } from '../engine/admission.ts';
import type { Admission } from '../engine/admission.ts';
import type { EventRecord } from '../engine/chart.ts';

import { namesEvent } from '../engine/concerned.ts';
import type { HistoryEntry } from '../engine/history.ts';
import type { DateValue, Instant, Name, Plan } from '../engine/plan.ts';
import { loadAdmissionChart } from '../database/charts.ts';
import { runningOf } from '../database/enrollments.ts';
import { writeAudit } from '../database/audit.ts';
import { recordDeath, recordOptOut, recordStaffContact, storeReading } from '../database/patients.ts';
import type { Tx } from '../database/with-actor.ts';
import { begin } from './begin.ts';
import { departmentOf } from './deps.ts';
import type { Deps } from './deps.ts';
import { enact, open } from './enact.ts';

/** Outcomes with which nothing came of it. */
const undone = ['skipped', 'expired', 'cancelled', 'failed'];

/** Events that only a SOP nobody else has heard them for begins with: what a patient says is never dropped (language.md 12). */
const lastResort = ['patient.alarm', 'patient.wants_call', 'patient.wrote'];

/** One event, to the running enrollments it concerns, and to the SOPs that begin with it. */
export async function give(tx: Tx, deps: Deps, hospital: string, patient: string, event: EventRecord, now: Instant): Promise<void> {
  if (event.name === 'patient.died') await recordDeath(tx, { patient, at: event.at });
  if (event.name === 'patient.opted_out') await recordOptOut(tx, { patient, optedOut: true, at: event.at });
  if (event.name === 'reading.received') await keepReading(tx, hospital, patient, event);
  if (event.name === 'staff.replied')
    await recordStaffContact(tx, { hospital, patient, at: Math.min(event.at, now), by: 'staff', how: 'words' });
  const heard = await tellRunning(tx, deps, patient, event, now);
  if (lastResort.includes(event.name) && heard) return;
  const begun = await startNew(tx, deps, hospital, patient, event, now);
  if (!lastResort.includes(event.name) || begun > 0) return;
  // No SOP for it is published, or the patient cannot be taken in: it stands in the record, and the log calls for somebody.
  deps.log.error(
    { event: event.name, number: event.id.slice(0, 60) },
    'nobody hears what a patient said: publish service/alarm and service/message',
  );
  await writeAudit(tx, { hospital, at: now, what: 'words_unheard', subject: patient, data: { event: event.name, id: event.id } });
}

async function keepReading(tx: Tx, hospital: string, patient: string, { id, at, fields }: EventRecord): Promise<void> {
  const { code, value, unit } = fields;
  if (typeof code !== 'string' || typeof value !== 'number') return;
  await storeReading(tx, { hospital, patient, code, value, at, source: id, ...(typeof unit === 'string' ? { unit } : {}) });
}

type Running = { id: string; plan: Plan };

/**
 * True: somebody was given work for it. Of what a patient says, the SOPs with a step of their own hear first; if nothing came of that (they
 * are stopping, a condition did not hold), the others are asked one by one, until one has.
 */
async function tellRunning(tx: Tx, deps: Deps, patient: string, event: EventRecord, now: Instant): Promise<boolean> {
  const running: Running[] = [];
  for (const head of await runningOf(tx, patient)) {
    // What an enrollment has said itself it has heard already.
    if (event.id.startsWith(`${head.id}/`)) continue;
    running.push({ id: head.id, plan: await deps.plans.byHash(tx, head.hospital, head.sop, head.hash) });
  }
  const said = lastResort.includes(event.name);
  const first = said ? running.filter(({ plan }) => hasStepFor(plan, event.name)) : running;
  let heard = false;
  for (const one of first) heard = (await tell(tx, deps, one, event, now)) || heard;
  for (const one of said ? running.filter((other) => !first.includes(other)) : []) heard = heard || (await tell(tx, deps, one, event, now));
  return heard;
}

/** True: a touch came of this very event, and was made or waits to be. */
async function tell(tx: Tx, deps: Deps, { id, plan }: Running, event: EventRecord, now: Instant): Promise<boolean> {
  if (!namesEvent(plan, event.name)) return false;
  const opened = await open(tx, deps, id, { touches: whenTouches(plan, id, event), now });
  const { changes } = await enact(tx, opened, [{ do: 'event', event }], { word: true });
  return changes.some(
    ({ ...change }) => change.kind === 'touch' && change.touch.event?.id === event.id && !undone.includes(change.touch.outcome ?? 'sent'),
  );
}

function hasStepFor(plan: Plan, name: string): boolean {
  return plan.steps.some((step) => step.when.base.kind === 'event' && step.when.base.events.includes(name));
}
/** Touches this very event may have made before: heard twice, they are there already. */
function whenTouches(plan: Plan, enrollment: string, event: EventRecord): string[] {
  return plan.steps.flatMap((step) =>
    step.when.base.kind === 'event' && step.when.base.events.includes(event.name) ? [`${enrollment}/${step.id}/${event.id}`] : [],
  );
}

async function startNew(tx: Tx, deps: Deps, hospital: string, patient: string, event: EventRecord, now: Instant): Promise<number> {
  let begun = 0;
  const wanted = event.name === 'enrollment.requested' ? event.fields.sop : undefined;
  for (const plan of (await deps.plans.current(tx, hospital)).values()) {
    const named = plan.start.on === 'event' && plan.start.events.includes(event.name);
    if (wanted === undefined ? !named : plan.sop !== wanted) continue;
    const admission = await tryToStart(tx, deps, { hospital, patient, plan, event, now, requested: wanted !== undefined });
    if (admission.enrollment !== undefined) begun += 1;
  }
  return begun;
}

export type Starting = {
  hospital: string;
  patient: string;
  plan: Plan;
  event: EventRecord;
  now: Instant;
  requested: boolean;
  rehearsal?: boolean;
  /** A patient who is taken over in mid-course: when it began elsewhere, and what was done there. */
  startedAt?: Instant;
  history?: HistoryEntry[];
  /** Dates that who asks gives itself. */
  given?: Record<Name, DateValue>;
  /** `encounter:E1`, where the event does not say it itself. */
  startedBy?: string;
};

/** Takes the patient in, if the SOP's rules say so; those it restarts or replaces end in the same transaction. */
export async function tryToStart(tx: Tx, deps: Deps, starting: Starting): Promise<Admission & { enrollment?: string }> {
  const { hospital, patient, plan, event, now, requested, startedAt, history = [], given, startedBy = subjectKey(event) } = starting;
  const house = await deps.houses.of(tx, hospital, departmentOf(plan.sop));
  const hopeful = {
    id: 'new',
    sop: plan.sop,
    status: 'active' as const,
    startedAt: now,
    objects: event.objects,
    dates: {},
    pace: {},
    variants: {},
    seq: 1,
  };
  const chart = await loadAdmissionChart(tx, patient, { house, now, enrollment: hopeful });
  if (!chart) return { enrolled: false, why: 'not_eligible' };
  const admission = admit({
    plan,
    chart,
    event,
    env: { judge: deps.judge, now: startedAt ?? now },
    requested,
    ...(given ? { given } : {}),
    ...(startedBy === undefined ? {} : { startedBy }),
  });
  if (!admission.enrolled) {
    deps.log.info({ sop: plan.sop, why: admission.why }, 'a patient was not taken in');
    // A condition that is false is everyday; everything else somebody may ask about (language.md 7.3: unknown is recorded).
    if (admission.why !== 'if_false') {
      const data = {
        sop: plan.sop,
        why: admission.why,
        event: event.name,
        ...(admission.name === undefined ? {} : { name: admission.name }),
      };
      await writeAudit(tx, { hospital, at: now, what: 'not_enrolled', subject: patient, data });
    }
    return admission;
  }
  for (const ending of admission.ends) {
    const opened = await open(tx, deps, ending.id, { now });
    await enact(tx, opened, [{ do: 'stop', reason: ending.reason }], { word: true });
  }
  const { dates, movedDates } = admission;
  const taken = {
    ...(movedDates ? { movedDates } : {}),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(starting.rehearsal ? { rehearsal: true } : {}),
  };
  const enrollment = await begin(tx, deps, { hospital, patient, plan, event, now, dates, startedBy, history, ...taken });
  return { ...admission, ...(enrollment === undefined ? {} : { enrollment }) };
}
