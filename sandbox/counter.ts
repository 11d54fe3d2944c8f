/** Where every call of the hospital is taken: behaves as it was told to, and answers only for what is on disk. */
import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { behaviourFor } from './behaviours.ts';
import type { Reporter } from './reports.ts';
import type { Store } from './store.ts';
import type { BehaviourBody, ChannelName, Order } from './wire.ts';
import type { Entry, Message, Webhook } from './world.ts';

export type House = { store: Store; reporter: Reporter; now: () => number; secret: string };
export type Refusal = { reason: NonNullable<BehaviourBody['reason']>; detail: string };
/** What one house does with a message it takes: what it remembers and what it will report. */
export type Taken = { entries?: Entry[]; webhooks: Webhook[] };
export type Handling = {
  channel: ChannelName;
  system?: string;
  refuses(order: Order): Refusal | undefined;
  takes(message: Message, behaviour: BehaviourBody): Taken;
};

const usualReason: Partial<Record<ChannelName, Refusal['reason']>> = { fulfilment: 'no_stock', system: 'system_refused' };

/** One call from beginning to end. `hang` and `time_out` leave the caller without an answer. */
export const handle = async (house: House, order: Order, handling: Handling, res: Response): Promise<void> => {
  const { channel, system } = handling;
  const behaviour = behaviourFor(house.store, system ?? order.to.address, channel);
  if (answersWithoutTaking(behaviour, channel, res)) return;
  const known = behaviour.byKey ? house.store.world.byKey.get(order.key)?.[0] : undefined;
  const refusal = known === undefined ? handling.refuses(order) : undefined;
  if (refusal) return void res.status(422).json(refusal);
  const id = known ?? take(house, order, handling, behaviour);
  await house.store.settled();
  if (behaviour.answer === 'time_out') return;
  if (behaviour.delayMs) await new Promise((resolve) => setTimeout(resolve, behaviour.delayMs));
  res.status(known === undefined ? 201 : 200).json({ id });
};

const answersWithoutTaking = (behaviour: BehaviourBody, channel: ChannelName, res: Response): boolean => {
  switch (behaviour.answer) {
    case 'hang':
      return true;
    case 'fail':
      res.status(500).json({ detail: 'something broke' });
      return true;
    case 'down':
      res.status(503).json({ detail: 'closed for repairs' });
      return true;
    case 'throttle':
      res
        .status(429)
        .set('retry-after', String(behaviour.retryAfterSeconds ?? 1))
        .json({ detail: 'too many at once' });
      return true;
    case 'refuse':
      res.status(422).json({ reason: behaviour.reason ?? usualReason[channel] ?? 'rejected', detail: 'refused, as it was told to' });
      return true;
    case 'accept':
    case 'time_out':
    case undefined:
      return false;
  }
};

const take = (house: House, order: Order, handling: Handling, behaviour: BehaviourBody): string => {
  const now = house.now();
  const message: Message = {
    ...order,
    id: `${handling.channel}-${randomUUID()}`,
    channel: handling.channel,
    ...(handling.system === undefined ? {} : { system: handling.system }),
    acceptedAt: now,
    moment: order.at === undefined ? now : Date.parse(order.at),
    rehearsed: order.at !== undefined,
    state: 'accepted',
    ...(behaviour.receipts === 'unread' ? { readWhenSeen: true } : {}),
  };
  const { entries = [], webhooks } = handling.takes(message, behaviour);
  house.reporter.bring(webhooks, [{ is: 'message', message }, ...entries]);
  return message.id;
};

/** What a look-up shows of a message. */
export const shown = (message: Message): Record<string, unknown> => ({
  id: message.id,
  key: message.key,
  channel: message.channel,
  form: message.form,
  to: message.to.address,
  words: message.words,
  acceptedAt: new Date(message.acceptedAt).toISOString(),
  at: new Date(message.moment).toISOString(),
  state: message.state,
});

/** One value of a query; undefined if it is absent or given twice. */
export const queried = (req: Request, name: string): string | undefined => {
  const value = req.query[name];
  return typeof value === 'string' ? value : undefined;
};
