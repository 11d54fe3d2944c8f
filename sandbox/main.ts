/** The world outside the hospital, as a process of its own: carrier, fulfilment house, HIS and the system `office`. Made up, but with a memory. */
import { createServer } from 'node:http';
import { createApp } from './app.ts';
import { createReporter } from './reports.ts';
import { readSettings, type Settings } from './settings.ts';
import { openStore } from './store.ts';

const run = async (settings: Settings): Promise<void> => {
  const now = (): number => Date.now();
  const server = createServer();
  // The port is taken first: a second sandbox on the same folder then ends before it touches a file.
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(settings.port, settings.host, resolve));
  const early = (_req: unknown, res: import('node:http').ServerResponse): void => void res.writeHead(503).end();
  server.on('request', early);
  const store = await openStore(settings.data);
  const reporter = createReporter({ store, secret: settings.secret, now });
  const app = createApp({ store, reporter, now, secret: settings.secret }, settings);
  server.off('request', early).on('request', (req, res) => void app(req, res));
  const address = server.address();
  console.log(`sandbox ready at http://${settings.host}:${typeof address === 'object' && address ? address.port : settings.port}`);

  const stop = async (): Promise<void> => {
    reporter.stop();
    server.close();
    server.closeAllConnections();
    await store.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
};

const settings = readSettings();
if ('mistakes' in settings) {
  console.error(`The sandbox cannot start.\n${settings.mistakes.join('\n')}`);
  process.exit(1);
}
run(settings).catch((error: unknown) => {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(taken ? `The sandbox cannot start: port ${settings.port} is taken. Set SANDBOX_PORT to another.` : error);
  process.exit(1);
});
