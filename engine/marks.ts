/** What is still to come of a touch that was made: reminders, rungs, the carrier's time for a receipt, the end of the wait. */
import type { Mark, TouchChart } from './chart.ts';
import type { Desk } from './desk.ts';
import { endings } from './plan.ts';
import type { Instant, Outcome, Step } from './plan.ts';
import { addSpan } from './calendar/span.ts';
import { deadlineOf, isUrgent, isWork, zoneOf } from './schedule.ts';

const dayMs = 86_400_000;

/** What the end of the wait brings when nothing came: silence is never taken for consent. */
export function silenceOf(step: Step): Outcome | undefined {
  const { act } = step;
  if (act.kind === 'call') return endings[act.how === 'person' ? 'person_call' : act.how].silence;
  if (act.kind === 'message') return step.questions.length > 0 ? 'not_answered' : undefined;
  if (act.kind === 'appointment') return act.do === 'confirm' ? 'not_answered' : act.do === 'move' ? 'not_moved' : 'not_booked';
  return endings[act.kind].silence;
}

export function dueAt(desk: Desk, step: Step, madeAt: Instant): Instant | undefined {
  return (step.wait.due && deadlineOf(desk, step, step.wait.due, madeAt)) ?? undefined;
}

/** When the wait ends; undefined: never by itself (urgent work), or its date is not known yet. */
export function endAt(desk: Desk, step: Step, madeAt: Instant, due: Instant | undefined): Instant | undefined {
  if (step.wait.end) return deadlineOf(desk, step, step.wait.end, madeAt) ?? undefined;
  if (!step.wait.endAfterDue || due === undefined) return undefined;
  const { hospital, calendar } = desk.zones;
  return addSpan(due, step.wait.endAfterDue, 'after', { zone: zoneOf(desk, step), hospitalZone: hospital, calendar });
}

/**
 * All marks of a touch made at that moment, in order of time; those behind the end fall away. `receiptWithin`: minutes, for what a
 * carrier reports on and nobody answers.
 */
export function marksOf(desk: Desk, step: Step, touch: TouchChart, receiptWithin?: number): Mark[] {
  const madeAt = touch.madeAt ?? desk.now;
  const due = dueAt(desk, step, madeAt);
  const end = endAt(desk, step, madeAt, due);
  const at = (deadline: Parameters<typeof deadlineOf>[2]) => deadlineOf(desk, step, deadline, madeAt);
  const marks: Mark[] = [
    ...step.wait.remind.flatMap((remind, i) => mark(at(remind), 'remind', i + 1)),
    ...step.wait.rungs.flatMap((rung, i) => mark(at(rung.after), 'rung', i + 1)),
  ];
  if (isWork(step) && isUrgent(step)) {
    const last = Math.max(due ?? madeAt, ...marks.map((m) => m.at));
    marks.push({ at: last + dayMs, do: 'rung', n: step.wait.rungs.length + 1 });
  }
  const kept = marks.filter((m) => end === undefined || m.at < end);
  if (receiptWithin !== undefined) kept.push({ at: madeAt + receiptWithin * 60_000, do: 'receipt', n: 1 });
  if (end !== undefined && silenceOf(step)) kept.push({ at: end, do: 'end', n: 1 });
  return kept.sort((a, b) => a.at - b.at || (a.do === 'end' ? 1 : b.do === 'end' ? -1 : 0));
}

function mark(at: Instant | null, what: Mark['do'], n: number): Mark[] {
  return at === null ? [] : [{ at, do: what, n }];
}

/** `check_address`: the mark of a gift that is not yet shipped; it moves with the gift, and comes once. */
export function markCheck(desk: Desk, step: Step, touch: TouchChart): void {
  if (step.act.kind !== 'gift' || !step.act.checkAddress || touch.madeAt !== undefined) return;
  delete touch.marks;
  if (touch.target === undefined || touch.addressAsked || touch.target <= desk.now) return;
  const { hospital: hospitalZone, calendar } = desk.zones;
  const at = addSpan(touch.target, step.act.checkAddress, 'before', { zone: zoneOf(desk, step), hospitalZone, calendar });
  touch.marks = [{ at: Math.max(at, desk.now), do: 'remind', n: 1 }];
}
