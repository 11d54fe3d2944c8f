/** What patients, couriers, the HIS's desk and whoever sets the weather do here: by page, and the same by JSON. */
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { addBehaviour } from '../behaviours.ts';
import { choose, type Wish } from '../choices.ts';
import { queried, type House } from '../counter.ts';
import { moveParcel, moves, stockOf, type Move } from '../fulfilment.ts';
import { look, messagesTo, write } from '../phones.ts';
import { freeSlots } from '../slots.ts';
import { behaviour, replyBody } from '../wire.ts';
import { behavioursPage } from './behaviours-page.ts';
import { choosePage } from './choose-page.ts';
import { readForm } from './forms.ts';
import { fulfilmentPage } from './fulfilment-page.ts';
import { hisPage } from './his-page.ts';
import { homePage } from './home-page.ts';
import type { Html } from './html.ts';
import { languageOf, stylesheet, script, type Reader } from './layout.ts';
import { phonePage, phonesPage } from './phone-page.ts';
import { samplePhoto } from './photos.ts';
import { systemPage } from './system-page.ts';

const isForm = (req: Request): boolean => Boolean(req.is('urlencoded'));
const baseOf = (req: Request): string => `${req.protocol}://${req.headers.host ?? 'localhost'}`;
const moment = z.object({ at: z.iso.datetime({ offset: true }).optional() });
/** JSON for programs; back to the page for people. */
const answer = async (
  house: House,
  req: Request,
  res: Response,
  status: number,
  body: Record<string, unknown>,
  back: string,
): Promise<void> => {
  await house.store.settled();
  if (!isForm(req)) return void res.status(status).json(body);
  const lang = queried(req, 'lang');
  const failed = status >= 400 && typeof body.detail === 'string' ? body.detail : '';
  const query = new URLSearchParams({ ...(lang === undefined ? {} : { lang }), ...(failed ? { failed } : {}) }).toString();
  res.redirect(303, query ? `${back}?${query}` : back);
};
const show = (res: Response, page: Html): void => {
  res
    .set({
      'content-security-policy':
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' http: https: data:; form-action 'self'; base-uri 'none'",
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    .type('html')
    .send(page.text);
};
const readerOf = (req: Request): Reader => ({
  language: languageOf(queried(req, 'lang'), req.headers['accept-language']),
  failed: queried(req, 'failed'),
});

const phoneRoutes = (house: House): Router =>
  Router()
    .get('/phones', (req, res) => show(res, phonesPage(house.store.world, readerOf(req))))
    .get('/phones/:address', (req, res) => {
      look(house, req.params.address);
      show(res, phonePage(house.store.world, req.params.address, readerOf(req)));
    })
    .get('/phones/:address/lines', (req, res) => {
      const lines = house.store.world.byAddress.get(req.params.address) ?? [];
      res.json({ lines: lines.length, state: messagesTo(house.store.world, req.params.address).at(-1)?.state ?? '' });
    })
    .post('/phones/:address/replies', async (req, res) => {
      const { address } = req.params;
      const written = write(house, address, replyBody.parse(isForm(req) ? readForm(house.store.world, req.body) : req.body), baseOf(req));
      const nobody = { detail: 'nobody has written from the hospital yet: say callbackUrl' };
      const [status, body] = written === 'nobody' ? ([409, nobody] as const) : ([202, written] as const);
      await answer(house, req, res, status, body, `/phones/${encodeURIComponent(address)}`);
    });

const movedStatus = { done: 200, again: 200, impossible: 409, unknown: 404 } as const;
const stockBody = z.object({
  item: z.string().trim().min(1),
  count: z.coerce.number().int().min(0),
  price: z.coerce.number().min(0).optional(),
});

const fulfilmentDesk = (house: House): Router =>
  Router()
    .get('/fulfilment', (req, res) => show(res, fulfilmentPage(house.store.world, readerOf(req))))
    .post('/fulfilment/stock', async (req, res) => {
      const { item, count, price } = stockBody.parse(req.body);
      const stock = { count, price: price ?? stockOf(house.store.world, item).price };
      house.store.record({ is: 'stock', item, stock });
      await answer(house, req, res, 200, { item, ...stock }, '/fulfilment');
    })
    .post('/fulfilment/parcels/:id/:move', async (req, res) => {
      const { id, move } = req.params;
      if (!Object.hasOwn(moves, move)) return void res.status(404).json({ detail: 'ship, sign, return or refuse' });
      const { at } = moment.parse(req.body ?? {});
      const result = moveParcel(house, id, move as Move, at === undefined ? undefined : Date.parse(at));
      await answer(house, req, res, movedStatus[result], { result, detail: `${move}: ${result}` }, '/fulfilment');
    });

const slotsQuery = z.object({
  clinic: z.string().min(1),
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  doctor: z.string().optional(),
});
/** `times` null: the usual hours again. */
const hoursBody = z.object({ clinic: z.string().min(1), times: z.array(z.iso.datetime({ offset: true })).nullable() });
const wishBody = z.union([
  z.object({ slot: z.string().min(1) }),
  z.object({ confirm: z.union([z.literal(true), z.literal('true')]).transform(() => true as const) }),
  z.object({ decline: z.union([z.literal(true), z.literal('true')]).transform(() => true as const) }),
]);
const chosenStatus = { done: 200, taken: 409, unknown: 404 } as const;

const hisDesk = (house: House): Router =>
  Router()
    .get('/his', (req, res) => show(res, hisPage(house.store.world, readerOf(req), house.now())))
    .get('/his/slots', async (req, res) => {
      const query = slotsQuery.parse(req.query);
      await house.store.settled();
      const within = { ...query, from: Date.parse(query.from), to: Date.parse(query.to) };
      res.json({ slots: freeSlots(house.store.world, within) });
    })
    .post('/his/slots', async (req, res) => {
      const { clinic, times } = hoursBody.parse(req.body);
      house.store.record({ is: 'slots', clinic, times });
      await answer(house, req, res, 200, { clinic, times }, '/his');
    })
    .get('/choose/:token', (req, res) => {
      const choice = house.store.world.choices.get(req.params.token);
      res.status(choice ? 200 : 404);
      show(res, choosePage(house.store.world, choice, readerOf(req)));
    })
    .post('/choose/:token', async (req, res) => {
      const wish: Wish = wishBody.parse(req.body);
      const { at } = moment.parse(req.body);
      const result = choose(house, req.params.token, wish, at === undefined ? undefined : Date.parse(at));
      await answer(
        house,
        req,
        res,
        chosenStatus[result.result],
        { ...result, detail: result.result },
        `/choose/${encodeURIComponent(req.params.token)}`,
      );
    });

const weather = (house: House): Router =>
  Router()
    .get('/behaviours', (req, res) => {
      if (req.accepts(['html', 'json']) === 'json') return void res.json({ behaviours: [...house.store.world.behaviours.values()] });
      show(res, behavioursPage(house.store.world, readerOf(req)));
    })
    .post('/behaviours', async (req, res) => {
      const body: unknown = isForm(req)
        ? Object.fromEntries(Object.entries(z.record(z.string(), z.string()).parse(req.body)).filter(([, value]) => value !== ''))
        : req.body;
      const added = addBehaviour(house.store, (isForm(req) ? formBehaviour : behaviour).parse(body));
      await answer(house, req, res, 201, added, '/behaviours');
    })
    .post('/behaviours/:id/end', async (req, res) => {
      house.store.record({ is: 'behaviour_gone', behaviour: req.params.id });
      await answer(house, req, res, 200, { id: req.params.id }, '/behaviours');
    })
    .delete('/behaviours', async (_req, res) => {
      house.store.record(...[...house.store.world.behaviours.keys()].map((id) => ({ is: 'behaviour_gone' as const, behaviour: id })));
      await house.store.settled();
      res.status(204).end();
    });
const whole = z.coerce.number().int();
const formBehaviour = z
  .object({
    times: whole.optional(),
    delayMs: whole.optional(),
    retryAfterSeconds: whole.optional(),
    receiptDelayMs: whole.optional(),
    byKey: z
      .literal('on')
      .transform(() => true)
      .optional(),
  })
  .loose()
  .pipe(behaviour);

export const pageRoutes = (house: House): Router =>
  Router()
    .get('/', (req, res) => show(res, homePage(house.store.world, readerOf(req))))
    .get('/style.css', (_req, res) => void res.type('css').send(stylesheet))
    .get('/page.js', (_req, res) => void res.type('js').send(script))
    .get('/photos/:name.svg', (req, res) => void res.type('svg').send(samplePhoto(req.params.name)))
    .get('/systems/:name', (req, res) => show(res, systemPage(house.store.world, req.params.name, readerOf(req))))
    .use(phoneRoutes(house), fulfilmentDesk(house), hisDesk(house), weather(house));
