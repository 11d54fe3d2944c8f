/** The server as one Express application. Order matters: what is open to all, then the key, then everything else, also what is not there. */
import { randomUUID } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { openApiDocument } from './contract/openapi.ts';
import { problemOf, traceOf } from './http/failures.ts';
import { languageOf } from './http/language.ts';
import { createMetrics } from './http/metrics.ts';
import { keyNeeded, mount } from './http/mount.ts';
import { notFound, problemBody } from './http/problem.ts';
import { watched } from './http/watch.ts';
import { handlers } from './routes/handlers.ts';
import { openDoors } from './routes/open-doors.ts';
import { sandboxWebhook } from './routes/webhooks.ts';
import type { Parts } from './parts.ts';

export function createApp(parts: Parts): Express {
  const metrics = createMetrics(parts.deps);
  const app = express();
  app.disable('x-powered-by').set('etag', false).set('trust proxy', false);
  app.use((_request, response, next) => {
    response.locals.request = randomUUID();
    response.set({ ...safeHeaders, 'x-request-id': response.locals.request as string });
    next();
  });
  app.use(watched(parts.log, metrics));
  openDoors(app, parts, openApiDocument);
  sandboxWebhook(app, parts);
  app.use(keyNeeded(parts));
  mount(app, parts, handlers(metrics));
  app.use(() => {
    throw notFound({ en: 'There is nothing at this address.', zh: '没有这个地址。' });
  });
  app.use(failed(parts));
  return app;
}

/** Nothing here is a page: it may be shown in no frame, run nothing, and be kept by nobody on the way. */
const safeHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
};

function failed(parts: Parts) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    const details = problemOf(error);
    if (details.status >= 500) parts.log.error({ request: response.locals.request as string, ...traceOf(error) }, 'a request failed');
    if (response.headersSent) return next(error);
    // A body that was refused unread would be taken for the next request.
    if (!request.complete) response.set('connection', 'close');
    response
      .status(details.status)
      .set({ ...details.headers, vary: 'accept-language' })
      .type('application/problem+json')
      .send(JSON.stringify(problemBody(details, response.locals.request as string, languageOf(request.get('accept-language')))));
  };
}
