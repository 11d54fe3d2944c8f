/** A line in the log and a figure for each request: route, result and time, and whose key. No address, no words: they hold patients' numbers. */
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Caller } from './call.ts';
import type { Metrics } from './metrics.ts';

export function watched(log: Logger, metrics: Pick<Metrics, 'observe'>) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const began = process.hrtime.bigint();
    response.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - began) / 1e9;
      const route = (response.locals.route as string | undefined) ?? 'none';
      const { method } = request;
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.observe({ method: methods.has(method) ? method : 'other', route, status, seconds });
      const caller = response.locals.caller as Caller | undefined;
      const line = {
        request: response.locals.request as string,
        method,
        route,
        status,
        ms: Math.round(seconds * 1000),
        ...(caller ? { key: caller.key } : {}),
      };
      if (quiet.has(route) && status < 400) log.debug(line, 'request');
      else log.info(line, 'request');
    });
    next();
  };
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']);
/** Asked every few seconds by whoever watches the process. */
const quiet = new Set(['/healthz', '/readyz', '/metrics']);
