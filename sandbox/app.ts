/** All doors of the outside world: the hospital's (with its token), the patients' and houses' own (pages and the same by JSON). */
import { timingSafeEqual } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { z } from 'zod';
import { carrierRoutes } from './carrier.ts';
import { queried, type House } from './counter.ts';
import { counts, pending } from './counts.ts';
import { fulfilmentRoutes } from './fulfilment.ts';
import { hisRoutes } from './his.ts';
import { pageRoutes } from './pages/routes.ts';
import { systemRoutes } from './systems.ts';

const hasToken = (token: string): RequestHandler => {
  const wanted = Buffer.from(`Bearer ${token}`);
  return (req, res, next) => {
    const given = Buffer.from(req.headers.authorization ?? '');
    if (given.length === wanted.length && timingSafeEqual(given, wanted)) return next();
    res.status(401).json({ detail: 'Authorization: Bearer <SANDBOX_TOKEN>' });
  };
};

/** Anyone here may play the patient, but no page of somebody else's may do so behind his back. */
const fromHere: RequestHandler = (req, res, next) => {
  const { origin } = req.headers;
  if (req.method === 'GET' || origin === undefined || sameHost(origin, req.headers.host)) return next();
  res.status(403).json({ detail: 'not from another site' });
};
const sameHost = (origin: string, host: string | undefined): boolean => URL.canParse(origin) && new URL(origin).host === host;

const failed: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (res.headersSent) return next(error);
  if (error instanceof z.ZodError) return void res.status(400).json({ detail: z.prettifyError(error), issues: error.issues });
  const status = typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : 500;
  if (status >= 500) console.error(error);
  res.status(status).json({ detail: status < 500 && error instanceof Error ? error.message : 'something broke' });
};

const drillRoutes = (house: House, test: boolean): express.Router =>
  express
    .Router()
    .get('/counts', async (req, res) => {
      await house.store.settled();
      res.json(counts(house.store.world, queried(req, 'prefix')));
    })
    .get('/pending', (req, res) => {
      const prefix = queried(req, 'prefix') ?? '';
      res.json({ prefix, pending: pending(house.store.world, prefix) });
    })
    .post('/reset', async (_req, res) => {
      if (!test) return void res.status(403).json({ detail: 'only with SANDBOX_TEST=1' });
      house.reporter.forget();
      await house.store.reset();
      res.json({ reset: true });
    });

export const createApp = (house: House, { token, test }: { token: string; test: boolean }): Express => {
  const app = express();
  const hospital = hasToken(token);
  app.disable('x-powered-by');
  app.use(express.json({ limit: '1mb' }), express.urlencoded({ extended: false, limit: '100kb' }));
  app.get(['/healthz', '/readyz'], async (_req, res) => {
    await house.store.settled();
    res.json({ ok: true });
  });
  app.use('/carrier', hospital, carrierRoutes(house));
  app.use('/fulfilment', (req, res, next) => (req.path === '/parcels' ? hospital(req, res, next) : next()), fulfilmentRoutes(house));
  app.use('/his', (req, res, next) => (req.path === '/appointments' ? hospital(req, res, next) : next()), hisRoutes(house));
  app.use('/systems', (req, res, next) => (req.path.endsWith('/events') ? hospital(req, res, next) : next()), systemRoutes(house));
  app.use(['/counts', '/pending', '/reset'], hospital);
  app.use(drillRoutes(house, test));
  app.use(fromHere, pageRoutes(house));
  app.use((_req, res) => void res.status(404).json({ detail: 'no such page' }));
  app.use(failed);
  return app;
};
