/** The whole product for one test file: its own database, sandbox process, worker and server; Temporal is the run's. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { inject } from 'vitest';
import { workflowBundle } from '../../start/bundle.ts';
import { depsFor } from '../../server/deps.ts';
import { startWorkerHost } from '../../server/worker-host.ts';
import type { Deps } from '../../activities/deps.ts';
import type { WorkerHost } from '../../server/worker-host.ts';
import { createClients } from '../../server/temporal/connect.ts';
import type { Clients } from '../../server/temporal/connect.ts';
import { freePort } from '../../start/ports.ts';
import { receiver } from './receiver.ts';
import { freshDatabase } from '../setup/database.ts';
import { secret, startSandbox, token } from '../sandbox/process.ts';
import type { Sandbox } from '../sandbox/process.ts';

export const quietLog = { info: () => undefined, warn: (data: object, words: string) => void console.warn(words, data), error: (data: object, words: string) => void console.error(words, data) };

/** `deps`: as the server has them; `host.deps`: the worker's. */
export type World = { host: WorkerHost; deps: Deps; clients: Clients; sandbox: Sandbox; settings: Parameters<typeof startWorkerHost>[0]; databaseUrl: string; adminUrl: string; stop(): Promise<void> };

/** Namespaces of its own, so that two files of tests cannot take each other's tasks. */
async function ownNamespaces(address: string): Promise<{ real: string; rehearsal: string }> {
  const name = `e2e-${randomBytes(6).toString('hex')}`;
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  for (const namespace of [name, `${name}-rehearsal`]) {
    await client.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds: 86_400 as never } });
  }
  await connection.close();
  return { real: name, rehearsal: `${name}-rehearsal` };
}

Runtime.install({ logger: new DefaultLogger('ERROR') });

export async function startWorld(): Promise<World> {
  const root = join(import.meta.dirname, '..', '..');
  const port = await freePort();
  const address = inject('temporalAddress');
  const [database, sandbox, bundle, namespaces] = await Promise.all([
    freshDatabase(),
    startSandbox(),
    workflowBundle({ root, folder: join(root, '.aftercare', 'test-bundle') }),
    ownNamespaces(address),
  ]);
  const settings = {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespaces.real,
    TEMPORAL_REHEARSAL_NAMESPACE: namespaces.rehearsal,
    PAYLOAD_KEY: randomBytes(32),
    PAYLOAD_KEY_ID: 'test',
    PAYLOAD_KEYS_OLDER: [],
    SANDBOX_URL: sandbox.url,
    SANDBOX_SECRET: secret,
    SANDBOX_TOKEN: token,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL_WORKER: database.worker,
    WORKFLOW_BUNDLE: bundle,
  };
  const host = await startWorkerHost(settings, quietLog);
  const clients = createClients(settings);
  const deps = depsFor({ ...settings, databaseUrl: database.server }, quietLog, Date.now);
  const web = receiver(deps, port);
  return {
    host,
    deps,
    clients,
    sandbox,
    settings,
    databaseUrl: database.server,
    adminUrl: database.admin,
    stop: async () => {
      web.closeAllConnections();
      web.close();
      await host.stop();
      await clients.close();
      await deps.pool.end();
      await sandbox.stop();
    },
  };
}
