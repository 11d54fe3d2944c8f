/** One event, given to one enrollment in the order of language.md 10.8: dates; waits; stop and pause rules; `when` steps. */
import { concerns, subjectOf } from './about.ts';
import { armWhen, isOpen } from './arm.ts';
import type { EventRecord, TouchChart, Value } from './chart.ts';
import { editEnrollment, editPatient, holds, liveTouches, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { end } from './ending.ts';
import { isExpected } from './expecting.ts';
import { rereadDates } from './moving.ts';
import { lookAtPace } from './pacing.ts';
import type { EventName, Instant, Name, Step, StopRule } from './plan.ts';
import { makeFresh } from './settling.ts';
import { obey, resume, stop } from './stopping.ts';

/** Hears the event. The same one twice changes nothing: touches carry its id, waits end once, and the rows know it already. */
export function hear(desk: Desk, event: EventRecord): void {
  if (event.name === 'patient.died') return died(desk, event);
  learn(desk, event);
  if (takesBack(desk, event)) return stop(desk, 'discharge_cancelled', { everything: true });
  rereadDates(desk);
  if (event.name === 'reading.received') lookAtPace(desk);
  endWaits(desk, event);
  // After an outcome, first the steps of its `then` that have no time are made (language.md 10.8).
  makeFresh(desk);
  obeyStops(desk, event);
  armWhen(desk, event);
  desk.lookAround = true;
}

function died(desk: Desk, event: EventRecord): void {
  if (desk.chart.patient.diedAt === undefined) editPatient(desk).diedAt = event.at;
  stop(desk, 'patient_died', { everything: true });
}

function takesBack(desk: Desk, event: EventRecord): boolean {
  const { objects } = desk.chart.enrollment;
  return event.name === 'encounter.discharge_cancelled' && objects.encounter !== undefined && concerns(event, objects);
}

/** What the event says of the patient, and of the thing the enrollment started with, becomes what is known of it. */
function learn(desk: Desk, event: EventRecord): void {
  if (!desk.chart.events.some((known) => known.id === event.id))
    (desk.chart as { events: EventRecord[] }).events = [...desk.chart.events, event];
  if (event.name === 'patient.opted_out' && !desk.chart.patient.optedOut) editPatient(desk).optedOut = true;
  if (event.name === 'reading.received') learnReading(desk, event);
  const subject = subjectOf(event.name);
  const brought = subject && event.objects[subject];
  if (!subject || !brought || ['encounter.admitted', 'encounter.visited'].includes(event.name)) return;
  const now = knownNow(desk, subject, brought, event.name);
  if (now === undefined || JSON.stringify(now) === JSON.stringify(desk.chart.enrollment.objects[subject])) return;
  const enrollment = editEnrollment(desk);
  enrollment.objects = { ...enrollment.objects, [subject]: now };
}

type Known = Record<Name, Value>;

/** More about the same thing. The patient's next appointment is known to every SOP; other things only to the one that started with them. */
function knownNow(desk: Desk, subject: Name, brought: Known, event: EventName): Known | undefined {
  const known = desk.chart.enrollment.objects[subject];
  const same = known === undefined || known.id === undefined || brought.id === undefined || known.id === brought.id;
  if (known && same) return { ...known, ...brought };
  if (subject !== 'appointment' || desk.chart.enrollment.startEvent?.objects.appointment) return undefined;
  return (event === 'appointment.booked' || event === 'appointment.moved') && comesFirst(brought, known, desk.now) ? brought : undefined;
}

/** Of two appointments the one that is still to come, and of those the first. */
function comesFirst(brought: Known, known: Known | undefined, now: Instant): boolean {
  const at = (one: Known | undefined) => (typeof one?.time === 'string' ? Date.parse(one.time) : Number.NaN);
  const [theirs, ours] = [at(brought), at(known)];
  return !known || Number.isNaN(ours) || ours < now || (theirs >= now && theirs < ours);
}

/** On the real thing the rows have it already; it is the same reading by what it says and when. */
function learnReading(desk: Desk, { at, fields: { code, value, unit } }: EventRecord): void {
  if (typeof code !== 'string' || typeof value !== 'number') return;
  if (desk.chart.patient.readings.some((known) => known.code === code && known.at === at && known.value === value)) return;
  const patient = editPatient(desk);
  patient.readings = [...patient.readings, { code, value, at, ...(typeof unit === 'string' ? { unit } : {}) }];
}

function endWaits(desk: Desk, event: EventRecord): void {
  for (const touch of liveTouches(desk)) {
    const step = stepOf(desk, touch);
    if (!step || touch.madeAt === undefined) continue;
    if (isExpected(desk, step, touch, event)) end(desk, touch.key, { outcome: 'happened', reason: 'event' });
    else if (closes(desk, step, touch, event)) end(desk, touch.key, { outcome: 'closed', reason: 'event' });
  }
}

/** What happened before the work was there has nothing to do with it. */
function closes(desk: Desk, { act }: Step, touch: TouchChart, event: EventRecord): boolean {
  if (!('closeWhen' in act) || !act.closeWhen.includes(event.name)) return false;
  return event.at >= (touch.madeAt ?? 0) && concerns(event, desk.chart.enrollment.objects);
}

/** Unknown never stops or pauses anything (language.md 8). */
function obeyStops(desk: Desk, event: EventRecord): void {
  const { pause } = desk.chart.enrollment;
  const pausing = pause?.rule === undefined ? undefined : desk.plan.stops[pause.rule];
  const over = pause && pausing?.do.kind === 'pause' && pausing.do.until.includes(event.name) && event.at >= (pause.since ?? pause.at);
  if (over) resume(desk);
  desk.plan.stops.forEach((rule: StopRule, index) => {
    if (!isOpen(desk) || rule.on !== 'event' || !rule.events.includes(event.name)) return;
    if (!concerns(event, desk.chart.enrollment.objects) || holds(desk, rule.if, undefined, { event }).is !== true) return;
    obey(desk, rule, index, event.at);
  });
}
