/** The life of a made touch: reminders, rungs, receipts, the end of its wait. */
import type { Mark, TouchChart } from './chart.ts';
import { askAddress } from './checking.ts';
import { edit, holds, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { capFree } from './caps.ts';
import { openingFrom, quietFrom } from './decide.ts';
import { hasHappened } from './expecting.ts';
import { end } from './ending.ts';
import { silenceOf } from './marks.ts';
import { sendWords } from './outgoing.ts';
import { refusalOf } from './permission.ts';
import type { Instant, Step } from './plan.ts';
import { isUrgent, isWork } from './schedule.ts';
import { above, tell } from './telling.ts';

const dayMs = 86_400_000;

/** A mark of a made touch whose moment has come. One that is gone already (an answer came first) does nothing. */
export function passMark(desk: Desk, key: string, what: Mark['do'], n: number): void {
  const touch = desk.chart.touches[key];
  const step = touch && stepOf(desk, touch);
  const mark = touch?.marks?.find((m) => m.do === what && m.n === n);
  if (!touch || !step || touch.outcome || !mark || mark.at > desk.now) return void (desk.repeated = true);
  if (what === 'end') return endOfWait(desk, step, touch);
  const changed = edit(desk, key);
  changed.marks = (changed.marks ?? []).filter((m) => m !== mark);
  if (what === 'receipt') return receiptTime(desk, step, changed);
  return what === 'remind' ? remind(desk, step, changed, n) : rung(desk, step, changed, n);
}

/** No refusal within the carrier's time: it was delivered (language.md 11). */
export function receiptTime(desk: Desk, step: Step, touch: TouchChart): void {
  if (step.act.kind === 'call') end(desk, touch.key, { outcome: 'rang' });
  else if (step.act.kind === 'message' && step.questions.length === 0)
    end(desk, touch.key, { outcome: 'sent', reason: touch.merged ? 'merged' : 'by_channel' });
}

function endOfWait(desk: Desk, step: Step, touch: TouchChart): void {
  const outcome = silenceOf(step);
  if (!outcome) return;
  // What was told in time counts, also if nobody has come to it yet: after an outage the timers are there before the events.
  if (hasHappened(desk, step, touch)) return void end(desk, touch.key, { outcome: 'happened', reason: 'event' });
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

/** Whoever we wait for is reminded: the owner is nudged, or the text goes out again. Before a gift the address is asked for. */
function remind(desk: Desk, step: Step, touch: TouchChart, n: number): void {
  if (isWork(step)) {
    if (touch.role) tell(desk, step, touch, touch.role, 'remind', n);
    return;
  }
  const last = touch.madeAt === undefined ? touch.target : touch.endAt;
  const when = isUrgent(step) ? desk.now : reminderMoment(desk);
  // Behind the end of the wait nothing is to be reminded of any more.
  if (last !== undefined && when >= last) return;
  if (when > desk.now) {
    touch.marks = [...(touch.marks ?? []), { at: when, do: 'remind' as const, n }].sort((a, b) => a.at - b.at);
    return;
  }
  if (desk.chart.enrollment.status !== 'active' || refusalOf(desk, step, touch)) return;
  if (touch.madeAt !== undefined) sendWords(desk, step, touch, `remind.${n}`);
  else if (holds(desk, step.guard, touch).is !== false) askAddress(desk, step, touch);
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
    touch.marks = [...(touch.marks ?? []), { at: desk.now + dayMs, do: 'rung', n: n + 1 }];
    return;
  }
  if (written.unless === 'claimed' && touch.claimedAt !== undefined) return;
  const last = touch.told?.filter((t) => t.role !== touch.role).at(-1)?.role ?? touch.role;
  const role = typeof written.to === 'string' ? written.to : last === undefined ? undefined : above(desk, last);
  if (role) tell(desk, step, touch, role, 'rung', n);
}
