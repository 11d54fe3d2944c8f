/** The server process: REST and webhooks. Everything lasting is in PostgreSQL; the worker does what follows. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { pino } from 'pino';
import { createApp } from './app.ts';
import { goRound } from '../activities/round.ts';
import { forgetRequests } from './boot/requests.ts';
import { hospitalThere, ownKeyThere } from './boot/hospital.ts';
import { publishShipped } from './boot/shipped-sops.ts';
import { closed } from './boot/stopping.ts';
import { depsFor } from './deps.ts';
import { traceOf } from './http/failures.ts';
import { sandboxPending } from './rehearsal/sandbox-pending.ts';
import { serverSettings } from './settings.ts';
import { createClients } from './temporal/connect.ts';

const settings = serverSettings();
const log = pino({ level: settings.LOG_LEVEL, name: 'server' });
const deps = depsFor({ ...settings, databaseUrl: settings.DATABASE_URL_SERVER }, log, Date.now);
const clients = createClients(settings);
const patienceMs = 2_000;

await hospitalThere(deps);
if (settings.API_KEY !== undefined) await ownKeyThere(deps, settings.API_KEY);
const shipped = await publishShipped(deps, settings.SOPS_DIR);
log.info({ published: shipped.published.length, unchanged: shipped.unchanged }, 'the SOPs that ship');

const app = createApp({
  deps,
  log,
  sandboxSecret: settings.SANDBOX_SECRET,
  rehearsals: { client: clients.rehearsal, sandbox: sandboxPending({ url: settings.SANDBOX_URL, token: settings.SANDBOX_TOKEN }) },
  temporalAnswers: async () => {
    await clients.real.withDeadline(Date.now() + patienceMs, () => clients.real.workflowService.getSystemInfo({}));
  },
});
const server = createServer(app);
// A slow sender must not hold a connection for ever, and what stands before us closes idle ones first.
server.requestTimeout = 30_000;
server.headersTimeout = 15_000;
server.keepAliveTimeout = 65_000;
server.listen(settings.PORT, settings.HOST);
await once(server, 'listening');
log.info({ port: settings.PORT }, 'the server is ready');
shipped.rest().catch((error: unknown) => log.error(traceOf(error), 'the other SOPs that ship could not be looked at'));

/** Keys of requests are kept for a week: nobody repeats one after that. */
const requests = goRound('requests', () => forgetRequests(deps).then(() => false), log, 3_600_000);

let ending = false;
const end = async (): Promise<void> => {
  if (ending) return;
  ending = true;
  await Promise.all([closed(server), requests.stop()]);
  await clients.close();
  await deps.pool.end();
  log.info({}, 'the server has ended');
  process.exit(0);
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end());
