/** The life of a made touch: reminders, rungs, receipts, the end of its wait. */
import type { Mark, TouchChart } from './chart.ts';
import { edit, personIn, stepOf, teamOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { capFree, openingFrom, quietFrom } from './decide.ts';
import { above, end } from './ending.ts';
import { silenceOf } from './marks.ts';
import { sendWords } from './outgoing.ts';
import type { Instant, Name, Step } from './plan.ts';
import { isUrgent, isWork } from './schedule.ts';

const dayMs = 86_400_000;

/** A mark of a made touch whose moment has come. One that is gone already (an answer came first) does nothing. */
export function passMark(desk: Desk, key: string, what: Mark['do'], n: number): void {
  const touch = desk.chart.touches[key];
  const step = touch && stepOf(desk, touch);
  const mark = touch?.marks?.find((m) => m.do === what && m.n === n);
  if (!touch || !step || touch.outcome || !mark || mark.at > desk.now) return;
  if (what === 'end') return endOfWait(desk, step, touch);
  const changed = edit(desk, key);
  changed.marks = (changed.marks ?? []).filter((m) => m !== mark);
  if (what === 'receipt') return receiptTime(desk, step, changed);
  return what === 'remind' ? remind(desk, step, changed, n) : rung(desk, step, changed, n);
}

/** No refusal within the carrier's time: it was delivered (language.md 11). */
export function receiptTime(desk: Desk, step: Step, touch: TouchChart): void {
  if (step.act.kind === 'call') end(desk, touch.key, { outcome: 'rang' });
  else if (step.act.kind === 'message' && step.questions.length === 0) end(desk, touch.key, { outcome: 'sent', reason: 'by_channel' });
}

function endOfWait(desk: Desk, step: Step, touch: TouchChart): void {
  const outcome = silenceOf(step);
  if (!outcome) return;
  const { tries } = touch;
  // A call's tries run to their end even past due or wait (language.md 5): the wait goes on a week behind the next one.
  if (tries?.nextAt !== undefined && tries.nextAt + 7 * dayMs > desk.now) {
    const changed = edit(desk, touch.key);
    changed.endAt = tries.nextAt + 7 * dayMs;
    changed.marks = [...(changed.marks ?? []).filter((m) => m.do !== 'end'), { at: changed.endAt, do: 'end', n: 1 }];
    return;
  }
  end(desk, touch.key, { outcome, reason: outcome === 'not_done' ? 'nobody' : touch.notUnderstood ? 'not_understood' : 'silence' });
}

/** Whoever we wait for is reminded: the owner is nudged, or the text goes out again, within hours and caps. */
function remind(desk: Desk, step: Step, touch: TouchChart, n: number): void {
  if (isWork(step)) {
    if (touch.role) tell(desk, step, touch, touch.role, 'remind', n);
    return;
  }
  const when = isUrgent(step) ? desk.now : reminderMoment(desk);
  if (when > desk.now) {
    if (touch.endAt === undefined || when < touch.endAt)
      touch.marks = [...(touch.marks ?? []), { at: when, do: 'remind', n }].sort((a, b) => a.at - b.at) as Mark[];
    return;
  }
  if (desk.chart.patient.optedOut || desk.chart.enrollment.status !== 'active') return;
  sendWords(desk, step, touch, `remind.${n}`);
}

function reminderMoment(desk: Desk): Instant {
  const opening = openingFrom(desk, desk.now);
  if (opening > desk.now) return opening;
  return Math.max(quietFrom(desk), openingFrom(desk, capFree(desk)));
}

/** The next rung is told, unless the work was claimed or done; behind the last one the top role is told again every day. */
function rung(desk: Desk, step: Step, touch: TouchChart, n: number): void {
  const written = step.wait.rungs[n - 1];
  if (!written) {
    const top = touch.told?.at(-1)?.role ?? touch.role;
    if (top) tell(desk, step, touch, top, 'daily', n);
    touch.marks = [...(touch.marks ?? []), { at: desk.now + dayMs, do: 'rung', n }];
    return;
  }
  if (written.unless === 'claimed' && touch.claimedAt !== undefined) return;
  const last = touch.told?.filter((t) => t.role !== touch.role).at(-1)?.role ?? touch.role;
  const role = typeof written.to === 'string' ? written.to : last === undefined ? undefined : above(desk, last);
  if (role) tell(desk, step, touch, role, 'rung', n);
}

/** Tells a role about a touch; who is told may take the work. */
export function tell(
  desk: Desk,
  step: Step,
  touch: TouchChart,
  role: Name,
  what: 'rung' | 'remind' | 'daily' | 'note',
  n: number,
  words = '',
): void {
  const changed = edit(desk, touch.key);
  if (what !== 'remind') changed.told = [...(changed.told ?? []), { role, at: desk.now }];
  const person = personIn(desk, role, touch);
  desk.changes.push({
    kind: 'told',
    told: { touch: touch.key, step: step.id, role, team: teamOf(desk, role), ...(person ? { person } : {}), at: desk.now, what, n, words },
  });
}
