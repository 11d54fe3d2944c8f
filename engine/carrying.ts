/** What came of handing a message to its carrier (language.md 11, design 3.8). */
import type { Channel, Instant, Reason, Step } from './plan.ts';
import type { TouchChart } from './chart.ts';
import { edit, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { decide } from './decide.ts';
import { end } from './ending.ts';
import { markMade } from './making.ts';
import { receiptTime } from './waiting.ts';
import { reaches } from './schedule.ts';

/** `unknown` after a look-up that found nothing clear: a person decides, it is never sent again by itself. */
export type CarrierWord =
  | { word: 'accepted'; at: Instant }
  | { word: 'refused'; reason: Reason }
  | { word: 'unknown' }
  | { word: 'later'; until: Instant }
  /** Before the carrier was called: the patient died, stopped, opted out, or the hours closed meanwhile. Nothing was sent. */
  | { word: 'withdrawn' };

/** The part and channel of a message key: touch / part / channel / attempt. */
export function partsOf(message: string): { touch: string; part: string; channel: string } {
  const pieces = message.split('/');
  return { touch: pieces.slice(0, -3).join('/'), part: pieces.at(-3) ?? '', channel: pieces.at(-2) ?? '' };
}

export function carried(desk: Desk, message: string, word: CarrierWord): void {
  const { touch: key, part, channel } = partsOf(message);
  const touch = desk.chart.touches[key];
  const step = touch && stepOf(desk, touch);
  if (!touch || !step) return;
  if (word.word === 'accepted') counted(desk, step, word.at, part);
  if (part !== 'main' || touch.sending !== message) return;
  const changed = edit(desk, key);
  delete changed.sending;
  switch (word.word) {
    case 'accepted':
      return accepted(desk, step, changed, word.at, channel);
    case 'refused':
      return refused(desk, changed, channel, word.reason);
    case 'unknown':
      return void end(desk, key, { outcome: 'failed', reason: 'unknown_result' });
    case 'later':
      changed.held = { by: 'carrier_down', until: word.until };
      return;
    case 'withdrawn':
      return decide(desk, key);
  }
}

/** Reminders and asking again count too (language.md 10.5). */
function counted(desk: Desk, step: Step, at: Instant, part: string): void {
  if (!reaches(step) || step.kind === 'gift' || part === 'again') return;
  desk.chart.contacts.push({ at, purpose: desk.contact.purpose, enrollment: desk.chart.enrollment.id });
}

function accepted(desk: Desk, step: Step, touch: TouchChart, at: Instant, channel: string): void {
  if (channel !== 'system' && channel !== 'fulfilment') touch.channel = channel as Channel;
  if (step.kind === 'tell_system') {
    markMade(desk, step, touch.key, at);
    return void end(desk, touch.key, { outcome: 'accepted' });
  }
  const reported = step.questions.length === 0 && (step.kind === 'message' || step.kind === 'call');
  markMade(desk, step, touch.key, at, reported ? (desk.env.carriers[channel]?.receiptWithinMinutes ?? 10) : undefined);
}

/** A refusal is a step to the next channel, in the same moment; the last one ends it (language.md 11). */
function refused(desk: Desk, touch: TouchChart, channel: string, reason: Reason): void {
  const step = stepOf(desk, touch);
  if (reason === 'bad_number') desk.changes.push({ kind: 'address_bad', channel: channel === 'wechat' ? 'wechat' : 'phone', value: '' });
  touch.refusedBy = [...(touch.refusedBy ?? []), channel as Channel];
  if (!step || !reaches(step) || step.kind === 'gift') return void end(desk, touch.key, { outcome: 'failed', reason });
  decide(desk, touch.key);
  const after = desk.chart.touches[touch.key];
  if (after?.outcome === 'failed' && after.reason !== 'text_gap') after.reason = reason;
}

/** A receipt of the carrier: delivered or rang ends what nobody answers; a refusal after acceptance goes to the next channel. */
export function receipt(desk: Desk, message: string, state: 'delivered' | 'read' | 'rang'): void {
  const { touch: key, part } = partsOf(message);
  const touch = desk.chart.touches[key];
  const step = touch && stepOf(desk, touch);
  if (!touch || !step || part !== 'main' || touch.outcome || touch.madeAt === undefined || state === 'read') return;
  receiptTime(desk, step, edit(desk, key));
}

export function refusedLater(desk: Desk, message: string, reason: Reason): void {
  const { touch: key, part, channel } = partsOf(message);
  const touch = desk.chart.touches[key];
  const step = touch && stepOf(desk, touch);
  if (!touch || !step || part !== 'main' || touch.outcome || touch.sending || touch.madeAt === undefined) return;
  const changed = edit(desk, key);
  // Not made after all: the next channel makes it, and its waits count from there.
  delete changed.madeAt;
  delete changed.marks;
  refused(desk, changed, channel, reason);
}
