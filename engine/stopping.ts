/** Stop, pause and resume (language.md 7.7, 10.8). They hold from the row on, not from a signal. */
import { addSpan } from './calendar/span.ts';
import { startOfDay } from './calendar/zone.ts';
import { addDays } from './calendar/day.ts';
import type { TimelineEntry } from './change.ts';
import type { Value } from './chart.ts';
import { editEnrollment, liveTouches, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { armStep, isOpen } from './arm.ts';
import { end } from './ending.ts';
import type { Instant, Reason, StopRule } from './plan.ts';
import { dayZero, isUrgent, isWork } from './schedule.ts';

export function timeline(desk: Desk, what: TimelineEntry['what'], data: Record<string, Value> = {}): void {
  desk.changes.push({ kind: 'timeline', entry: { at: desk.now, what, data } });
}

/** Cancels what is open, except urgent tasks, whose ladder goes on; a death or a withdrawn discharge cancels those too. */
export function stop(desk: Desk, reason: Reason, options: { everything?: boolean; last?: string[] } = {}): void {
  if (!isOpen(desk) && !(options.everything && desk.chart.enrollment.status === 'stopping')) return;
  for (const id of options.last ?? []) {
    const step = desk.steps.get(id);
    if (step) armStep(desk, step, undefined, desk.now);
  }
  const enrollment = editEnrollment(desk);
  enrollment.status = 'stopping';
  enrollment.endReason = reason;
  delete enrollment.pause;
  for (const touch of liveTouches(desk)) {
    const step = stepOf(desk, touch);
    const staysOpen =
      !options.everything &&
      step !== undefined &&
      isWork(step) &&
      (options.last?.includes(step.id) === true || (isUrgent(step) && touch.madeAt !== undefined));
    if (!staysOpen) end(desk, touch.key, { outcome: 'cancelled', reason });
  }
  timeline(desk, 'stopped', { reason });
}

export function pause(desk: Desk, rule: number | undefined, until: Instant | undefined): void {
  if (desk.chart.enrollment.status !== 'active') return;
  const enrollment = editEnrollment(desk);
  enrollment.status = 'paused';
  enrollment.pause = { at: desk.now, ...(rule === undefined ? {} : { rule }), ...(until === undefined ? {} : { until }) };
  timeline(desk, 'paused', until === undefined ? {} : { until: new Date(until).toISOString() });
}

/** What the pause held is looked at again from the top; what is too late by now is left out (language.md 10.6). */
export function resume(desk: Desk): void {
  if (desk.chart.enrollment.status !== 'paused') return;
  const enrollment = editEnrollment(desk);
  enrollment.status = 'active';
  delete enrollment.pause;
  timeline(desk, 'resumed');
  for (const touch of liveTouches(desk)) if (touch.held?.by === 'paused') desk.fresh.push(touch.key);
}

/** The time of a pause is over: what its rule says. */
export function pauseOver(desk: Desk): void {
  const { pause: current } = desk.chart.enrollment;
  if (!current?.until || current.until > desk.now) return;
  const rule = current.rule === undefined ? undefined : desk.plan.stops[current.rule];
  if (rule?.do.kind === 'pause' && rule.do.then === 'stop') stop(desk, 'stopped');
  else resume(desk);
}

/** The beginning of the day of `stop: day`, the earliest if there are several. */
export function stopMoment(desk: Desk): Instant | undefined {
  const zero = dayZero(desk);
  if (zero === null) return undefined;
  const days = desk.plan.stops.flatMap((rule) => (rule.on === 'day' ? [rule.day] : []));
  return days.length === 0 ? undefined : startOfDay(addDays(zero, Math.min(...days)), desk.zones.hospital);
}

export function stopDay(desk: Desk): void {
  const { stopAt } = desk.chart.enrollment;
  if (stopAt !== undefined && stopAt <= desk.now) stop(desk, 'stopped');
}

export function obey(desk: Desk, rule: StopRule, index: number): void {
  if (rule.do.kind === 'stop') return stop(desk, 'stopped', { last: rule.do.last });
  const { hospital, calendar } = desk.zones;
  pause(desk, index, addSpan(desk.now, rule.do.wait, 'after', { zone: hospital, hospitalZone: hospital, calendar }));
}
