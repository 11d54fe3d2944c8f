/** Beginning an enrollment, and taking over a patient in mid-course by living through what was done elsewhere (issue "thin and true", 3). */
import { arm, armRoots, isOpen } from './arm.ts';
import type { Answers, TouchChart } from './chart.ts';
import { edit, editEnrollment } from './desk.ts';
import type { Desk } from './desk.ts';
import { end } from './ending.ts';
import { markMade } from './making.ts';
import type { Instant, Outcome, Reason, StepId } from './plan.ts';
import { stopMoment, timeline } from './stopping.ts';

/** One thing done before: without an outcome it was made and is still open. `occurrence` absent: the step's only or first one. */
export type HistoryEntry = { step: StepId; occurrence?: string; outcome?: Outcome; reason?: Reason; at: Instant; answers?: Answers };

/** Arms what begins with the enrollment. What is due at once is made in this very step. */
export function begin(desk: Desk, history: HistoryEntry[]): void {
  const enrollment = editEnrollment(desk);
  const stopAt = stopMoment(desk);
  if (stopAt !== undefined) enrollment.stopAt = stopAt;
  timeline(desk, history.length > 0 ? 'taken_over' : 'started', enrollment.because === undefined ? {} : { because: enrollment.because });
  const now = desk.now;
  desk.reliving = true;
  desk.now = Math.min(now, ...history.map((entry) => entry.at), enrollment.startedAt);
  armRoots(desk);
  for (const entry of [...history].sort((a, b) => a.at - b.at)) relive(desk, entry);
  desk.now = now;
  desk.reliving = false;
  becomePresent(desk);
}

/** One entry, at its own moment: its touch is found or armed, made, and ended as it was; what follows it counts from then. */
function relive(desk: Desk, entry: HistoryEntry): void {
  if (!isOpen(desk)) return;
  const step = desk.steps.get(entry.step);
  if (!step) return;
  desk.now = entry.at;
  const touch = touchFor(desk, entry) ?? arm(desk, step, { occurrence: entry.occurrence ?? 'once', base: entry.at });
  if (!touch || touch.outcome) return;
  const unmade = entry.outcome !== undefined && ['skipped', 'expired', 'cancelled'].includes(entry.outcome);
  if (!unmade) markMade(desk, step, touch.key, entry.at);
  if (entry.outcome)
    end(desk, touch.key, {
      outcome: entry.outcome,
      ...(entry.reason ? { reason: entry.reason } : {}),
      ...(entry.answers ? { answers: entry.answers } : {}),
    });
}

function touchFor(desk: Desk, entry: HistoryEntry): TouchChart | undefined {
  const exact =
    entry.occurrence === undefined ? undefined : desk.chart.touches[`${desk.chart.enrollment.id}/${entry.step}/${entry.occurrence}`];
  const open = Object.values(desk.chart.touches).find(
    (touch) =>
      touch.step === entry.step && !touch.outcome && (entry.occurrence === undefined || touch.occurrence.startsWith(entry.occurrence)),
  );
  return exact ?? open;
}

/** Back in the present: what the past has made due is decided now by 10.6, and nobody is told of rungs that passed elsewhere. */
function becomePresent(desk: Desk): void {
  desk.fresh.length = 0;
  desk.ended.clear();
  desk.leftOut.length = 0;
  desk.unreachable.length = 0;
  for (const touch of Object.values(desk.chart.touches)) {
    if (touch.outcome) continue;
    if (touch.madeAt === undefined) {
      if (touch.target !== undefined && touch.target <= desk.now) {
        // It was never planned here before its moment: late, not an outage.
        edit(desk, touch.key).plannedAt = desk.now;
        desk.fresh.push(touch.key);
      }
    } else if (touch.marks) {
      edit(desk, touch.key).marks = touch.marks.filter((mark) => mark.do === 'end' || mark.at > desk.now);
    }
  }
}
