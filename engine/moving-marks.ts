/** Waits, dues and rungs that hang on a date or on a step's end: they move when it does, the others stay (language.md 10.7). */
import type { Mark, TouchChart } from './chart.ts';
import { edit, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { marksOf, silenceOf } from './marks.ts';
import type { Deadline, Name, Step, StepId } from './plan.ts';
import { deadlineOf } from './schedule.ts';

const deadlinesOf = ({ wait }: Step): Deadline[] =>
  [wait.end, wait.due, ...wait.remind, ...wait.rungs.map((rung) => rung.after)].filter((deadline) => deadline !== undefined);

/** Moves what names one of these dates, of a touch that is made and open. */
export function moveWithDates(desk: Desk, step: Step, touch: TouchChart, changed: Name[]): void {
  if (deadlinesOf(step).some((deadline) => namesDate(deadline, changed))) moveMarks(desk, step, touch);
}

function namesDate(deadline: Deadline, changed: Name[]): boolean {
  if (deadline.kind === 'date') return changed.includes(deadline.date);
  if (deadline.kind === 'day') return changed.includes('day_0');
  return deadline.kind === 'span' && deadline.from?.kind === 'date' && changed.includes(deadline.from.date);
}

/** A step has ended: what counts from its end is known from now on. */
export function moveWithStep(desk: Desk, ended: StepId): void {
  const named = (deadline: Deadline) => deadline.kind === 'span' && deadline.from?.kind === 'step' && deadline.from.step === ended;
  for (const touch of Object.values(desk.chart.touches)) {
    const step = touch.madeAt === undefined || touch.outcome ? undefined : stepOf(desk, touch);
    if (step && deadlinesOf(step).some(named)) moveMarks(desk, step, touch);
  }
}

function moveMarks(desk: Desk, step: Step, touch: TouchChart): void {
  const moved = edit(desk, touch.key);
  const pending = touch.marks ?? [];
  const fresh = marksOf(desk, step, moved);
  moved.marks = [...fresh.filter((mark) => stillComes(desk, mark, pending)), ...besides(desk, step, pending)].sort((a, b) => a.at - b.at);
  const due = step.wait.due ? deadlineOf(desk, step, step.wait.due, touch.madeAt ?? desk.now) : null;
  if (due !== null && due !== moved.dueAt) {
    moved.dueAt = due;
    desk.changes.push({ kind: 'task_changed', touch: touch.key, dueAt: due });
  }
  const last = moved.marks.find((mark) => mark.do === 'end');
  if (last && silenceOf(step)) moved.endAt = last.at;
  else delete moved.endAt;
}

/** What was told or sent already does not come again; the end comes even if it is past now. */
function stillComes(desk: Desk, mark: Mark, pending: Mark[]): boolean {
  return mark.do === 'end' || mark.at > desk.now || pending.some((old) => old.do === mark.do && old.n === mark.n);
}

/** Of the old marks: the carrier's time for a receipt, and the daily word behind the last rung once it has begun. */
function besides(desk: Desk, step: Step, pending: Mark[]): Mark[] {
  return pending.filter((mark) => mark.do === 'receipt' || (mark.do === 'rung' && mark.n > step.wait.rungs.length + 1));
}
