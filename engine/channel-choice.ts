/** Which way a step reaches its patient (language.md 7.5 `via`, 12): the stated wish first, then the exceptions, then the order. */
import type { Address, Relative, TouchChart } from './chart.ts';
import { holds } from './desk.ts';
import type { CarrierTraits, Desk } from './desk.ts';
import { channelRefused } from './permission.ts';
import type { Channel, Reason, Step } from './plan.ts';

export type Way = { channel: Channel; address: string; /** The answer cannot be given in the conversation: a page opens. */ page: boolean };

/** The channels to try, in order. */
export function channelOrder(desk: Desk, step: Step, touch: TouchChart): Channel[] {
  if (step.act.kind === 'call') return ['voice'];
  const own = 'via' in step.act ? step.act.via : undefined;
  const exception = own ? undefined : desk.contact.viaIf?.find((rule) => holds(desk, rule.if, touch).is === true);
  const order = own ?? exception?.via ?? desk.contact.via ?? ['wechat', 'sms'];
  const wish = desk.chart.patient.wishedChannel;
  return [...new Set([...(wish ? [wish] : []), ...order])];
}

/** The first channel that has an address, has not refused, and can carry what is asked; else why there is none. */
export function wayTo(desk: Desk, step: Step, touch: TouchChart): Way | { none: Reason } {
  let none: Reason = 'no_address';
  const to: Address[] = 'to' in step.act && step.act.to === 'family' ? familyAddresses(desk) : desk.chart.patient.addresses;
  if ('to' in step.act && step.act.to === 'family' && to.length === 0) return { none: 'no_family' };
  for (const channel of channelOrder(desk, step, touch)) {
    const traits = desk.env.carriers[channel];
    if (!traits || !canCarry(traits, step)) continue;
    if (channelRefused(desk, channel)) {
      if (none === 'no_address') none = 'no_consent';
      continue;
    }
    if (touch.refusedBy?.includes(channel)) {
      none = touch.refusal ?? 'rejected';
      continue;
    }
    const address = addressFor(to, channel);
    if (address?.bad) none = 'bad_number';
    else if (address) return { channel, address: address.value, page: needsPage(traits, step) };
  }
  return { none };
}

/** SMS and voice go to the phone number. */
export function addressFor(addresses: Address[], channel: Channel): Address | undefined {
  const names: string[] = channel === 'sms' || channel === 'voice' ? [channel, 'phone'] : [channel];
  const at = addresses.filter((address) => names.includes(address.channel));
  return at.find((address) => !address.bad) ?? at[0];
}

export function familyAddresses(desk: Desk): Address[] {
  return consenting(desk).flatMap((relative) => relative.addresses);
}
export function consenting(desk: Desk): Relative[] {
  return desk.chart.patient.relatives.filter((relative) => relative.consent);
}

function canCarry(traits: CarrierTraits, step: Step): boolean {
  if (step.act.kind === 'call') return traits.rings;
  if (step.act.kind === 'appointment') return traits.forms;
  return (
    traits.forms || (step.questions.every((question) => traits.answers.includes(question.type)) === true && step.questions.length <= 1)
  );
}
function needsPage(traits: CarrierTraits, step: Step): boolean {
  const [first] = step.questions;
  return step.questions.length > 1 || (first !== undefined && !traits.answers.includes(first.type));
}
