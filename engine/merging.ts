/** Messages that go out as one (language.md 7.5 `merge`, 10.5 row 9): without a question, due within two hours, same person and channel. */
import type { TouchChart } from './chart.ts';
import { wayTo } from './channel-choice.ts';
import type { Way } from './channel-choice.ts';
import { holds, liveTouches, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { refusalOf } from './permission.ts';
import type { Message, Step } from './plan.ts';
import { isLast } from './arm.ts';
import { linksFor, patientWords } from './rendering.ts';

const withinMs = 2 * 3_600_000;

/** Whether the step's words may stand beside others in one message at all. */
function mayMerge(desk: Desk, step: Step): step is Step & { act: Message } {
  const { act } = step;
  if (act.kind !== 'message' || step.questions.length > 0 || desk.contact.merge === 'never') return false;
  return !act.alone && !act.private && !act.urgent && !act.copyFamily && act.attach.length === 0 && !isLast(desk, step.id);
}

export type Companion = { touch: TouchChart; words: string };

/** What goes along with this touch's message now, each with its words. Those taken along pass the same questions as the first one did. */
export function companions(desk: Desk, step: Step, touch: TouchChart, way: Way, message: string): Companion[] {
  if (!mayMerge(desk, step)) return [];
  return liveTouches(desk).flatMap((other): Companion[] => {
    const its = stepOf(desk, other);
    if (!its || other.key === touch.key || !isWaiting(desk, other) || !mayMerge(desk, its) || its.act.to !== step.act.to) return [];
    if (holds(desk, its.guard, other).is !== true || refusalOf(desk, its, other)) return [];
    const theirs = wayTo(desk, its, other);
    if ('none' in theirs || theirs.channel !== way.channel || theirs.address !== way.address) return [];
    const rendered = patientWords(desk, its, other, linksFor(desk, message));
    return 'words' in rendered ? [{ touch: other, words: rendered.words.trimEnd() }] : [];
  });
}

/** Due within two hours, or held and due already. */
function isWaiting(desk: Desk, { madeAt, sending, target, held }: TouchChart): boolean {
  if (madeAt !== undefined || sending || target === undefined || held?.by === 'carrier_down') return false;
  return Math.max(target, held?.until ?? target) <= desk.now + withinMs;
}
