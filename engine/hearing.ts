/** One event, given to one enrollment in the order of language.md 10.8: dates; waits; stop and pause rules; `when` steps. */
import { concerns, subjectOf } from './about.ts';
import { armWhen, isOpen } from './arm.ts';
import type { EventRecord } from './chart.ts';
import { editEnrollment, editPatient, holds, liveTouches, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { end } from './ending.ts';
import { rereadDates } from './moving.ts';
import { lookAtPace } from './pacing.ts';
import type { EventName, Plan, StopRule } from './plan.ts';
import { obey, resume, stop } from './stopping.ts';

/** Whether a plan can be moved by an event at all: by name, or because its dates may read what the event brings (design 3.6). */
export function namesEvent(plan: Plan, name: EventName, builtIn: EventName[] = ['patient.alarm', 'patient.wants_call']): boolean {
  const named = [
    ...plan.stops.flatMap((rule) => [...(rule.on === 'event' ? rule.events : []), ...(rule.do.kind === 'pause' ? rule.do.until : [])]),
    ...plan.steps.flatMap((step) => [
      ...(step.when.base.kind === 'event' ? step.when.base.events : []),
      ...('closeWhen' in step.act ? step.act.closeWhen : []),
      ...(step.act.kind === 'expect' ? step.act.events : []),
    ]),
  ];
  if (named.includes(name) || builtIn.includes(name) || name === 'patient.died' || name === 'encounter.discharge_cancelled') return true;
  if (name === 'reading.received') return plan.steps.some((step) => step.when.base.kind === 'rhythm' && step.when.base.pace.length > 0);
  const subject = subjectOf(name);
  return subject !== undefined && Object.values(plan.dates).some((expr) => expr.uses.includes(subject));
}

/** Hears the event. The same one twice changes nothing: touches carry its id, waits end once, and the rows know it already. */
export function hear(desk: Desk, event: EventRecord): void {
  if (event.name === 'patient.died') return died(desk, event);
  learn(desk, event);
  if (
    event.name === 'encounter.discharge_cancelled' &&
    concerns(event, desk.chart.enrollment.objects) &&
    desk.chart.enrollment.objects.encounter
  ) {
    return stop(desk, 'discharge_cancelled', { everything: true });
  }
  rereadDates(desk);
  if (event.name === 'reading.received') lookAtPace(desk);
  endWaits(desk, event);
  obeyStops(desk, event);
  armWhen(desk, event);
}

function died(desk: Desk, event: EventRecord): void {
  const patient = editPatient(desk);
  patient.diedAt ??= event.at;
  stop(desk, 'patient_died', { everything: true });
}

/** What the event says of the thing the enrollment started with becomes what is known of it. */
function learn(desk: Desk, event: EventRecord): void {
  if (!desk.chart.events.some((known) => known.id === event.id))
    (desk.chart as { events: EventRecord[] }).events = [...desk.chart.events, event];
  if (event.name === 'reading.received') learnReading(desk, event);
  const subject = subjectOf(event.name);
  const brought = subject && event.objects[subject];
  if (!subject || !brought) return;
  const known = desk.chart.enrollment.objects[subject];
  // The patient's next appointment is known to every SOP; other things only to the one that started with them.
  if (!known && subject !== 'appointment') return;
  if (known && !(known.id === undefined || brought.id === undefined || known.id === brought.id)) return;
  if (['encounter.admitted', 'encounter.visited'].includes(event.name)) return;
  const enrollment = editEnrollment(desk);
  enrollment.objects = { ...enrollment.objects, [subject]: { ...known, ...brought } };
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
    if (!step || touch.madeAt === undefined || touch.outcome) continue;
    const { act } = step;
    if (
      act.kind === 'expect' &&
      act.events.includes(event.name) &&
      concerns(event, desk.chart.enrollment.objects) &&
      holds(desk, act.if, touch, { event }).is === true
    ) {
      end(desk, touch.key, { outcome: 'happened', reason: 'event' });
    }
    if ('closeWhen' in act && act.closeWhen.includes(event.name)) end(desk, touch.key, { outcome: 'closed', reason: 'event' });
  }
}

/** Unknown never stops or pauses anything (language.md 8). */
function obeyStops(desk: Desk, event: EventRecord): void {
  const { pause } = desk.chart.enrollment;
  const pausing = pause?.rule === undefined ? undefined : desk.plan.stops[pause.rule];
  if (pausing?.do.kind === 'pause' && pausing.do.until.includes(event.name)) resume(desk);
  desk.plan.stops.forEach((rule: StopRule, index) => {
    if (!isOpen(desk) || rule.on !== 'event' || !rule.events.includes(event.name)) return;
    if (!concerns(event, desk.chart.enrollment.objects) || holds(desk, rule.if, undefined, { event }).is !== true) return;
    obey(desk, rule, index);
  });
}
