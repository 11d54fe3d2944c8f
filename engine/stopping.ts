/** Stop, pause and resume (language.md 7.7, 10.8). They hold from the row on, not from a signal. */
import { addSpan } from './calendar/span.ts';
import { startOfDay } from './calendar/zone.ts';
import { addDays } from './calendar/day.ts';
import type { TimelineEntry } from './change.ts';
import type { TouchChart, Value } from './chart.ts';
import { editEnrollment, liveTouches, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { armStep, isOpen } from './arm.ts';
import { end } from './ending.ts';
import type { Instant, Reason, Step, StopRule } from './plan.ts';
import { datesOf, dayZero, isUrgent, isWork } from './schedule.ts';

export function timeline(desk: Desk, what: TimelineEntry['what'], data: Record<string, Value> = {}): void {
  desk.changes.push({ kind: 'timeline', entry: { at: desk.now, what, data } });
}

/** Cancels what is open, except urgent tasks, whose ladder goes on; a death or a withdrawn discharge cancels those too. */
export function stop(desk: Desk, reason: Reason, options: { everything?: boolean; last?: string[] } = {}): void {
  if (!isOpen(desk) && !(options.everything && desk.chart.enrollment.status === 'stopping')) return;
  const enrollment = editEnrollment(desk);
  enrollment.status = 'stopping';
  enrollment.endReason = reason;
  delete enrollment.pause;
  for (const touch of liveTouches(desk)) {
    const step = stepOf(desk, touch);
    const staysOpen = !options.everything && step !== undefined && isWork(step) && isUrgent(step) && touch.madeAt !== undefined;
    if (!staysOpen)
      end(
        desk,
        touch.key,
        waitsForDate(touch, step, reason) ? { outcome: 'skipped', reason: 'no_date' } : { outcome: 'cancelled', reason },
      );
  }
  for (const id of options.last ?? []) {
    const step = desk.steps.get(id);
    if (step) armStep(desk, step, undefined, desk.now);
  }
  timeline(desk, 'stopped', { reason });
}

/** A promise whose date never came is told at the end (language.md 10.7); nobody is left to be told of one when the patient is gone. */
function waitsForDate(touch: TouchChart, step: Step | undefined, reason: Reason): boolean {
  return (
    reason === 'stopped' &&
    step !== undefined &&
    touch.madeAt === undefined &&
    !touch.sending &&
    touch.target === undefined &&
    datesOf(step).length > 0
  );
}

/** `since`: when what pauses it happened, if that was earlier. */
export function pause(desk: Desk, rule: number | undefined, until: Instant | undefined, since = desk.now): void {
  const { status, lastPause } = desk.chart.enrollment;
  // What paused it before does not do so again.
  if (status !== 'active' || (lastPause && since <= lastPause.from)) return;
  const enrollment = editEnrollment(desk);
  enrollment.status = 'paused';
  enrollment.pause = {
    at: desk.now,
    ...(rule === undefined ? {} : { rule }),
    ...(until === undefined ? {} : { until }),
    ...(since < desk.now ? { since } : {}),
  };
  timeline(desk, 'paused', until === undefined ? {} : { until: new Date(until).toISOString() });
}

/** What the pause held is looked at again from the top; what is too late by now is left out (language.md 10.6). */
export function resume(desk: Desk): void {
  const { status, pause: over } = desk.chart.enrollment;
  if (status !== 'paused') return;
  const enrollment = editEnrollment(desk);
  enrollment.status = 'active';
  enrollment.lastPause = { from: over?.since ?? over?.at ?? desk.now, to: desk.now };
  delete enrollment.pause;
  timeline(desk, 'resumed');
  for (const touch of liveTouches(desk)) if (touch.held?.by === 'paused') desk.fresh.push(touch.key);
}

/** The time of a pause is over: what its rule says. */
export function pauseOver(desk: Desk): void {
  const { pause: current } = desk.chart.enrollment;
  if (!current?.until || current.until > desk.now) return void (desk.repeated = true);
  const rule = current.rule === undefined ? undefined : desk.plan.stops[current.rule];
  if (rule?.do.kind === 'pause' && rule.do.then === 'stop') stop(desk, 'stopped');
  else resume(desk);
}

/** The beginning of the day of `stop: day`, the earliest if there are several. */
export function stopMoment(desk: Desk): Instant | undefined {
  const zero = dayZero(desk);
  const day = stopRule(desk)?.day;
  return zero === null || day === undefined ? undefined : startOfDay(addDays(zero, day), desk.zones.hospital);
}

function stopRule(desk: Desk): Extract<StopRule, { on: 'day' }> | undefined {
  return desk.plan.stops.filter((rule) => rule.on === 'day' && rule.do.kind === 'stop').sort((a, b) => dayOf(a) - dayOf(b))[0] as
    Extract<StopRule, { on: 'day' }> | undefined;
}
const dayOf = (rule: StopRule): number => (rule.on === 'day' ? rule.day : 0);

export function stopDay(desk: Desk): void {
  const { stopAt } = desk.chart.enrollment;
  if (stopAt === undefined || stopAt > desk.now || !isOpen(desk)) return void (desk.repeated = true);
  const rule = stopRule(desk);
  stop(desk, 'stopped', rule?.do.kind === 'stop' ? { last: rule.do.last } : {});
}

export function obey(desk: Desk, rule: StopRule, index: number, since = desk.now): void {
  if (rule.do.kind === 'stop') return stop(desk, 'stopped', { last: rule.do.last });
  const { hospital, calendar } = desk.zones;
  const until = addSpan(desk.now, rule.do.wait, 'after', { zone: hospital, hospitalZone: hospital, calendar });
  pause(desk, index, until, Math.min(since, desk.now));
}
