/** What the hospital's server orders from the HIS: book the first free appointment, cancel one, or make a page of choices. */
import { Router } from 'express';
import { choiceFor } from './choices.ts';
import { handle, queried, shown, type Handling, type House } from './counter.ts';
import { order } from './wire.ts';

/** `POST /his/appointments`, and `GET` by key. */
export const hisRoutes = (house: House): Router => {
  const handling: Handling = { channel: 'his', refuses: () => undefined, takes: (message) => choiceFor(house, message) };
  return Router()
    .post('/appointments', async (req, res) => handle(house, order.parse(req.body), handling, res))
    .get('/appointments', async (req, res) => {
      const ids = house.store.world.byKey.get(queried(req, 'key') ?? '') ?? [];
      await house.store.settled();
      res.json({ messages: ids.flatMap((id) => house.store.world.messages.get(id) ?? []).map(shown) });
    });
};
