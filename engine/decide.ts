/** What happens when a touch's moment has come: language.md 10.5, in its order. */
import { addSpan } from './calendar/span.ts';
import { intersectHours, nextOpening } from './calendar/hours.ts';
import { dayIn } from './calendar/zone.ts';
import { mayBegin } from './arm.ts';
import { capFree } from './caps.ts';
import type { HeldBy, TouchChart } from './chart.ts';
import { edit, holds, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { end } from './ending.ts';
import { hasHappened } from './expecting.ts';
import { make } from './making.ts';
import { endAt } from './marks.ts';
import { refusalOf } from './permission.ts';
import type { Instant, Reason, Step } from './plan.ts';
import { comingAfter, deadlineOf, isUrgent, isWork, reaches, targetNow, targetOf, zoneOf } from './schedule.ts';

/** Decides a touch that is due: made, ended unmade, held, or handed to a carrier. One that is made or ended already stays as it is. */
export function decide(desk: Desk, key: string): void {
  const touch = desk.chart.touches[key];
  if (!touch || touch.outcome || touch.madeAt !== undefined || touch.sending) return void (desk.repeated = true);
  const step = stepOf(desk, touch);
  const gone = step ? statusReason(desk, step) : 'step_removed';
  if (!step || gone) return void end(desk, key, { outcome: 'cancelled', reason: gone ?? 'step_removed' });
  if (!isDue(desk, step, touch)) return void (desk.repeated = true);
  // A pause spares the patient automation, not a person's urgent call.
  const emergency = isUrgent(step) && isWork(step);
  if (desk.chart.enrollment.status === 'paused' && reaches(step) && !emergency) return hold(desk, touch, 'paused', undefined);
  if (doneThatDay(desk, step, touch)) return void end(desk, key, { outcome: 'skipped', reason: 'same_day' });
  if (superseded(desk, step, touch)) return expire(desk, touch, touch.held?.by);
  if (isLate(desk, step, touch, desk.now) && !hasHappened(desk, step, touch)) return expire(desk, touch, heldUntilLate(desk, step, touch));
  const guard = holds(desk, step.guard, touch);
  if (guard.is === false) return void end(desk, key, { outcome: 'skipped', reason: 'if_false' });
  if (guard.is === 'unknown') {
    edit(desk, key).unknown = guard.name;
    // The safe side: urgent work for people is opened all the same, and says what is not known (language.md 8).
    if (!isWork(step) || !isUrgent(step)) return void end(desk, key, { outcome: 'skipped', reason: 'unknown' });
  }
  if (answeredEarly(desk, step, touch)) return;
  const refused = refusalOf(desk, step, touch);
  if (refused) return void end(desk, key, { outcome: 'skipped', reason: refused });
  const held = reaches(step) && !isUrgent(step) ? holder(desk, step) : undefined;
  if (!held) return make(desk, step, key);
  // What the carrier has held until now is the carrier's doing, not the hours'.
  if (held.by === 'contact_hours' && isLate(desk, step, touch, held.until))
    return expire(desk, touch, touch.held?.by === 'carrier_down' ? 'carrier_down' : 'contact_hours');
  hold(desk, touch, held.by, held.until);
}

/** Stopped is stopped, but for what may still begin then. */
function statusReason(desk: Desk, step: Step): Reason | undefined {
  const { patient, enrollment } = desk.chart;
  if (patient.diedAt !== undefined) return 'patient_died';
  if (enrollment.status === 'completed') return 'enrollment_ended';
  return mayBegin(desk, step) ? undefined : (enrollment.endReason ?? 'stopped');
}

/**
 * Whoever asks may have asked before the touch was moved or held: it is not made before its moment. Its rule is read once more, for a
 * patient who lives in another zone by now, and for a calendar that was announced since; only what comes later by that waits.
 */
function isDue(desk: Desk, step: Step, touch: TouchChart): boolean {
  if (touch.target === undefined || touch.target > desk.now) return false;
  if (touch.held) return touch.held.until === undefined || touch.held.until <= desk.now;
  const target = targetNow(desk, step, touch);
  if (target === undefined || target <= desk.now) return true;
  Object.assign(edit(desk, touch.key), { target, plannedAt: desk.now });
  return false;
}

function hold(desk: Desk, touch: TouchChart, by: HeldBy, until: Instant | undefined): void {
  edit(desk, touch.key).held = { by, ...(until === undefined ? {} : { until }) };
}

/** Touches of one step shifted to the same date: the first is made, the others are not (language.md 10.4). */
function doneThatDay(desk: Desk, step: Step, touch: TouchChart): boolean {
  if (!step.when.shift || touch.target === undefined || touch.round > 1) return false;
  const dayOf = (at: Instant) => dayIn(at, zoneOf(desk, step));
  const day = dayOf(touch.target);
  return Object.values(desk.chart.touches).some(
    (other) =>
      other.step === step.id &&
      other.key !== touch.key &&
      other.parent === touch.parent &&
      (other.madeAt !== undefined || other.outcome === 'answered') &&
      other.target !== undefined &&
      dayOf(other.target) === day,
  );
}

/** After a gap only the newest occurrence of a rhythm is made; the others end expired (language.md 10.3). */
function superseded(desk: Desk, step: Step, touch: TouchChart): boolean {
  if (step.when.base.kind !== 'rhythm' || touch.held?.by === 'carrier_down' || touch.round > 1) return false;
  const next = comingAfter(desk, step, touch);
  const target = next && targetOf(desk, step, next)?.target;
  if (target === undefined || target > desk.now) return false;
  // Shifted to one date they are one: then the first is made.
  const dayOf = (at: Instant) => dayIn(at, zoneOf(desk, step));
  return !step.when.shift || touch.target === undefined || dayOf(target) !== dayOf(touch.target);
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

/** What held it until it was late; nothing, if it could still have been done when that ended. */
function heldUntilLate(desk: Desk, step: Step, touch: TouchChart): HeldBy | undefined {
  const { held, target } = touch;
  if (held?.until === undefined || held.by === 'carrier_down') return held?.by;
  const limit = lateLimit(desk, step, target ?? held.until);
  return limit === undefined || held.until <= limit ? undefined : held.by;
}

/** `expired` with what held it: late, contact_hours, cap, talking, paused, outage. */
function expire(desk: Desk, touch: TouchChart, heldBy: HeldBy | undefined): void {
  if (heldBy === 'carrier_down') return void end(desk, touch.key, { outcome: 'failed', reason: 'carrier_down' });
  const seen = touch.plannedAt <= (touch.target ?? 0);
  end(desk, touch.key, { outcome: 'expired', reason: heldBy ?? (pausedThen(desk, touch) ? 'paused' : seen ? 'outage' : 'late') });
}

/** Its moment came while the enrollment was paused. */
function pausedThen(desk: Desk, touch: TouchChart): boolean {
  const step = stepOf(desk, touch);
  const { lastPause } = desk.chart.enrollment;
  if (!step || !reaches(step) || !lastPause || touch.target === undefined) return false;
  return touch.target >= lastPause.from && touch.target < lastPause.to;
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
