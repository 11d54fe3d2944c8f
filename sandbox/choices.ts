/** A patient's choice of an appointment: made with the message that offers it, taken on a page behind a link. One slot, one patient. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { House, Taken } from './counter.ts';
import { reportOn } from './reports.ts';
import { appointmentOf, freeSlots, slotOf, type Slot } from './slots.ts';
import type { Appointment } from './wire.ts';
import type { Choice, Entry, Message, Webhook, World } from './world.ts';

const DAY = 86_400_000;
const USUAL_DAYS = 14;

/** ISO moments, days (`2026-03-11`) or milliseconds. */
const bound = z.union([z.number(), z.iso.datetime({ offset: true }), z.iso.date()]);
const wanted = z.object({
  do: z.enum(['offer', 'move', 'confirm', 'book', 'cancel']).default('offer'),
  clinic: z.string().min(1).default('门诊'),
  doctor: z.union([z.string().min(1), z.object({ name: z.string().min(1) }).transform(({ name }) => name)]).optional(),
  from: bound.optional(),
  to: bound.optional(),
  /** The token of the page, where the hospital made one for its link; else one is made from the key. */
  choose: z.string().min(8).max(200).optional(),
  /** The appointment that is confirmed, moved or cancelled, by its id here; one that was not made here is not known here. */
  appointment: z.string().optional(),
});

const startOf = (value: number | string): number =>
  typeof value === 'number' ? value : Date.parse(value.length === 10 ? `${value}T00:00:00+08:00` : value);
const endOf = (value: number | string): number =>
  typeof value === 'string' && value.length === 10 ? Date.parse(`${value}T23:59:59+08:00`) : startOf(value);

const tokenFor = (secret: string, key: string): string => createHmac('sha256', secret).update(key).digest('base64url').slice(0, 24);

/** The page this message leads to, if it leads to one. */
export const choiceTokenOf = (world: World, message: Message): string | undefined => {
  if (message.form !== 'choice_of_slots') return undefined;
  const given = message.data.choose;
  return typeof given === 'string' ? given : [...world.choices.values()].find(({ key }) => key === message.key)?.token;
};

const choiceOf = (house: House, message: Message): Choice => {
  const data = wanted.parse(message.data);
  const token = data.choose ?? tokenFor(house.secret, message.key);
  const from = Math.max(message.moment, data.from === undefined ? message.moment : startOf(data.from));
  return {
    token,
    key: message.key,
    do: data.do,
    clinic: data.clinic,
    from,
    to: data.to === undefined ? from + USUAL_DAYS * DAY : endOf(data.to),
    callbackUrl: message.callbackUrl,
    ...(data.doctor === undefined ? {} : { doctor: data.doctor }),
    ...(message.rehearsed ? { rehearsedAt: message.moment } : {}),
    ...(data.appointment?.includes('@') ? { slot: data.appointment } : {}),
  };
};

type Ended = NonNullable<Choice['ended']>;

const told = (choice: Choice, ended: Ended, now: number, slot?: Slot, at = choice.rehearsedAt): Webhook => {
  const from = { key: choice.key, callbackUrl: choice.callbackUrl, moment: at ?? now, rehearsed: at !== undefined };
  const status: Appointment['status'] = ended === 'MOVED' ? 'moved' : ended === 'DECLINED' ? 'cancelled' : 'booked';
  const appointment = slot ? { appointment: appointmentOf(slot, status) } : {};
  return reportOn(from, { type: 'appointment', key: choice.key, status: ended, ...appointment }, 0, now);
};

/** What a message of form `choice_of_slots`, or an order to the HIS, begins. The same token again (a reminder, another channel) goes on with the same choice. */
export const choiceFor = (house: House, message: Message): Required<Taken> => {
  const fresh = choiceOf(house, message);
  const older = house.store.world.choices.get(fresh.token);
  const choice: Choice = older ? { ...older, key: fresh.key, callbackUrl: fresh.callbackUrl, from: fresh.from, to: fresh.to } : fresh;
  const entries: Entry[] = [{ is: 'choice', choice }];
  const end = endsAtOnce(house, choice);
  if (!end) return { entries, webhooks: [] };
  entries.push({
    is: 'chosen',
    token: choice.token,
    ended: end.ended,
    ...(end.slot && end.ended !== 'DECLINED' ? { slot: end.slot.id } : {}),
  });
  return { entries, webhooks: [told(choice, end.ended, house.now(), end.slot)] };
};

/** Nobody is asked: the first free one is taken, one is cancelled, or there is nothing to choose from. */
const endsAtOnce = (house: House, choice: Choice): { ended: Ended; slot?: Slot } | undefined => {
  if (choice.do === 'cancel') return { ended: 'DECLINED', ...(choice.slot ? { slot: slotOf(choice.slot) } : {}) };
  if (choice.do === 'confirm' || choice.ended !== undefined) return undefined;
  const first = freeSlots(house.store.world, choice)[0];
  if (!first) return { ended: 'NO_SLOT' };
  return choice.do === 'book' ? { ended: 'BOOKED', slot: first } : undefined;
};

export type Wish = { slot: string } | { confirm: true } | { decline: true };
export type Answer = { result: 'done'; ended: Ended; slot?: Slot } | { result: 'taken' } | { result: 'unknown' };

/** What the patient taps. The same wish twice is one wish; a slot that somebody else has is not given again. */
export const choose = (house: House, token: string, wish: Wish, at?: number): Answer => {
  const choice = house.store.world.choices.get(token);
  if (!choice) return { result: 'unknown' };
  if ('slot' in wish) return takeSlot(house, choice, wish.slot, at);
  if ('confirm' in wish && (choice.do !== 'confirm' || choice.ended === 'DECLINED')) return { result: 'unknown' };
  const ended: Ended = 'confirm' in wish ? 'CONFIRMED' : 'DECLINED';
  const slot = choice.slot === undefined ? undefined : slotOf(choice.slot, choice.doctor);
  if (choice.ended !== ended) end(house, choice, ended, slot, at);
  return { result: 'done', ended, ...(slot ? { slot } : {}) };
};

const takeSlot = (house: House, choice: Choice, id: string, at?: number): Answer => {
  const slot = slotOf(id, choice.doctor);
  if (choice.slot === id && choice.ended !== undefined) return { result: 'done', ended: choice.ended, slot };
  if (!freeSlots(house.store.world, choice).some((free) => free.id === id)) return { result: 'taken' };
  const ended: Ended = choice.do === 'move' || choice.do === 'confirm' || choice.slot !== undefined ? 'MOVED' : 'BOOKED';
  end(house, choice, ended, slot, at);
  return { result: 'done', ended, slot };
};

const end = (house: House, choice: Choice, ended: Ended, slot?: Slot, at?: number): void => {
  const keeps = ended !== 'DECLINED' && slot ? { slot: slot.id } : {};
  house.reporter.bring([told(choice, ended, house.now(), slot, at)], [{ is: 'chosen', token: choice.token, ended, ...keeps }]);
};
