import { look, open } from '../../activities/enact.ts';
import { tryToStart } from '../../activities/give.ts';
import { objectNames, subjectOf } from '../../engine/about.ts';
import type { NotAdmitted } from '../../engine/admission.ts';
import type { EventRecord } from '../../engine/chart.ts';
import type { Plan } from '../../engine/plan.ts';
import { writeAudit } from '../../database/audit.ts';
import { lockPatient } from '../../database/charts.ts';
import { getEnrollment, postEnrollment } from '../contract/enrollments.ts';
import { handler, type Call } from '../http/call.ts';
import { conflict, fieldError, invalid, invalidField } from '../http/problem.ts';
import { objectsOf } from '../intake/events.ts';
import { historyOf } from '../intake/history.ts';
import { dateValueOf, hospitalZone, instantOf } from '../intake/moments.ts';
import { patientOf } from '../intake/patients.ts';
import { showEnrollment } from '../views/enrollment.ts';
import { whyReason } from '../views/why.ts';

export const enroll = handler(postEnrollment, async (call) => {
  const { tx, hospital, body, parts, now, by } = call;
  const plan = (await parts.deps.plans.current(tx, hospital)).get(body.sop);
  if (!plan) throw invalidField('sop', 'unknown-sop', 'There is no published SOP of this name.', '没有发布过这个 SOP。');
  const zone = await hospitalZone(call);
  const history = historyOf(plan, body.history ?? [], { now, zone });
  const given = givenDates(plan, body.dates ?? {}, zone);
  const startedAt = body.startedAt === undefined ? earliest(history, now) : instantOf(body.startedAt, zone);
  if (startedAt > now) throw invalidField('startedAt', 'in-the-future', 'This has not happened yet.', '还没有发生。');
  const { id: patient } = await patientOf(call, body);
  if (patient === undefined)
    throw invalid([
      fieldError(
        'patient',
        body.patient ? 'unknown-patient' : 'missing',
        'There is no such patient; tell at least a name.',
        '没有这位患者；至少要给出姓名。',
      ),
    ]);
  await lockPatient(tx, patient);
  const objects = objectsOf(body, zone);
  const fields: EventRecord['fields'] = body.because === undefined ? {} : { because: body.because };
  const event: EventRecord = { id: `requested-${parts.deps.newId()}`, name: 'enrollment.requested', at: startedAt, fields, objects };
  const startedBy = startedWith(plan, objects);
  const started = await tryToStart(tx, parts.deps, {
    hospital,
    patient,
    plan,
    event,
    now,
    requested: true,
    startedAt,
    history,
    given,
    ...(startedBy === undefined ? {} : { startedBy }),
  });
  if (!started.enrolled) throw notAdmitted(started.why);
  if (started.enrollment === undefined) throw notAdmitted('already_in');
  await writeAudit(tx, {
    hospital,
    at: now,
    what: history.length > 0 ? 'enrollment.taken_over' : 'enrollment.started',
    subject: `enrollment/${started.enrollment}`,
    ...(body.because === undefined ? {} : { why: body.because }),
    data: { sop: plan.sop, by, key: call.caller.key },
  });
  return {
    status: 201,
    headers: { location: `/v1/enrollments/${started.enrollment}` },
    body: { id: started.enrollment, sop: plan.sop, dates: started.dates, ended: started.ends },
  };
});

const earliest = (history: { at: number }[], now: number): number => Math.min(now, ...history.map(({ at }) => at));

function givenDates(plan: Plan, dates: Record<string, string>, zone: string): Record<string, string> {
  const strange = Object.keys(dates).filter((name) => !Object.hasOwn(plan.dates, name));
  if (strange.length > 0)
    throw invalid(
      strange.map((name) =>
        fieldError(
          `dates.${name}`,
          'unknown-date',
          `The SOP has the dates ${Object.keys(plan.dates).join(', ')}.`,
          `SOP 里的日期有 ${Object.keys(plan.dates).join('、')}。`,
        ),
      ),
    );
  return Object.fromEntries(Object.entries(dates).map(([name, value]) => [name, dateValueOf(value, zone)]));
}

/** The thing the SOP would have started with: so that its event, when it comes, does not start a second one (language.md 7.3). */
function startedWith(plan: Plan, objects: EventRecord['objects']): string | undefined {
  const events = plan.start.on === 'event' ? plan.start.events : [];
  const subjects = [...events.map(subjectOf), ...objectNames];
  const subject = subjects.find((one) => one !== undefined && objects[one]?.id != null);
  const id = subject && objects[subject]?.id;
  return typeof id === 'string' || typeof id === 'number' ? `${subject}:${id}` : undefined;
}

function notAdmitted(why: NotAdmitted) {
  const words = whyReason(why);
  return conflict('not-admitted', { en: `Not enrolled: ${words.en}.`, zh: `没有入组：${words.zh}。` }, { why });
}

/** How far the outlook goes if nobody says, and at most. */
const ahead = { days: 60, most: 3 * 366 };
const dayMs = 86_400_000;

export const seeEnrollment = handler(getEnrollment, async (call) => {
  const { tx, parts, params, query } = call;
  const opened = await look(tx, parts.deps, params.id);
  return { status: 200, body: await showEnrollment(tx, opened, untilOf(query.until, opened.now)) };
});

function untilOf(until: string | undefined, now: number): number {
  if (until === undefined) return now + ahead.days * dayMs;
  return Math.min(Math.max(Date.parse(until), now), now + ahead.most * dayMs);
}

/** For changes: with the patient's lock. */
export const locked = (call: Pick<Call, 'tx' | 'parts'>, id: string, touches: string[] = []) =>
  open(call.tx, call.parts.deps, id, { touches });
