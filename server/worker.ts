/** The worker process: runs enrollments, sends, tells, dispatches. Exits when Temporal is lost for good; whoever keeps it starts it anew. */
import { createServer } from 'node:http';
import { Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { workerSettings } from './settings.ts';
import { startWorkerHost } from './worker-host.ts';

const settings = workerSettings();
const log = pino({ level: settings.LOG_LEVEL, name: 'worker' });
Runtime.install({
  shutdownSignals: [],
  logger: {
    log: (level, message) => log.debug({ level }, message),
    trace: (message) => log.trace(message),
    debug: (message) => log.debug(message),
    info: (message) => log.debug(message),
    warn: (message) => log.warn(message),
    error: (message) => log.error(message),
  },
});

const host = await startWorkerHost(settings, log);
const health = createServer((request, response) => {
  const known = request.url === '/healthz' || request.url === '/readyz';
  response.writeHead(known ? 200 : 404, { 'content-type': 'text/plain' }).end(known ? 'ok\n' : 'not found\n');
});
health.listen(settings.WORKER_PORT, '127.0.0.1');
log.info({}, 'the worker is ready');

let ending = false;
const end = async (code: number): Promise<void> => {
  if (ending) return;
  ending = true;
  health.close();
  const deadline = setTimeout(() => process.exit(code), 8_000);
  await host.stop();
  clearTimeout(deadline);
  process.exit(code);
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(0));
host.failed.catch((error: unknown) => {
  log.error({ failure: error instanceof Error ? error.name : 'failure' }, 'a Temporal worker has stopped');
  void end(1);
});
