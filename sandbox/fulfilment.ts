/** The house that packs and posts gifts: stock, prices, and parcels that are shipped, signed for, sent back or refused. */
import { Router } from 'express';
import { z } from 'zod';
import { handle, queried, shown, type Handling, type House, type Refusal } from './counter.ts';
import { reportOn } from './reports.ts';
import { order as orderSchema, type BehaviourBody, type Order } from './wire.ts';
import type { Entry, Message, MessageState, Stock, Webhook, World } from './world.ts';

/** What there is of an item of which nothing was said. Prices in CNY. */
const usual: Stock = { count: 100, price: 20 };
export const stockOf = (world: World, item: string): Stock => world.stock.get(item) ?? usual;

const wanted = z.object({
  item: z.string().min(1),
  budget: z.object({ amount: z.number(), currency: z.string() }).optional(),
});
const itemOf = (order: Order): z.infer<typeof wanted> => wanted.parse(order.data);

const refuses = (house: House, order: Order): Refusal | undefined => {
  const { item, budget } = itemOf(order);
  if (order.to.address.trim() === '') return { reason: 'no_address', detail: 'no address' };
  const { count, price } = stockOf(house.store.world, item);
  if (count < 1) return { reason: 'no_stock', detail: `no ${item} left` };
  if (budget && price > budget.amount)
    return { reason: 'rejected', detail: `${item} costs ${price} CNY, the budget is ${budget.amount} ${budget.currency}` };
  return undefined;
};

const restocked = (world: World, item: string, by: number): Entry => {
  const stock = stockOf(world, item);
  return { is: 'stock', item, stock: { ...stock, count: stock.count + by } };
};

const takes = (house: House, parcel: Message, behaviour: BehaviourBody): { entries: Entry[]; webhooks: Webhook[] } => ({
  entries: [restocked(house.store.world, itemOf(parcel).item, -1)],
  webhooks:
    behaviour.receipts === 'none'
      ? []
      : [reportOn(parcel, { type: 'parcel', key: parcel.key, status: 'SHIPPED' }, behaviour.receiptDelayMs ?? 500, house.now(), 'shipped')],
});

export const moves = { ship: 'shipped', sign: 'signed', return: 'returned', refuse: 'refused' } as const;
export type Move = keyof typeof moves;
const statusOf = { shipped: 'SHIPPED', signed: 'SIGNED', returned: 'RETURNED', refused: 'REFUSED' } as const;
/** What can be done with a parcel in each state. */
export const possible: Partial<Record<MessageState, readonly Move[]>> = { accepted: ['ship'], shipped: ['sign', 'return', 'refuse'] };

/** `again`: it already is so. `impossible`: not from where it is. */
export const moveParcel = (house: House, id: string, move: Move, at?: number): 'done' | 'again' | 'impossible' | 'unknown' => {
  const parcel = house.store.world.messages.get(id);
  if (parcel?.channel !== 'fulfilment') return 'unknown';
  const state = moves[move];
  if (parcel.state === state) return 'again';
  if (!possible[parcel.state]?.includes(move)) return 'impossible';
  const now = house.now();
  const subject = { ...parcel, moment: at ?? (parcel.rehearsed ? parcel.moment : now), rehearsed: parcel.rehearsed || at !== undefined };
  const entries: Entry[] = [{ is: 'state', message: id, state }];
  if (state === 'returned' || state === 'refused') entries.push(restocked(house.store.world, itemOf(parcel).item, 1));
  house.reporter.bring([reportOn(subject, { type: 'parcel', key: parcel.key, status: statusOf[state] }, 0, now)], entries);
  return 'done';
};

/** `POST /fulfilment/parcels`, and `GET` by key. */
export const fulfilmentRoutes = (house: House): Router => {
  const handling: Handling = {
    channel: 'fulfilment',
    refuses: (order) => refuses(house, order),
    takes: (message, behaviour) => takes(house, message, behaviour),
  };
  return Router()
    .post('/parcels', async (req, res) => handle(house, orderSchema.parse(req.body), handling, res))
    .get('/parcels', async (req, res) => {
      const key = queried(req, 'key');
      await house.store.settled();
      const parcels = [...house.store.world.messages.values()].filter(
        (one) => one.channel === 'fulfilment' && (key === undefined || one.key === key),
      );
      res.json({ messages: parcels.map(shown) });
    });
};
