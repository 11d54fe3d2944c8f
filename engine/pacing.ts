/** `pace` (language.md 10.3): the rhythm follows the readings. */
import { dayIn } from './calendar/zone.ts';
import { arm, giveWay } from './arm.ts';
import type { TouchChart } from './chart.ts';
import { editEnrollment, holds } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Pace, Step } from './plan.ts';
import { comingAfter } from './schedule.ts';
import { timeline } from './stopping.ts';

/** Looked at after each outcome of the step and each reading. Unknown paces nothing. */
export function lookAtPace(desk: Desk): void {
  if (desk.chart.enrollment.status !== 'active' && desk.chart.enrollment.status !== 'paused') return;
  for (const step of desk.plan.steps)
    if (step.when.base.kind === 'rhythm' && step.when.base.pace.length > 0) paceOf(desk, step, step.when.base.pace);
}

function paceOf(desk: Desk, step: Step, rules: Pace[]): void {
  const current = desk.chart.enrollment.pace[step.id] ?? null;
  const kept = current && rules[current.rule];
  if (kept && !(kept.until.length > 0 && holds(desk, kept.until).is === true)) return;
  // A rule that would end in the same moment is not begun: the rhythm would swing to and fro.
  const rule = rules.findIndex(
    (pace) => holds(desk, pace.if).is === true && !(pace.until.length > 0 && holds(desk, pace.until).is === true),
  );
  if (rule < 0 && !current) return;
  const last = lastOccurrence(desk, step);
  const from = last?.occurrenceDate ?? dayIn(desk.now, desk.zones.hospital);
  const enrollment = editEnrollment(desk);
  enrollment.pace = { ...enrollment.pace, [step.id]: rule < 0 ? null : { rule, from } };
  timeline(desk, 'pace', { step: step.id, rule });
  moveNext(desk, step, last);
}

function lastOccurrence(desk: Desk, step: Step): TouchChart | undefined {
  return Object.values(desk.chart.touches)
    .filter((t) => t.step === step.id && (t.madeAt !== undefined || (t.outcome && t.reason !== 'replaced')))
    .sort((a, b) => (b.number ?? 0) - (a.number ?? 0))[0];
}

/** The touch that waits gives way to the new rhythm's next one, whose name is its date. */
function moveNext(desk: Desk, step: Step, last: TouchChart | undefined): void {
  const waiting = Object.values(desk.chart.touches).find((t) => t.step === step.id && !t.outcome && t.madeAt === undefined && !t.sending);
  const coming = comingAfter(desk, step, last);
  if (!waiting || !coming || coming.occurrence === waiting.occurrence) return;
  giveWay(desk, waiting);
  arm(desk, step, coming);
}
