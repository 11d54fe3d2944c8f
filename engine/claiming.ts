/** Claiming messages: from the claim on, exactly one carrier call may come of a key, or a person is asked (design 3.8). */
import type { MessageClaimed, MessagePart } from './change.ts';
import type { TouchChart } from './chart.ts';
import { claim, edit } from './desk.ts';
import type { Desk } from './desk.ts';
import { end } from './ending.ts';
import type { Outcome, Reason, Step } from './plan.ts';
import { isAutomatic, isUrgent } from './schedule.ts';

/** touch key / part / channel / attempt */
export function messageKey(touch: TouchChart, part: MessagePart, channel: string): string {
  return `${touch.key}/${part}/${channel}/${(touch.attempts ?? 0) + 1}`;
}

export type Content = Pick<MessageClaimed, 'form' | 'words'> & Partial<Pick<MessageClaimed, 'data' | 'questions' | 'language' | 'counts'>>;
export type Addressed = { part: MessagePart; channel: MessageClaimed['channel']; to: MessageClaimed['to'] };

/** One message of a touch, on its way from now on. It counts against the caps from here, not only when the carrier has it: more may be due at this very moment. */
export function claimMessage(desk: Desk, step: Step, touch: TouchChart, { part, channel, to }: Addressed, content: Content): void {
  const changed = edit(desk, touch.key);
  const key = messageKey(changed, part, channel);
  changed.attempts = (changed.attempts ?? 0) + 1;
  if (part === 'main') changed.sending = key;
  else changed.underWay = [...(changed.underWay ?? []), key];
  const message: MessageClaimed = {
    key,
    touch: touch.key,
    step: step.id,
    part,
    channel,
    to,
    questions: [],
    counts: isAutomatic(step),
    purpose: desk.contact.purpose,
    urgent: isUrgent(step),
    claimedAt: desk.now,
    ...content,
  };
  if (message.counts)
    desk.chart.contacts.push({ at: desk.now, purpose: message.purpose, enrollment: desk.chart.enrollment.id, message: key });
  claim(desk, message);
}

/** It did not go: it counts for nothing. */
export function uncount(desk: Desk, message: string): void {
  const { contacts } = desk.chart;
  const at = contacts.findIndex((contact) => contact.message === message);
  if (at >= 0) contacts.splice(at, 1);
}

export type Refusal = { outcome: Outcome; reason: Reason };

/** Ends the touch with what stands in the way, or leaves it to the carrier. */
export function orFail(desk: Desk, touch: TouchChart, refusal: Refusal | undefined): void {
  if (refusal) end(desk, touch.key, refusal);
}
