import { check } from '../../language/check.ts';
import { compile } from '../../language/compile/compile.ts';
import { toJson } from '../../language/diagnostics/json.ts';
import { shelve } from '../../language/library/shelf.ts';
import { listTouches } from '../../engine/listing.ts';
import { environment } from '../../activities/enact.ts';
import { departmentOf } from '../../activities/deps.ts';
import { datesAtStart, hopeful } from '../../engine/admission.ts';
import type { Chart, EventRecord, PatientChart } from '../../engine/chart.ts';
import { dayOfDate, momentOf } from '../../engine/calendar/date-value.ts';
import { addDays } from '../../engine/calendar/day.ts';
import { startOfDay } from '../../engine/calendar/zone.ts';
import type { Plan } from '../../engine/plan.ts';
import { patientFields } from '../../language/conditions/objects.ts';
import type { Diagnostic } from '../../language/diagnostic.ts';
import { postSopCheck, postSopPlan } from '../contract/sops.ts';
import { handler, type Call } from '../http/call.ts';
import { invalidField, Problem } from '../http/problem.ts';
import { objectsOf } from '../intake/events.ts';
import { libraryBehind, sentFiles } from '../intake/files.ts';
import { dateValueOf, hospitalZone, withMoments } from '../intake/moments.ts';
import { iso } from '../views/moments.ts';
import { plainTitle } from '../views/titles.ts';

export const checkSops = handler(postSopCheck, async (call) => {
  const files = sentFiles(call.body);
  const { diagnostics } = check(files, { library: await libraryBehind(call, files) });
  return { status: 200, body: { diagnostics: diagnostics.map((one) => toJson(one, call.language)) } };
});

export const planSop = handler(postSopPlan, async (call) => {
  const { body, language, tx, parts, hospital } = call;
  const { plan, diagnostics } = await planAsked(call);
  const zone = await hospitalZone(call);
  const chart = await madeUp(call, plan, zone);
  const env = await environment(tx, parts.deps, hospital, plan, chart.enrollment.startedAt);
  const until = body.until === undefined ? undefined : momentOf(dateValueOf(body.until, zone), zone, '24:00');
  const touches = listTouches(plan, chart, env, { language, ...(until === undefined ? {} : { until }) });
  return {
    status: 200,
    body: {
      sop: plan.sop,
      title: plainTitle(plan.title),
      day0: body.day0,
      zone: body.zone ?? zone,
      touches: touches.map(({ at, ...touch }) => ({ ...touch, at: at === null ? null : iso(at) })),
      diagnostics: diagnostics.map((one) => toJson(one, language)),
    },
  };
});

/** Of the files that came, or of what is published. */
async function planAsked(call: Call<typeof postSopPlan>): Promise<{ plan: Plan; diagnostics: Diagnostic[] }> {
  const { body, tx, parts, hospital, language } = call;
  const files = sentFiles(body);
  if (files.length === 0) {
    const plan = body.sop === undefined ? undefined : (await parts.deps.plans.current(tx, hospital)).get(body.sop);
    if (!plan)
      throw invalidField(
        body.sop === undefined ? 'text' : 'sop',
        body.sop === undefined ? 'missing' : 'unknown-sop',
        'Send a SOP, or name a published one.',
        '请给出 SOP，或写一个已发布的 SOP。',
      );
    return { plan, diagnostics: [] };
  }
  const names = shelve(files).books.filter(({ kind }) => kind === 'sop').map(({ name }) => name); // prettier-ignore
  const sop = body.sop ?? (names.length === 1 ? names[0] : undefined);
  if (body.sop === undefined && names.length > 1)
    throw invalidField('sop', 'missing', `Which one: ${names.join(', ')}?`, `要看哪一个：${names.join('、')}？`);
  const compiled = compile(sop ?? files[0]!.path, [...files, ...(await libraryBehind(call, files))]);
  if (!compiled.plan) throw notCompiled(compiled.diagnostics, call);
  return { plan: compiled.plan, diagnostics: compiled.diagnostics.filter(({ file }) => files.some(({ path }) => path === file)) };

  function notCompiled(diagnostics: Diagnostic[], { language: words }: { language: typeof language }): Problem {
    return withMistakes(diagnostics.map((one) => toJson(one, words)));
  }
}

/** The files are understood, and have mistakes. */
export const withMistakes = (diagnostics: unknown[]): Problem =>
  new Problem({
    status: 422,
    code: 'sop-mistakes',
    title: { en: 'The SOP has mistakes; nothing was done.', zh: 'SOP 有错误，什么也没有做。' },
    more: { diagnostics },
  });

/** A patient who is nobody, enrolled on the first day on which the SOP has something to do. */
async function madeUp(call: Call<typeof postSopPlan>, plan: Plan, zone: string): Promise<Chart> {
  const { body, parts, tx, hospital } = call;
  const house = await parts.deps.houses.of(tx, hospital, departmentOf(plan.sop));
  const day0 = dateValueOf(body.day0, zone);
  const first = Math.min(0, ...plan.steps.flatMap(({ when }) => (when.base.kind === 'day' ? when.base.days : [])));
  const startedAt =
    body.enrolledAt === undefined
      ? startOfDay(addDays(dayOfDate(day0, zone), first), zone)
      : momentOf(dateValueOf(body.enrolledAt, zone), zone);
  const event: EventRecord = {
    id: 'plan',
    name: plan.start.on === 'event' ? (plan.start.events[0] ?? 'enrollment.requested') : 'enrollment.requested',
    at: startedAt,
    fields: {},
    objects: objectsOf(body, zone),
  };
  const patient: PatientChart = {
    id: 'patient',
    fields: withMoments(patientFields, body.patient ?? {}, zone),
    addresses: [],
    relatives: [],
    consents: [],
    optedOut: false,
    readings: [],
    ...(body.zone ? { zone: body.zone } : {}),
  };
  const chart: Chart = {
    house,
    patient,
    enrollment: hopeful(plan, event, startedAt, 'plan'),
    touches: {},
    tallies: {},
    contacts: [],
    coming: [],
    others: [],
    events: [],
  };
  const given = Object.fromEntries(Object.entries(body.dates ?? {}).map(([date, value]) => [date, dateValueOf(value, zone)]));
  chart.enrollment.dates = { ...datesAtStart(plan, chart, event, { judge: parts.deps.judge, now: startedAt }), ...given, day_0: day0 };
  return chart;
}
