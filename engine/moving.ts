/** A date moves (language.md 10.7): what is not made is planned anew, what is made stays, nothing is repeated. */
import { armStep, isOpen, readDates } from './arm.ts';
import type { TouchChart } from './chart.ts';
import { edit, editEnrollment, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { addDays } from './calendar/day.ts';
import { marksOf, silenceOf } from './marks.ts';
import type { DateValue, Deadline, Instant, Name, Step } from './plan.ts';
import { comingAfter, datesOf, dayZero, deadlineOf, targetOf } from './schedule.ts';
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
    if (touch.madeAt !== undefined && !touch.outcome) moveMarks(desk, step, touch, changed);
  }
  for (const step of desk.plan.steps) appear(desk, step, changed);
}

/** Steps whose date has become known for the first time, and rhythms that could not begin without it. */
function appear(desk: Desk, step: Step, changed: Name[]): void {
  if (step.parent || !datesOf(step).some((name) => changed.includes(name))) return;
  if (!Object.values(desk.chart.touches).some((touch) => touch.step === step.id))
    armStep(desk, step, undefined, desk.chart.enrollment.startedAt);
}

function replan(desk: Desk, step: Step, touch: TouchChart): void {
  if (touch.madeAt !== undefined || touch.sending) return;
  const reopened = touch.outcome !== undefined;
  if (reopened && !(touch.outcome === 'expired' && touch.reason === 'late') && touch.reason !== 'same_day') return;
  const target = newTarget(desk, step, touch);
  if (reopened) {
    if (target === undefined || target <= desk.now) return;
    const again = edit(desk, touch.key);
    for (const key of ['outcome', 'reason', 'endedAt', 'held'] as const) delete again[key];
    again.target = target;
    again.plannedAt = desk.now;
    return;
  }
  if (target === touch.target) return;
  const moved = edit(desk, touch.key);
  delete moved.held;
  // A moment that was not yet past when it was known anew is an outage if it passes unseen; one already past is late.
  moved.plannedAt = desk.now;
  if (target === undefined) delete moved.target;
  else moved.target = target;
  if (target !== undefined && target <= desk.now) desk.fresh.push(touch.key);
}

function newTarget(desk: Desk, step: Step, touch: TouchChart): Instant | undefined {
  const { base } = step.when;
  const { dates } = desk.chart.enrollment;
  const zero = dayZero(desk);
  if (base.kind === 'day') {
    const day = Number(touch.occurrence.split('.').at(-1)?.split('~')[0]);
    return targetOf(desk, step, { occurrence: touch.occurrence, base: zero === null ? null : addDays(zero, day) })?.target;
  }
  if (base.kind === 'reference' && base.from.kind === 'date')
    return targetOf(desk, step, { occurrence: touch.occurrence, base: dates[base.from.date] ?? null })?.target;
  // A rhythm goes on with its first new occurrence after the last one made.
  const last = Object.values(desk.chart.touches)
    .filter((t) => t.step === step.id && t.madeAt !== undefined)
    .sort((a, b) => (b.number ?? 0) - (a.number ?? 0))[0];
  const coming = comingAfter(desk, step, last);
  if (!coming) return undefined;
  if (coming.date !== undefined) edit(desk, touch.key).occurrenceDate = coming.date;
  return targetOf(desk, step, coming)?.target;
}

/** Waits, dues and rungs that name the date move; the others stay. */
function moveMarks(desk: Desk, step: Step, touch: TouchChart, changed: Name[]): void {
  const named = [step.wait.end, step.wait.due, ...step.wait.remind, ...step.wait.rungs.map((rung) => rung.after)].some(
    (deadline) => deadline && names(deadline, changed),
  );
  if (!named) return;
  const moved = edit(desk, touch.key);
  const fresh = marksOf(desk, step, touch);
  const pending = touch.marks ?? [];
  // What was told or sent already does not come again; the end comes even if it is past now.
  const kept = fresh.filter(
    (mark) => mark.do === 'end' || mark.at > desk.now || pending.some((old) => old.do === mark.do && old.n === mark.n),
  );
  moved.marks = [...kept, ...pending.filter((mark) => mark.do === 'receipt')].sort((a, b) => a.at - b.at);
  const due = step.wait.due ? deadlineOf(desk, step, step.wait.due, touch.madeAt ?? desk.now) : null;
  if (due !== null && due !== moved.dueAt) {
    moved.dueAt = due;
    desk.changes.push({ kind: 'task_changed', touch: touch.key, dueAt: due });
  }
  const last = moved.marks.find((mark) => mark.do === 'end');
  if (last && silenceOf(step)) moved.endAt = last.at;
}

function names(deadline: Deadline, changed: Name[]): boolean {
  if (deadline.kind === 'date') return changed.includes(deadline.date);
  if (deadline.kind === 'day') return changed.includes('day_0');
  return deadline.kind === 'span' && deadline.from?.kind === 'date' && changed.includes(deadline.from.date);
}
