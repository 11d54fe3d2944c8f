/** What came of handing a message to its carrier (language.md 11, design 3.8). */
import { addressFor, familyAddresses } from './channel-choice.ts';
import type { Address, TouchChart } from './chart.ts';
import { uncount } from './claiming.ts';
import { decide, openingFrom } from './decide.ts';
import { edit, editPatient, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { end, release } from './ending.ts';
import { markMade } from './making.ts';
import type { Channel, Instant, Reason, Step } from './plan.ts';
import { isAutomatic } from './schedule.ts';
import { receiptTime } from './waiting.ts';

/** `unknown` after a look-up that found nothing clear: a person decides, it is never sent again by itself. */
export type CarrierWord =
  | { word: 'accepted'; at: Instant }
  | { word: 'refused'; reason: Reason; /** Whom it was for, if more than one could be meant. */ address?: string }
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
  if (word.word !== 'accepted' && word.word !== 'unknown') uncount(desk, message);
  if (part !== 'main') return besides(desk, touch, message, word);
  if (touch.sending !== message) return;
  const changed = edit(desk, key);
  delete changed.sending;
  switch (word.word) {
    case 'accepted':
      return accepted(desk, step, changed, word.at, channel);
    case 'refused':
      return refused(desk, step, changed, channel, word);
    case 'unknown':
      return void end(desk, key, { outcome: 'failed', reason: 'unknown_result' });
    case 'later':
      changed.held = { by: 'carrier_down', until: word.until };
      return letGo(desk, changed);
    case 'withdrawn':
      letGo(desk, changed);
      return decide(desk, key);
  }
}

/** Reminders, copies and the like end nothing; a reminder that the carrier could not take just now comes again. */
function besides(desk: Desk, touch: TouchChart, message: string, word: CarrierWord): void {
  if (!touch.underWay?.includes(message)) return;
  const changed = edit(desk, touch.key);
  const left = changed.underWay?.filter((one) => one !== message) ?? [];
  if (left.length > 0) changed.underWay = left;
  else delete changed.underWay;
  const n = Number(/^remind\.(\d+)$/.exec(partsOf(message).part)?.[1]);
  if (!Number.isInteger(n) || changed.outcome) return;
  // Withdrawn: the hours closed between the claim and the call; it comes again when they open.
  const at = word.word === 'later' ? word.until : word.word === 'withdrawn' ? openingFrom(desk, desk.now + 1) : undefined;
  if (at !== undefined && (changed.endAt === undefined || at < changed.endAt))
    changed.marks = [...(changed.marks ?? []), { at, do: 'remind' as const, n }].sort((a, b) => a.at - b.at);
}

/** The touches that were to go out with this message go their own way again. */
function letGo(desk: Desk, touch: TouchChart): void {
  const { merged = [] } = touch;
  delete touch.merged;
  for (const key of merged) release(desk, key);
}

function accepted(desk: Desk, step: Step, touch: TouchChart, at: Instant, channel: string): void {
  if (channel !== 'system' && channel !== 'fulfilment') touch.channel = channel as Channel;
  if (step.kind === 'tell_system') {
    markMade(desk, step, touch.key, at);
    return void end(desk, touch.key, { outcome: 'accepted' });
  }
  const reported = step.questions.length === 0 && (step.kind === 'message' || step.kind === 'call');
  markMade(desk, step, touch.key, at, reported ? (desk.env.carriers[channel]?.receiptWithinMinutes ?? 10) : undefined);
  for (const key of touch.merged ?? []) acceptedWith(desk, key, at, channel);
}

/** Made with another's message; it ends with that one, and waits for nothing of its own. */
function acceptedWith(desk: Desk, key: string, at: Instant, channel: string): void {
  const touch = desk.chart.touches[key];
  const step = touch && stepOf(desk, touch);
  if (!step || touch.outcome) return;
  const changed = edit(desk, key);
  delete changed.sending;
  changed.channel = channel as Channel;
  markMade(desk, step, key, at);
  delete changed.marks;
}

/** A refusal is a step to the next channel, in the same moment; the last one ends it (language.md 11). */
function refused(
  desk: Desk,
  step: Step,
  touch: TouchChart,
  channel: string,
  { reason, address }: { reason: Reason; address?: string },
): void {
  if (reason === 'bad_number') markBad(desk, step, channel as Channel, address);
  // What went along was refused with it.
  const along = (touch.merged ?? []).filter((key) => !desk.chart.touches[key]?.outcome).map((key) => edit(desk, key));
  for (const one of [touch, ...along]) Object.assign(one, { refusedBy: [...(one.refusedBy ?? []), channel as Channel], refusal: reason });
  letGo(desk, touch);
  if (!isAutomatic(step)) return void end(desk, touch.key, { outcome: 'failed', reason });
  decide(desk, touch.key);
}

/** The number is known to be wrong from now on, for every SOP of the patient. */
function markBad(desk: Desk, step: Step, channel: Channel, value: string | undefined): void {
  const { patient } = desk.chart;
  const family = 'to' in step.act && step.act.to === 'family';
  const known = family ? familyAddresses(desk) : patient.addresses;
  const bad = value === undefined ? addressFor(known, channel) : known.find((address) => address.value === value);
  if (!bad) return;
  desk.changes.push({ kind: 'address_bad', channel: bad.channel, value: bad.value });
  const mark = (address: Address): Address =>
    address.value === bad.value && address.channel === bad.channel ? { ...address, bad: true } : address;
  const changed = editPatient(desk);
  if (family) changed.relatives = changed.relatives.map((relative) => ({ ...relative, addresses: relative.addresses.map(mark) }));
  else changed.addresses = changed.addresses.map(mark);
}

/** A receipt of the carrier: delivered or rang ends what nobody answers; a refusal after acceptance goes to the next channel. */
export function receipt(desk: Desk, message: string, state: 'delivered' | 'read' | 'rang'): void {
  const { touch: key, part, channel } = partsOf(message);
  const touch = desk.chart.touches[key];
  const step = touch && stepOf(desk, touch);
  if (!touch || !step || part !== 'main' || touch.outcome || touch.madeAt === undefined || state === 'read') return;
  // A channel that refused has nothing more to say.
  if (touch.refusedBy?.includes(channel as Channel)) return;
  receiptTime(desk, step, edit(desk, key));
}

export function refusedLater(desk: Desk, message: string, reason: Reason): void {
  const { touch: key, part, channel } = partsOf(message);
  const touch = desk.chart.touches[key];
  const step = touch && stepOf(desk, touch);
  if (!touch || !step || part !== 'main' || touch.outcome || touch.sending || touch.madeAt === undefined) return;
  if (touch.refusedBy?.includes(channel as Channel)) return;
  uncount(desk, message);
  const changed = edit(desk, key);
  // Not made after all: the next channel makes it, and its waits count from there.
  delete changed.madeAt;
  delete changed.marks;
  refused(desk, step, changed, channel, { reason });
}
