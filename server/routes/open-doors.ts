/** What needs no key: whether the server lives, whether it can work, and what it can be asked. */
import type { Express } from 'express';
import { answers } from '../../database/backlog.ts';
import { withActor } from '../../database/with-actor.ts';
import type { Parts } from '../parts.ts';

export function openDoors(app: Express, parts: Parts, document: () => unknown): void {
  app.get('/healthz', (_request, response) => {
    response.locals.route = '/healthz';
    response.json({ status: 'ok' });
  });
  app.get('/readyz', async (_request, response) => {
    response.locals.route = '/readyz';
    const [database, temporal] = await Promise.all([state(databaseAnswers(parts)), state(parts.temporalAnswers())]);
    response.status(database === 'ok' && temporal === 'ok' ? 200 : 503).json({ database, temporal });
  });
  app.get('/openapi.json', (_request, response) => {
    response.locals.route = '/openapi.json';
    response.set('cache-control', 'public, max-age=300').json(document());
  });
}

const databaseAnswers = ({ deps }: Parts): Promise<void> => withActor(deps.pool, { kind: 'system', id: 'ready', hospital: '*' }, answers);

const patienceMs = 3_000;

async function state(works: Promise<void>): Promise<'ok' | 'away'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'away'>((resolve) => (timer = setTimeout(() => resolve('away'), patienceMs)));
  return Promise.race([works.then(() => 'ok' as const, () => 'away' as const), late]).finally(() => clearTimeout(timer)); // prettier-ignore
}
