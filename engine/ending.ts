/** Ending a touch: its one outcome, and what comes of it (language.md 11). */
import { armFollowers, armNext } from './arm.ts';
import type { Answers, TouchChart } from './chart.ts';
import { edit, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Name, Outcome, Reason, Step } from './plan.ts';

export type Ending = { outcome: Outcome; reason?: Reason; answers?: Answers; late?: boolean; score?: number };

/** Outcomes with which a step did not happen: what follows it never comes (language.md 10.6). */
export const undone: readonly Outcome[] = ['skipped', 'expired', 'cancelled', 'failed'];

/** Ends the touch if it has not ended: the first outcome stands, whoever comes second. True if it was this one. */
export function end(desk: Desk, key: string, ending: Ending): boolean {
  if (!desk.chart.touches[key] || desk.chart.touches[key].outcome) return false;
  const touch = edit(desk, key);
  const step = stepOf(desk, touch);
  Object.assign(touch, {
    outcome: ending.outcome,
    endedAt: desk.now,
    ...(ending.reason ? { reason: ending.reason } : {}),
    ...(ending.answers ? { answers: { ...touch.answers, ...ending.answers } } : {}),
    ...(ending.late ? { late: true } : {}),
    ...(ending.score === undefined ? {} : { score: ending.score }),
  });
  delete touch.marks;
  delete touch.held;
  delete touch.sending;
  count(desk, touch);
  if (!step) return true;
  if (touch.madeAt === undefined) armNext(desk, step, touch);
  armFollowers(desk, step, touch, ending.outcome);
  desk.ended.add(step.id);
  note(desk, step, touch);
  return true;
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

/** The role above, for rungs and for a repeat one level up; the highest stays where it is. */
export function above(desk: Desk, role: Name): Name | undefined {
  return desk.roles[role]?.above;
}
