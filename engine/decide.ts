/** What happens when a touch's moment has come: language.md 10.5, in its order. */
import { addSpan } from './calendar/span.ts';
import { intersectHours, nextOpening, startOfNextDay, startOfNextWeek, startOfThisDay, startOfThisWeek } from './calendar/hours.ts';
import type { HeldBy, TouchChart } from './chart.ts';
import { edit, holds, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { end } from './ending.ts';
import { make } from './making.ts';
import { endAt } from './marks.ts';
import type { Cap, Instant, Purpose, Reason, Step } from './plan.ts';
import { purposes } from './plan.ts';
import { comingAfter, deadlineOf, isUrgent, isWork, reaches, targetOf, zoneOf } from './schedule.ts';

/** Decides a touch that is due: made, ended unmade, held, or handed to a carrier. One that is made or ended already stays as it is. */
export function decide(desk: Desk, key: string): void {
  const touch = desk.chart.touches[key];
  const step = touch && stepOf(desk, touch);
  if (!touch || touch.outcome || touch.madeAt !== undefined || touch.sending || touch.target === undefined) return;
  if (!step) return void end(desk, key, { outcome: 'cancelled', reason: 'step_removed' });
  const stopped = statusReason(desk);
  if (stopped) return void end(desk, key, { outcome: 'cancelled', reason: stopped });
  if (superseded(desk, step, touch)) return expire(desk, touch);
  if (isLate(desk, step, touch, desk.now)) return expire(desk, touch);
  if (desk.chart.enrollment.status === 'paused' && reaches(step)) return hold(desk, touch, 'paused', undefined);
  const guard = holds(desk, step.guard, touch);
  if (guard.is === false) return void end(desk, key, { outcome: 'skipped', reason: 'if_false' });
  // The safe side: urgent work for people is opened when it is not known (language.md 8).
  if (guard.is === 'unknown' && !(isWork(step) && isUrgent(step))) return void end(desk, key, { outcome: 'skipped', reason: 'unknown' });
  if (answeredEarly(desk, step, touch)) return;
  const refused = isTask(step) ? undefined : consentRefusal(desk, step, touch);
  if (refused) return void end(desk, key, { outcome: 'skipped', reason: refused });
  const held = reaches(step) && !isUrgent(step) ? holder(desk, step) : undefined;
  if (!held) return make(desk, step, key);
  if (held.by === 'contact_hours' && isLate(desk, step, touch, held.until))
    return void end(desk, key, { outcome: 'expired', reason: 'contact_hours' });
  hold(desk, touch, held.by, held.until);
}

function isTask(step: Step): boolean {
  return !reaches(step);
}

function statusReason(desk: Desk): Reason | undefined {
  const { patient, enrollment } = desk.chart;
  if (patient.diedAt !== undefined) return 'patient_died';
  if (enrollment.status === 'completed') return 'enrollment_ended';
  return enrollment.status === 'stopped' || enrollment.status === 'stopping' ? (enrollment.endReason ?? 'stopped') : undefined;
}

function hold(desk: Desk, touch: TouchChart, by: HeldBy, until: Instant | undefined): void {
  edit(desk, touch.key).held = { by, ...(until === undefined ? {} : { until }) };
}

/** After a gap only the newest occurrence of a rhythm is made; the others end expired (language.md 10.3). */
function superseded(desk: Desk, step: Step, touch: TouchChart): boolean {
  if (step.when.base.kind !== 'rhythm' || touch.held?.by === 'carrier_down') return false;
  const next = comingAfter(desk, step, touch);
  const target = next && targetOf(desk, step, next)?.target;
  return target !== undefined && target <= desk.now;
}

/** Later than `late` allows: 12 hours by the shipped rules, tasks and persons' calls until their due, urgent work never (language.md 4, 10.6). */
export function isLate(desk: Desk, step: Step, touch: TouchChart, at: Instant): boolean {
  const target = touch.target ?? at;
  if (step.act.kind === 'expect') {
    const last = endAt(desk, step, target, undefined);
    return last !== undefined && at >= last;
  }
  const limit = lateLimit(desk, step, target);
  return limit !== undefined && at > limit;
}

function lateLimit(desk: Desk, step: Step, target: Instant): Instant | undefined {
  const max =
    step.late.max ?? (isUrgent(step) ? 'never' : isWork(step) ? 'until_due' : (desk.contact.late ?? { amount: 12, unit: 'hour' as const }));
  if (max === 'never') return undefined;
  if (max === 'until_due') return (step.wait.due && deadlineOf(desk, step, step.wait.due, target)) ?? undefined;
  const { hospital, calendar } = desk.zones;
  return addSpan(target, max, 'after', { zone: zoneOf(desk, step), hospitalZone: hospital, calendar });
}

/** `expired` with what held it: late, contact_hours, cap, talking, paused, outage. */
function expire(desk: Desk, touch: TouchChart): void {
  const held = touch.held?.by;
  if (held === 'carrier_down') return void end(desk, touch.key, { outcome: 'failed', reason: 'carrier_down' });
  const seen = touch.plannedAt <= (touch.target ?? 0);
  const paused = desk.chart.enrollment.status === 'paused' ? 'paused' : undefined;
  end(desk, touch.key, { outcome: 'expired', reason: held ?? paused ?? (seen ? 'outage' : 'late') });
}

/** An answer or a reading so recent counts; nothing is sent (language.md 4, `early`). */
function answeredEarly(desk: Desk, step: Step, touch: TouchChart): boolean {
  const { early } = step.wait;
  if (!early) return false;
  const { hospital, calendar } = desk.zones;
  const since = addSpan(desk.now, early, 'before', { zone: zoneOf(desk, step), hospitalZone: hospital, calendar });
  const answers: Record<string, number> = {};
  for (const question of step.questions) {
    const reading = desk.chart.patient.readings
      .filter((r) => r.code === question.record && r.at >= since && r.at <= desk.now)
      .sort((a, b) => b.at - a.at)[0];
    if (!reading) return false;
    answers[question.name] = reading.value;
  }
  if (step.questions.length === 0) return false;
  return end(desk, touch.key, { outcome: 'answered', reason: 'early', answers });
}

/** Care, service and survey unless refused; education and marketing only if agreed; an opt-out stops all but what is urgent. */
function consentRefusal(desk: Desk, step: Step, touch: TouchChart): Reason | undefined {
  const { patient } = desk.chart;
  const { purpose } = desk.contact;
  if (step.kind === 'expect') return undefined;
  if (patient.optedOut && !isUrgent(step)) return 'opted_out';
  const general = patient.consents.filter((c) => c.purpose === purpose && c.channel === undefined).at(-1);
  if (general ? !general.given : purpose === 'education' || purpose === 'marketing') return 'no_consent';
  const variants = 'variants' in step.act ? step.act.variants : [];
  return variants.find((v) => v.name === touch.variant)?.nothing ? 'control_group' : undefined;
}

type Held = { by: HeldBy; until: Instant };

/** Hours hold whatever reaches the patient; quiet and cap do not hold a person's call (language.md 10.5). */
function holder(desk: Desk, step: Step): Held | undefined {
  const opening = openingFrom(desk, desk.now);
  if (opening > desk.now) return { by: 'contact_hours', until: opening };
  if (isWork(step)) return undefined;
  const quiet = quietFrom(desk);
  if (quiet > desk.now) return { by: 'talking', until: quiet };
  const free = capFree(desk);
  return free > desk.now ? { by: 'cap', until: openingFrom(desk, free) } : undefined;
}

/** The first moment from then on at which the patient may be contacted, in the patient's own hours and zone. */
export function openingFrom(desk: Desk, from: Instant): Instant {
  const { hours, days } = desk.contact;
  const time = { ...withHours(intersectHours(hours, desk.chart.patient.hours)), ...(days ? { days } : {}) };
  return nextOpening(from, time, desk.zones.patient, desk.zones.calendar);
}
function withHours<T>(hours: T | undefined): { hours?: T } {
  return hours === undefined ? {} : { hours };
}

/** From when nobody is talking with the patient any more: a message or call of staff within the span holds automation. */
export function quietFrom(desk: Desk): Instant {
  const span = desk.contact.holdWhileTalking ?? 'never';
  const talked = desk.chart.staffTalkedAt;
  if (span === 'never' || talked === undefined) return desk.now;
  return addSpan(talked, span, 'after', { zone: desk.zones.patient, hospitalZone: desk.zones.hospital, calendar: desk.zones.calendar });
}

/** From when the caps let another automatic contact through: the hospital's over all SOPs, the SOP's own over this enrollment. */
export function capFree(desk: Desk): Instant {
  const own = desk.chart.enrollment.id;
  const house = capFor(desk.chart.house.contact.atMost, desk.contact.purpose);
  const mine = capFor(desk.plan.contact.atMost, desk.contact.purpose);
  return Math.max(freeUnder(desk, house, undefined), freeUnder(desk, mine, own));
}

function capFor(cap: Cap | Partial<Record<Purpose, Cap>> | undefined, purpose: Purpose): Cap | undefined {
  if (!cap) return undefined;
  return 'times' in cap ? (cap as Cap) : cap[purpose];
}

/** Counted: what was sent in the day or week, and what of higher purpose is still due in it. */
function freeUnder(desk: Desk, cap: Cap | undefined, enrollment: string | undefined): Instant {
  if (!cap) return desk.now;
  const zone = desk.zones.patient;
  const from = cap.per === 'day' ? startOfThisDay(desk.now, zone) : startOfThisWeek(desk.now, zone);
  const to = cap.per === 'day' ? startOfNextDay(desk.now, zone) : startOfNextWeek(desk.now, zone);
  const rank = purposes.indexOf(desk.contact.purpose);
  const made = desk.chart.contacts.filter((c) => c.at >= from && c.at < to && (!enrollment || c.enrollment === enrollment)).length;
  const higher = desk.chart.coming.filter(
    (c) => !enrollment && c.at >= desk.now && c.at < to && (c.urgent || purposes.indexOf(c.purpose) < rank),
  ).length;
  return made + higher >= cap.times ? to : desk.now;
}
