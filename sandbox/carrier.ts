/** The carrier of WeChat, SMS, voice, app, e-mail and paper: one counter for all six. */
import { Router } from 'express';
import { handle, queried, shown, type Handling, type House } from './counter.ts';
import { choiceFor } from './choices.ts';
import { receiptsFor } from './receipts.ts';
import { carrierOrder, type ChannelName } from './wire.ts';
import type { Message } from './world.ts';

const handlingFor = (house: House, channel: ChannelName): Handling => ({
  channel,
  refuses: (order) => (order.to.address.trim() === '' ? { reason: 'bad_number', detail: 'no number' } : undefined),
  takes: (message, behaviour) => {
    const receipts = receiptsFor(message, behaviour, house.now());
    if (message.form !== 'choice_of_slots') return { webhooks: receipts };
    const { entries, webhooks } = choiceFor(house, message);
    return { entries, webhooks: [...receipts, ...webhooks] };
  },
});

const find = (house: House, { key, to, words, after }: Record<'key' | 'to' | 'words' | 'after', string | undefined>): Message[] => {
  const { world } = house.store;
  const since = after === undefined ? 0 : Date.parse(after);
  const candidates =
    key === undefined ? [...world.messages.values()] : (world.byKey.get(key) ?? []).flatMap((id) => world.messages.get(id) ?? []);
  return candidates.filter(
    (message) =>
      (to === undefined || message.to.address === to) && (words === undefined || message.words === words) && !(message.moment < since),
  );
};

/** `POST /carrier/messages`, and `GET` by key, or by to, words (exact) and after. */
export const carrierRoutes = (house: House): Router =>
  Router()
    .post('/messages', async (req, res) => {
      const order = carrierOrder.parse(req.body);
      await handle(house, order, handlingFor(house, order.channel), res);
    })
    .get('/messages', async (req, res) => {
      const query = { key: queried(req, 'key'), to: queried(req, 'to'), words: queried(req, 'words'), after: queried(req, 'after') };
      if (query.key === undefined && query.to === undefined) return void res.status(400).json({ detail: 'key or to' });
      await house.store.settled();
      res.json({ messages: find(house, query).map(shown) });
    });
