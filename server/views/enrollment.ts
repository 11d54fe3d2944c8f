/** An enrollment as it is shown: what was, what is open, what comes, and why or why not. */
import type { Opened } from '../../activities/enact.ts';
import { messagesOfEnrollment, type StoredMessage } from '../../database/messages.ts';
import { readPatientLine } from '../../database/patients.ts';
import { listTasks, type StoredTask } from '../../database/tasks.ts';
import { timelineOf, touchesOf, type TimelineLine, type TouchLine } from '../../database/touches.ts';
import type { Tx } from '../../database/with-actor.ts';
import { contactOf, zonesOf } from '../../engine/contact.ts';
import { outlook, type Foreseen } from '../../engine/outlook.ts';
import type { Instant, Step } from '../../engine/plan.ts';
import { reaches } from '../../engine/schedule.ts';
import { iso, shownAt, shownOrNull } from './moments.ts';
import { timelineWords } from './timeline.ts';
import { plainTitle, stepsOf, titleOf } from './titles.ts';
import { whyEnded, whyStatus, whyTouch } from './why.ts';

export type ZoneOf = (step: Step | undefined) => string;

/** What reaches the patient is shown on the patient's clock, everything else on the hospital's (language.md 10.1). */
export function zoneFor({ plan, chart }: Pick<Opened, 'plan' | 'chart'>): { hospital: string; zoneOf: ZoneOf } {
  const { hospital, patient } = zonesOf(contactOf(plan, chart.house), chart.house, chart.patient.zone);
  return { hospital, zoneOf: (step) => (step && reaches(step) ? patient : hospital) };
}

const mostTouches = 5_000;

export async function showEnrollment(tx: Tx, opened: Opened, until: Instant): Promise<object> {
  const { head, plan, chart, env } = opened;
  const { enrollment } = chart;
  const { hospital, zoneOf } = zoneFor(opened);
  const rows = await touchesOf(tx, { patient: head.patient, enrollment: head.id, limit: mostTouches });
  const { tasks } = await listTasks(tx, {
    hospital: head.hospital,
    enrollment: head.id,
    status: 'all',
    snoozed: true,
    now: env.now,
    limit: 200,
  });
  const messages = await messagesOfEnrollment(tx, head.id);
  const timeline = await timelineOf(tx, head.id);
  const patient = await readPatientLine(tx, head.patient);
  const steps = stepsOf(plan);
  const ahead = outlook(plan, chart, env, { until });
  return {
    id: head.id,
    sop: head.sop,
    title: plainTitle(plan.title),
    version: head.hash,
    department: head.department,
    status: enrollment.status,
    because: enrollment.because ?? null,
    started: shownAt(enrollment.startedAt, hospital),
    ended: shownOrNull(enrollment.endedAt, hospital),
    endReason: enrollment.endReason ?? null,
    why: whyStatus(enrollment.status, enrollment.endReason),
    pause: enrollment.pause
      ? { since: shownAt(enrollment.pause.at, hospital), until: shownOrNull(enrollment.pause.until, hospital) }
      : null,
    stops: shownOrNull(enrollment.stopAt, hospital),
    dates: enrollment.dates,
    patient: { id: head.patient, externalId: patient?.externalId ?? '', name: patient?.name ?? null },
    timeline: timeline.map((entry) => shownEntry(entry, hospital)),
    touches: rows.map((row) => shownTouch(opened, row, steps.get(row.step), zoneOf(steps.get(row.step)), { tasks, messages })),
    coming: ahead.coming.map((one) => shownComing(opened, one, zoneOf(one.step))),
    comingUntil: iso(until),
    comingComplete: ahead.complete,
  };
}

const shownEntry = ({ at, what, data }: TimelineLine, zone: string) => ({
  moment: shownAt(at, zone),
  what,
  words: timelineWords(what, data, zone),
  data,
});

type Beside = { tasks: StoredTask[]; messages: StoredMessage[] };

function shownTouch(
  { plan, chart, env }: Opened,
  row: TouchLine,
  step: Step | undefined,
  zone: string,
  { tasks, messages }: Beside,
): object {
  const touch = row.chart;
  const parent = touch?.parent?.split('/')[1];
  const parentOutcome = touch?.parent === undefined ? undefined : chart.touches[touch.parent]?.outcome;
  const standing = {
    outcome: row.outcome,
    reason: row.reason,
    made: row.madeAt !== null,
    held: row.heldBy,
    awaited: row.target === null,
    going: touch?.sending !== undefined,
  };
  const task = tasks.find((one) => one.touch === row.key);
  return {
    key: row.key,
    step: row.step,
    occurrence: touch?.occurrence ?? row.key.split('/').slice(2).join('/'),
    kind: row.kind,
    title: titleOf({ plan, chart, env }, step, touch ?? undefined),
    target: shownOrNull(row.target, zone),
    made: shownOrNull(row.madeAt, zone),
    ended: shownOrNull(row.endedAt, zone),
    held: row.heldBy ? { by: row.heldBy, until: shownOrNull(row.heldUntil, zone) } : null,
    due: shownOrNull(touch?.dueAt, zone),
    waitsUntil: row.outcome ? null : shownOrNull(touch?.endAt, zone),
    outcome: row.outcome,
    reason: row.reason,
    why: whyTouch(standing),
    after:
      parent === undefined ? null : { step: parent, outcome: step?.parent?.step === parent ? step.parent.outcome : (parentOutcome ?? '') },
    answers: touch?.answers ?? null,
    answeredLate: touch?.answeredLate ?? false,
    late: touch?.late ?? false,
    by: { role: touch?.role ?? null, person: touch?.person ?? null },
    channel: touch?.channel ?? null,
    told: (touch?.told ?? []).map(({ role, at }) => ({ role, moment: shownAt(at, zone) })),
    messages: messages.filter((one) => one.touch === row.key).map((one) => shownMessage(one, zone)),
    task: task
      ? {
          id: task.id,
          status: task.status,
          team: task.team,
          due: shownOrNull(task.dueAt, zone),
          claimedBy: task.claimedBy,
          late: task.late,
        }
      : null,
  };
}

const shownMessage = ({ key, part, channel, status, claimedAt, acceptedAt }: StoredMessage, zone: string) => ({
  key,
  part,
  channel,
  status,
  claimed: shownAt(claimedAt, zone),
  accepted: shownOrNull(acceptedAt, zone),
});

function shownComing({ plan, chart, env }: Opened, { touch, step, at, armed, after, ifSilent, would }: Foreseen, zone: string): object {
  return {
    step: step.id,
    occurrence: touch.occurrence,
    kind: step.kind,
    title: titleOf({ plan, chart, env }, step, touch),
    target: shownAt(at, zone),
    armed,
    ifSilent,
    after: after ?? null,
    would: would ? { outcome: would.outcome, reason: would.reason ?? null, why: whyEnded(would.outcome, would.reason) } : null,
  };
}
