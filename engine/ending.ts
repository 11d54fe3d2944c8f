/** Ending a touch: its one outcome, and what comes of it (language.md 11). */
import { armFollowers, armNext } from './arm.ts';
import type { Answers, TouchChart } from './chart.ts';
import { edit, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { moveWithStep } from './moving-marks.ts';
import type { Outcome, Reason, Step } from './plan.ts';
import { tell } from './telling.ts';

export type Ending = { outcome: Outcome; reason?: Reason; answers?: Answers; late?: boolean; score?: number };

/** Ends the touch if it has not ended: the first outcome stands, whoever comes second. True if it was this one. */
export function end(desk: Desk, key: string, ending: Ending): boolean {
  if (!desk.chart.touches[key] || desk.chart.touches[key].outcome) return false;
  const touch = edit(desk, key);
  const step = stepOf(desk, touch);
  const { merged } = touch;
  Object.assign(touch, {
    outcome: ending.outcome,
    endedAt: desk.now,
    ...(ending.reason ? { reason: ending.reason } : {}),
    ...(ending.answers ? { answers: { ...touch.answers, ...ending.answers } } : {}),
    ...(ending.late ? { late: true } : {}),
    ...(ending.score === undefined ? {} : { score: ending.score }),
  });
  for (const gone of ['marks', 'held', 'sending', 'merged'] as const) delete touch[gone];
  count(desk, touch);
  if (step) {
    if (touch.madeAt === undefined) armNext(desk, step, touch);
    armFollowers(desk, step, touch, ending.outcome);
    moveWithStep(desk, step.id);
    note(desk, step, touch);
  }
  desk.lookAround = true;
  for (const other of merged ?? []) endMerged(desk, other, touch);
  return true;
}

/** Touches whose words went out with this one's end with it; if the message never went, each goes its own way again. */
function endMerged(desk: Desk, key: string, { madeAt, reason }: TouchChart): void {
  if (reason === 'unknown_result') return void end(desk, key, { outcome: 'failed', reason });
  if (madeAt !== undefined) return void end(desk, key, { outcome: 'sent', reason: 'merged' });
  release(desk, key);
}

/** The message it was to go out with does not go: its own moment counts again. */
export function release(desk: Desk, key: string): void {
  const before = desk.chart.touches[key];
  if (!before || before.outcome) return;
  const touch = edit(desk, key);
  for (const gone of ['sending', 'madeAt', 'marks'] as const) delete touch[gone];
  if (touch.target !== undefined && touch.target <= desk.now) desk.fresh.push(key);
}

/** What the hospital must be told of: left-out steps somebody is to decide about, and what did not reach the patient. */
function note(desk: Desk, step: Step, touch: TouchChart): void {
  const { outcome, reason } = touch;
  if (outcome === 'expired' || (outcome === 'skipped' && reason === 'no_date')) {
    const then = step.late.then ?? desk.contact.missed ?? 'skip';
    if (then !== 'skip') desk.leftOut.push({ role: then.tell, touch: touch.key });
  }
  if ((outcome === 'failed' || outcome === 'not_reached') && step.next[outcome] === undefined) {
    desk.unreachable.push({ touch: touch.key, reason: reason ?? 'no_address' });
  }
  // Who packs a gift is told that there is no address, no stock (language.md 5).
  if (outcome === 'failed' && step.act.kind === 'gift' && step.act.by) tell(desk, step, touch, step.act.by, 'note', 1, reason);
}

/** `times`, `times_answered`, `missed_in_a_row` count over all touches of the step. */
function count(desk: Desk, touch: TouchChart): void {
  const before = desk.chart.tallies[touch.step] ?? { made: 0, answered: 0, missedInARow: 0 };
  const { outcome } = touch;
  desk.chart.tallies[touch.step] = {
    made: before.made,
    answered: before.answered + (outcome === 'answered' ? 1 : 0),
    missedInARow: outcome === 'answered' ? 0 : before.missedInARow + (outcome === 'not_answered' ? 1 : 0),
  };
}

export function countMade(desk: Desk, touch: TouchChart): void {
  const before = desk.chart.tallies[touch.step] ?? { made: 0, answered: 0, missedInARow: 0 };
  desk.chart.tallies[touch.step] = { ...before, made: before.made + 1 };
}
