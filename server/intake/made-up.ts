/** A patient who is nobody, enrolled on the first day on which the SOP has something to do: for showing the calendar that it makes. */
import { departmentOf } from '../../activities/deps.ts';
import { datesAtStart, hopeful } from '../../engine/admission.ts';
import { dayOfDate, momentOf } from '../../engine/calendar/date-value.ts';
import { addDays } from '../../engine/calendar/day.ts';
import { startOfDay } from '../../engine/calendar/zone.ts';
import type { Chart, EventRecord } from '../../engine/chart.ts';
import type { DateValue, Instant, Plan } from '../../engine/plan.ts';
import { patientFields } from '../../language/conditions/objects.ts';
import type { postSopPlan } from '../contract/sops.ts';
import type { Call } from '../http/call.ts';
import { objectsOf } from './events.ts';
import { dateValueOf, withMoments } from './moments.ts';

export async function madeUpChart({ body, parts, tx, hospital }: Call<typeof postSopPlan>, plan: Plan, zone: string): Promise<Chart> {
  const day0 = dateValueOf(body.day0, zone);
  const startedAt = body.enrolledAt === undefined ? firstMoment(plan, day0, zone) : momentOf(dateValueOf(body.enrolledAt, zone), zone);
  const start = plan.start.on === 'event' ? plan.start.events[0] : undefined;
  const event: EventRecord = {
    id: 'plan',
    name: start ?? 'enrollment.requested',
    at: startedAt,
    fields: {},
    objects: objectsOf(body, zone),
  };
  const fields = withMoments(patientFields, body.patient ?? {}, zone);
  const chart: Chart = {
    house: await parts.deps.houses.of(tx, hospital, departmentOf(plan.sop)),
    patient: {
      id: 'patient',
      fields,
      addresses: [],
      relatives: [],
      consents: [],
      optedOut: false,
      readings: [],
      ...(body.zone ? { zone: body.zone } : {}),
    },
    enrollment: hopeful(plan, event, startedAt, 'plan'),
    touches: {},
    tallies: {},
    contacts: [],
    coming: [],
    others: [],
    events: [],
  };
  const given = Object.fromEntries(Object.entries(body.dates ?? {}).map(([date, value]) => [date, dateValueOf(value, zone)]));
  const dates = { ...datesAtStart(plan, chart, event, { judge: parts.deps.judge, now: startedAt }), ...given, day_0: day0 };
  return { ...chart, enrollment: { ...chart.enrollment, dates } };
}

function firstMoment(plan: Plan, day0: DateValue, zone: string): Instant {
  const first = Math.min(0, ...plan.steps.flatMap(({ when }) => (when.base.kind === 'day' ? when.base.days : [])));
  return startOfDay(addDays(dayOfDate(day0, zone), first), zone);
}
