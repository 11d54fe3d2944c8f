/** Whether a patient is taken into a SOP (language.md 7.3): asked by the dispatcher, by `enroll` steps and by the REST start. */
import { addSpan } from './calendar/span.ts';
import type { Chart, EnrollmentChart, EventRecord } from './chart.ts';
import { contactOf, zonesOf } from './contact.ts';
import type { Environment } from './desk.ts';
import { subjectKey } from './about.ts';
import type { DateValue, Name, Plan, Reason } from './plan.ts';

export type NotAdmitted = Extract<
  Reason,
  'already_in' | 'gap' | 'not_with' | 'if_false' | 'unknown' | 'no_date' | 'not_eligible' | 'patient_died'
>;
export type Admission =
  | {
      enrolled: true;
      /** Enrollments that end because this one begins. */
      ends: { id: string; reason: 'restarted' | 'replaced' }[];
      dates: Record<Name, DateValue | null>;
      /** Of those, the ones that were given and not read. */
      movedDates?: EnrollmentChart['movedDates'];
    }
  | { enrolled: false; why: NotAdmitted; name?: string };

/** What is asked. `requested`: by staff, REST or another SOP, so `when`, `if` and `among` do not hold, the rest does. */
export type Asking = {
  plan: Plan;
  chart: Chart;
  event: EventRecord;
  env: Pick<Environment, 'judge' | 'now'>;
  requested: boolean;
  /** Dates that who asks gives itself: they hold like those a person has moved. */
  given?: Record<Name, DateValue>;
  /** The thing it starts with, if the event does not say so itself: `encounter:E1`. */
  startedBy?: string;
};

export function admit({ plan, chart, event, env, requested, given = {}, startedBy = subjectKey(event) }: Asking): Admission {
  if (chart.patient.diedAt !== undefined) return { enrolled: false, why: 'patient_died' };
  const enrollment = hopeful(plan, event, env.now);
  const asked: Chart = { ...chart, enrollment, touches: {}, tallies: {} };
  const at = { plan, chart: asked, event, now: env.now };
  if (!requested) {
    const verdict = plan.start.if.length === 0 ? ({ is: true } as const) : env.judge.holds(plan.start.if, at);
    if (verdict.is === false) return { enrolled: false, why: 'if_false' };
    if (verdict.is === 'unknown') return { enrolled: false, why: 'unknown', name: verdict.name };
  }
  const company = inTheWay(plan, chart, startedBy, env.now);
  if ('why' in company) return { enrolled: false, why: company.why };
  const read = datesAtStart(plan, asked, event, env);
  const dates = { ...read, ...given };
  if (dates.day_0 == null) return { enrolled: false, why: 'no_date' };
  return { enrolled: true, ends: company.ends, dates, ...movedBy(given, read) };
}

function movedBy(given: Record<Name, DateValue>, read: Record<Name, DateValue | null>): Pick<EnrollmentChart, 'movedDates'> {
  const moved = Object.entries(given).filter(([name, value]) => read[name] !== value);
  if (moved.length === 0) return {};
  return { movedDates: Object.fromEntries(moved.map(([name, value]) => [name, { value, instead: read[name] ?? null }])) };
}

/** The enrollment as it would begin, for conditions and dates that ask. */
export function hopeful(plan: Plan, event: EventRecord, now: number, id = 'new'): EnrollmentChart {
  const because = event.fields.because;
  return {
    id,
    sop: plan.sop,
    status: 'active',
    ...(typeof because === 'string' ? { because } : {}),
    startedAt: now,
    startEvent: event,
    objects: event.objects,
    dates: {},
    pace: {},
    variants: {},
    seq: 1,
  };
}

export function datesAtStart(
  plan: Plan,
  chart: Chart,
  event: EventRecord,
  env: Pick<Environment, 'judge' | 'now'>,
): Record<Name, DateValue | null> {
  return Object.fromEntries(
    Object.entries(plan.dates).map(([name, expr]) => {
      const known = env.judge.value(expr, { plan, chart, event, now: env.now });
      return [name, 'value' in known && typeof known.value === 'string' && /^\d{4}-\d\d-\d\d/.test(known.value) ? known.value : null];
    }),
  );
}

type Company = { why: NotAdmitted } | { ends: { id: string; reason: 'restarted' | 'replaced' }[] };

function inTheWay(plan: Plan, chart: Chart, key: string | undefined, now: number): Company {
  const { again, gap, notWith, replaces } = plan.start;
  const living = chart.others.filter((other) => other.endedAt === undefined && other.status !== 'completed' && other.status !== 'stopped');
  // One that only waits for its last urgent work contacts nobody, and keeps nobody out.
  const active = living.filter((other) => other.status !== 'stopping');
  const mine = chart.others.filter((other) => other.sop === plan.sop);
  // A discharge that was taken back and is given again begins anew (A13 after A03, trap 14).
  if (key !== undefined && mine.some((other) => other.startedBy === key && other.endReason !== 'discharge_cancelled'))
    return { why: 'already_in' };
  if (active.some((other) => notWith.includes(other.sop))) return { why: 'not_with' };
  const running = active.filter((other) => other.sop === plan.sop);
  if (running.length > 0 && again === 'keep') return { why: 'already_in' };
  if (gap && mine.some((other) => other.endedAt !== undefined && addSpan(other.endedAt, gap, 'after', gapSetting(plan, chart)) > now))
    return { why: 'gap' };
  return {
    ends: [
      ...(again === 'restart' ? running.map((other) => ({ id: other.id, reason: 'restarted' as const })) : []),
      ...living.filter((other) => replaces.includes(other.sop)).map((other) => ({ id: other.id, reason: 'replaced' as const })),
    ],
  };
}

function gapSetting(plan: Plan, chart: Chart): { zone: string; hospitalZone: string; calendar: ReturnType<typeof zonesOf>['calendar'] } {
  const zones = zonesOf(contactOf(plan, chart.house), chart.house, chart.patient.zone);
  return { zone: zones.hospital, hospitalZone: zones.hospital, calendar: zones.calendar };
}
