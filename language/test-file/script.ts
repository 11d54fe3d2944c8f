/** From a case of a test file to what the engine lives through: the made-up patient, the start, the moves (language.md 13). */
import { instantOf } from '../../engine/calendar/zone.ts';
import { dayOfDate } from '../../engine/calendar/date-value.ts';
import { addDays } from '../../engine/calendar/day.ts';
import { admit, hopeful } from '../../engine/admission.ts';
import type { Admission } from '../../engine/admission.ts';
import type { Answers, Chart, EventRecord, PatientChart, TouchChart, Value } from '../../engine/chart.ts';
import { contactOf, zonesOf } from '../../engine/contact.ts';
import type { Judge } from '../../engine/judge.ts';
import type { DateValue, HouseRules, Instant, Name, Plan } from '../../engine/plan.ts';
import type { Input } from '../../engine/step.ts';
import { subjectOf } from '../../engine/about.ts';
import type { Play, TestCase, TestMoment, TestValues } from './model.ts';

/** A made-up patient: a phone and a postal address always, WeChat and a consenting relative if the test says so. */
export function madeUpPatient(id: string, fields: TestValues): PatientChart {
  const relatives =
    fields.has_family === true
      ? [{ id: 'relative', name: '家属', consent: true, addresses: [{ channel: 'phone' as const, value: '+8613800000001' }] }]
      : [];
  return {
    id,
    fields,
    addresses: [
      ...(fields.has_wechat === true ? [{ channel: 'wechat' as const, value: `wechat-${id}` }] : []),
      ...(fields.phone === false ? [] : [{ channel: 'phone' as const, value: '+8613800000000' }]),
      ...(fields.address === false ? [] : [{ channel: 'paper' as const, value: '—' }]),
    ],
    relatives,
    consents: [],
    optedOut: false,
    readings: [],
  };
}

/** `2026-03-11 11:00` is a moment of the hospital's zone. */
export function testValue(value: Value, zone: string): Value {
  if (typeof value === 'string') {
    const moment = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d)$/.exec(value);
    return moment?.[1] && moment[2] ? new Date(instantOf(moment[1], moment[2], zone)).toISOString() : value;
  }
  if (Array.isArray(value)) return value.map((one) => testValue(one, zone));
  return value;
}
export function testValues(values: TestValues, zone: string): Record<Name, Value> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, testValue(value, zone)]));
}

export function testMoment(moment: TestMoment, dayZero: DateValue | null | undefined, zone: string): Instant {
  if (moment.kind === 'date') return instantOf(moment.date, moment.at, zone);
  if (dayZero == null) throw new Error('a moment counts from day 0, which this case does not have');
  return instantOf(addDays(dayOfDate(dayZero, zone), moment.day), moment.at, zone);
}

/** The event a case begins with. Things that get no id of their own are the one the case is about. */
export function startEvent(one: TestCase, zone: string): EventRecord {
  const { start } = one;
  const at = testMoment(start.at, undefined, zone);
  if (start.kind === 'sweep') return { id: 'sweep', name: 'sweep', at, fields: {}, objects: {} };
  const objects = Object.fromEntries(
    Object.entries(start.objects).map(([name, values]) => [name, { id: 'this', ...testValues(values, zone) }]),
  );
  const fields = { ...testValues(start.fields, zone), ...(start.because === undefined ? {} : { because: start.because }) };
  return { id: 'start', name: start.event, at, fields, objects };
}

/** An event of `play`: about the case's own thing where events of that name are, about another one where they must be. */
export function playedEvent(play: Extract<Play, { kind: 'event' }>, at: Instant, n: number, zone: string): EventRecord {
  const subject = subjectOf(play.event);
  const other = play.event === 'encounter.admitted' || play.event === 'encounter.visited';
  const brought = Object.fromEntries(
    Object.entries(play.objects).map(([name, values]) => [
      name,
      { ...(other ? { id: `other-${n}` } : name === subject ? { id: 'this' } : {}), ...testValues(values, zone) },
    ]),
  );
  const objects = other && subject && !brought[subject] ? { ...brought, [subject]: { id: `other-${n}` } } : brought;
  return { id: `play-${n}`, name: play.event, at, fields: testValues(play.fields, zone), objects };
}

export type Setting = { plan: Plan; house: HouseRules; judge: Judge };
export type Begun = { admission: Admission; chart: Chart; zone: string; event: EventRecord };

/** The chart with which the case begins, and whether the patient is taken in at all. */
export function beginCase(one: TestCase, patients: Record<Name, TestValues>, { plan, house, judge }: Setting): Begun {
  const zone = zonesOf(contactOf(plan, house), house, undefined).hospital;
  const event = startEvent(one, zone);
  const patient = madeUpPatient(one.patient, testValues(patients[one.patient] ?? {}, zone));
  const others = one.start.running.map((sop, i) => ({ id: `other-${i}`, sop, status: 'active' as const, startedAt: event.at }));
  const enrollment = hopeful(plan, event, event.at, one.patient);
  const chart: Chart = {
    house,
    patient,
    enrollment,
    touches: {},
    tallies: {},
    contacts: [],
    coming: [],
    others,
    events: event.name === 'sweep' ? [] : [event],
  };
  const requested = one.start.kind === 'sweep' || event.name === 'enrollment.requested';
  const admission = admit({ plan, chart, event, env: { judge, now: event.at }, requested });
  if (!admission.enrolled) return { admission, chart, zone, event };
  return { admission, zone, event, chart: { ...chart, enrollment: { ...enrollment, dates: admission.dates, variants: one.variants } } };
}

/** The touch a play means: the newest of its step that is open; an answer may also come to the newest that has ended. */
export function openTouch(chart: Chart, step: string): TouchChart | undefined {
  const mine = Object.values(chart.touches)
    .filter((touch) => touch.step === step && touch.madeAt !== undefined)
    .sort((a, b) => (b.madeAt ?? 0) - (a.madeAt ?? 0));
  return mine.find((touch) => !touch.outcome) ?? mine[0];
}

/** What a play asks of the engine at its moment; undefined: its step has not been made, so it cannot be played. */
export function playInputs(play: Play, chart: Chart, zone: string): Input[] | undefined {
  if (!('step' in play)) return [];
  const touch = openTouch(chart, play.step);
  if (!touch) return undefined;
  const answers = (values: TestValues): Answers => testValues(values, zone);
  switch (play.kind) {
    case 'answer':
      return [{ do: 'answer', touch: touch.key, answers: answers(play.answers) }];
    case 'done':
      return [{ do: 'work', touch: touch.key, work: { act: 'complete', by: 'staff', answers: answers(play.answers) } }];
    case 'claim':
      return [{ do: 'work', touch: touch.key, work: { act: 'claim', by: 'staff' } }];
    case 'no_answer':
      return [{ do: 'work', touch: touch.key, work: { act: 'no_answer', by: 'staff' } }];
    case 'result':
      return [{ do: 'result', touch: touch.key, outcome: play.outcome }];
  }
}
