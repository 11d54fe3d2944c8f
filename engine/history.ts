/** Beginning an enrollment, and taking over a patient in mid-course by living through what was done elsewhere (issue "thin and true", 3). */
import { keep } from './answering.ts';
import { arm, armRoots, isOpen } from './arm.ts';
import type { Answers, TouchChart } from './chart.ts';
import { edit, editEnrollment } from './desk.ts';
import type { Desk } from './desk.ts';
import { end } from './ending.ts';
import { markMade, openWork, rolesOf } from './making.ts';
import { lookAtPace } from './pacing.ts';
import type { Instant, Outcome, Reason, Step, StepId } from './plan.ts';
import { isWork } from './schedule.ts';
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
  desk.now = Math.min(now, ...history.map((entry) => entry.at), enrollment.startedAt);
  armRoots(desk);
  for (const entry of [...history].sort((a, b) => a.at - b.at)) relive(desk, { ...entry, at: Math.min(entry.at, now) });
  desk.now = now;
  becomePresent(desk);
}

const neverMade: readonly Outcome[] = ['skipped', 'expired', 'cancelled', 'failed'];

/** One entry, at its own moment: its touch is found or armed, made, and ended as it was; what follows it counts from then. */
function relive(desk: Desk, entry: HistoryEntry): void {
  if (!isOpen(desk)) return;
  const step = desk.steps.get(entry.step);
  if (!step) return;
  desk.now = entry.at;
  const touch = touchFor(desk, step, entry);
  if (!touch || touch.outcome) return;
  const { outcome, reason, answers } = entry;
  if (outcome === undefined) return goOnWith(desk, step, touch);
  if (!neverMade.includes(outcome) && reason !== 'early') markMade(desk, step, touch.key, entry.at);
  const [role] = rolesOf(step);
  if (isWork(step) && role) edit(desk, touch.key).role ??= role;
  const score = answers && desk.env.judge.score(step.questions, answers);
  end(desk, touch.key, {
    outcome,
    ...(reason ? { reason } : {}),
    ...(answers ? { answers } : {}),
    ...(score === undefined ? {} : { score }),
  });
  if (answers) keep(desk, step, touch.key, answers);
  lookAtPace(desk);
}

/** It was begun elsewhere and is still open: work for people stands in the inbox here from now on. */
function goOnWith(desk: Desk, step: Step, touch: TouchChart): void {
  if (touch.madeAt !== undefined) return;
  if (isWork(step)) openWork(desk, step, edit(desk, touch.key));
  else markMade(desk, step, touch.key, desk.now);
}

function touchFor(desk: Desk, step: Step, entry: HistoryEntry): TouchChart | undefined {
  const exact = (name: string) => desk.chart.touches[`${desk.chart.enrollment.id}/${step.id}/${name}`];
  const waiting = () => Object.values(desk.chart.touches).find((touch) => touch.step === step.id && !touch.outcome);
  const { occurrence } = entry;
  if (occurrence === undefined) return waiting() ?? arm(desk, step, { occurrence: 'once', base: entry.at });
  leaveOutBefore(desk, step, occurrence);
  const round = Number(/~(\d+)$/.exec(occurrence)?.[1] ?? 1);
  const name = round > 1 ? occurrence.replace(/~\d+$/, '') : occurrence;
  return exact(occurrence) ?? arm(desk, step, { occurrence: name, base: entry.at }, round > 1 ? { round } : {});
}

/** Of a step that comes again and again, what lies before the one that was done and is not in the history was left out. */
function leaveOutBefore(desk: Desk, step: Step, occurrence: string): void {
  const { base } = step.when;
  if (step.parent || (base.kind !== 'rhythm' && base.kind !== 'day')) return;
  const named = (name: string) => (base.kind === 'day' ? Number(name) < Number(occurrence) : name < occurrence);
  const before = ({ step: id, outcome, madeAt, target = Infinity, occurrence: name }: TouchChart) =>
    id === step.id && !outcome && madeAt === undefined && target <= desk.now && named(name);
  for (;;) {
    const skipped = Object.values(desk.chart.touches).find(before);
    if (!skipped) return;
    end(desk, skipped.key, { outcome: 'expired', reason: 'late' });
  }
}

/** Back in the present: what the past has made due is decided now by 10.6, and nobody is told of rungs that passed elsewhere. */
function becomePresent(desk: Desk): void {
  desk.fresh.length = 0;
  desk.leftOut.length = 0;
  desk.unreachable.length = 0;
  desk.lookAround = true;
  for (const touch of Object.values(desk.chart.touches)) {
    if (touch.outcome) continue;
    if (touch.madeAt !== undefined) {
      if (touch.marks) edit(desk, touch.key).marks = touch.marks.filter((mark) => mark.do === 'end' || mark.at > desk.now);
    } else if (touch.target !== undefined && touch.target <= desk.now) {
      // It was never planned here before its moment: late, not an outage.
      edit(desk, touch.key).plannedAt = desk.now;
      desk.fresh.push(touch.key);
    }
  }
}
