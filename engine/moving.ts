/** A date moves (language.md 10.7): what is not made is planned anew, what is made stays, nothing is repeated. */
import { arm, armStep, giveWay, isLast, isOpen, nameUnder, readDates } from './arm.ts';
import type { TouchChart } from './chart.ts';
import { edit, editEnrollment, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { markCheck } from './marks.ts';
import { moveWithDates } from './moving-marks.ts';
import type { DateValue, Instant, Name, Step } from './plan.ts';
import { comingAfter, datesOf, targetNow, targetOf } from './schedule.ts';
import { stop, stopMoment, timeline } from './stopping.ts';

/** Reads the dates again; moves what hangs on those that changed. `lost`: day 0 is known no more, so the enrollment ends. */
export function rereadDates(desk: Desk): void {
  if (!isOpen(desk)) return;
  const before = desk.chart.enrollment.dates;
  const now = readDates(desk);
  const changed = Object.keys(now).filter((name) => (before[name] ?? null) !== now[name]);
  if (changed.length === 0) return;
  if (changed.includes('day_0') && now.day_0 == null) return stop(desk, 'discharge_cancelled', { everything: true });
  moveDates(desk, now, changed);
}

/** A person moves a date: it holds until the source says something new. */
export function moveByHand(desk: Desk, name: Name, value: DateValue): void {
  if (!isOpen(desk)) return;
  const enrollment = editEnrollment(desk);
  const moved = { ...enrollment.movedDates };
  delete moved[name];
  enrollment.movedDates = moved;
  const instead = readDates(desk)[name] ?? null;
  enrollment.movedDates = { ...moved, [name]: { value, instead } };
  rereadDates(desk);
}

function moveDates(desk: Desk, now: Record<Name, DateValue | null>, changed: Name[]): void {
  const enrollment = editEnrollment(desk);
  const before = enrollment.dates;
  enrollment.dates = now;
  const stopAt = stopMoment(desk);
  if (stopAt === undefined) delete enrollment.stopAt;
  else enrollment.stopAt = stopAt;
  for (const name of changed) timeline(desk, 'date_moved', { date: name, from: before[name] ?? null, to: now[name] ?? null });
  for (const touch of Object.values(desk.chart.touches)) {
    const step = stepOf(desk, touch);
    if (!step) continue;
    if (datesOf(step).some((name) => changed.includes(name))) replan(desk, step, touch);
    if (touch.madeAt !== undefined && !touch.outcome) moveWithDates(desk, step, touch, changed);
  }
  for (const step of desk.plan.steps) appear(desk, step, changed);
}

/** Steps whose date has become known, and rhythms that could not begin or go on without it. */
function appear(desk: Desk, step: Step, changed: Name[]): void {
  if (step.parent || isLast(desk, step.id) || !datesOf(step).some((name) => changed.includes(name))) return;
  const mine = Object.values(desk.chart.touches).filter((touch) => touch.step === step.id);
  if (mine.length === 0) armStep(desk, step, undefined, desk.chart.enrollment.startedAt);
}

function replan(desk: Desk, step: Step, touch: TouchChart): void {
  if (touch.madeAt !== undefined || touch.round > 1) return;
  if (touch.outcome === undefined) return planAnew(desk, step, touch);
  // A rhythm goes on with the touch that waits; what was left out of it stays so, or several would come to the same moment.
  if (step.when.base.kind === 'rhythm') return;
  if (!(touch.outcome === 'expired' && touch.reason === 'late') && touch.reason !== 'same_day') return;
  const target = targetNow(desk, step, touch);
  if (target === undefined || target <= desk.now) return;
  planFor(desk, step, touch, target);
}

function planAnew(desk: Desk, step: Step, touch: TouchChart): void {
  if (step.when.base.kind === 'rhythm') return planRhythm(desk, step, touch);
  planFor(desk, step, touch, targetNow(desk, step, touch));
}

/** A rhythm goes on with its first new occurrence after the last one made; its name is its date, so it is another touch. */
function planRhythm(desk: Desk, step: Step, touch: TouchChart): void {
  if (touch.sending) return;
  const coming = comingAfter(desk, step, lastOver(desk, touch));
  const occurrence = coming && nameUnder(touch, coming.occurrence);
  if (!coming || coming.base === null) return planFor(desk, step, touch, undefined);
  if (occurrence === touch.occurrence) return planFor(desk, step, touch, targetOf(desk, step, coming)?.target);
  giveWay(desk, touch);
  const parent = touch.parent === undefined ? undefined : desk.chart.touches[touch.parent];
  arm(desk, step, { ...coming, occurrence: occurrence ?? coming.occurrence }, parent ? { parent } : {});
}

/** Made, or left out for good: an occurrence that has ended does not come again, so the rhythm would stop at it. */
function lastOver(desk: Desk, touch: TouchChart): TouchChart | undefined {
  const over = (other: TouchChart) => other.madeAt !== undefined || (other.outcome !== undefined && other.reason !== 'replaced');
  return Object.values(desk.chart.touches)
    .filter((other) => other.step === touch.step && other.parent === touch.parent && other.round === 1 && over(other))
    .sort((a, b) => (b.number ?? 0) - (a.number ?? 0))[0];
}

/** `plannedAt`: a moment that was not yet past when it was known anew is an outage if it passes unseen; one already past is late. */
function planFor(desk: Desk, step: Step, { key, target: before, outcome }: TouchChart, target: Instant | undefined): void {
  if (target === before && outcome === undefined) return;
  const touch = edit(desk, key);
  for (const gone of ['outcome', 'reason', 'endedAt', 'held'] as const) delete touch[gone];
  touch.plannedAt = desk.now;
  if (target === undefined) delete touch.target;
  else touch.target = target;
  markCheck(desk, step, touch);
  if (target !== undefined && target <= desk.now && !touch.sending) desk.fresh.push(key);
}
