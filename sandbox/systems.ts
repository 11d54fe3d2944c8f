/** Other systems of the hospital that want to be told things: here `office`, the office of its directors. */
import { Router } from 'express';
import { handle, queried, shown, type House } from './counter.ts';
import { order } from './wire.ts';
import type { Message, World } from './world.ts';

const known = ['office'];

export const eventsFor = (world: World, system: string): Message[] =>
  [...world.messages.values()].filter((message) => message.system === system);

/** `POST /systems/:name/events`, and `GET`, by key too. */
export const systemRoutes = (house: House): Router =>
  Router()
    .param('name', (_req, res, next, name: string) => {
      if (known.includes(name)) return next();
      res.status(404).json({ reason: 'system_refused', detail: `no system ${name} here` });
    })
    .post('/:name/events', async (req, res) => {
      const system = req.params.name;
      const handling = { channel: 'system' as const, system, refuses: () => undefined, takes: () => ({ webhooks: [] }) };
      await handle(house, order.parse(req.body), handling, res);
    })
    .get('/:name/events', async (req, res) => {
      const key = queried(req, 'key');
      await house.store.settled();
      const events = eventsFor(house.store.world, req.params.name).filter((event) => key === undefined || event.key === key);
      res.json({ messages: events.map((event) => ({ ...shown(event), data: event.data })) });
    });
