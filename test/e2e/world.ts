/** The whole product for one test file: its own database, sandbox process, worker and server; Temporal is the run's, unless a test brings one. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { inject } from 'vitest';
import { createApp } from '../../server/app.ts';
import { depsFor } from '../../server/deps.ts';
import { sandboxPending } from '../../server/rehearsal/sandbox-pending.ts';
import { startWorkerHost } from '../../server/worker-host.ts';
import type { Deps, Log } from '../../activities/deps.ts';
import type { WorkerHost } from '../../server/worker-host.ts';
import { createClients } from '../../server/temporal/connect.ts';
import type { Clients } from '../../server/temporal/connect.ts';
import { freePort } from '../../start/ports.ts';
import { freshDatabase } from '../setup/database.ts';
import { bundledWorkflows } from '../setup/workflows.ts';
import { secret, startSandbox, token } from '../sandbox/process.ts';
import type { Sandbox } from '../sandbox/process.ts';
import '../workflows/runtime.ts';

export const quietLog: Log = {
  info: () => undefined,
  warn: (data, words) => void (process.env.SHOW_WARNINGS && console.warn(words, data)),
  error: (data, words) => void console.error(words, data),
};

export type HostSettings = Parameters<typeof startWorkerHost>[0];
/** `deps`: as the server has them. `host`: the worker, unless the test runs its own. `namespaces`: real and rehearsals'. */
export type World = {
  host: WorkerHost | undefined;
  deps: Deps;
  clients: Clients;
  sandbox: Sandbox;
  settings: HostSettings;
  adminUrl: string;
  stop(): Promise<void>;
};

/** Namespaces of its own, so that two files of tests cannot take each other's tasks. */
export async function ownNamespaces(address: string): Promise<Pick<HostSettings, 'TEMPORAL_NAMESPACE' | 'TEMPORAL_REHEARSAL_NAMESPACE'>> {
  const name = `e2e-${randomBytes(6).toString('hex')}`;
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  for (const namespace of [name, `${name}-rehearsal`]) {
    await client.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds: 86_400 as never } });
  }
  await connection.close();
  return { TEMPORAL_NAMESPACE: name, TEMPORAL_REHEARSAL_NAMESPACE: `${name}-rehearsal` };
}

/** `temporalAddress`: of a server of the test's own. `worker`: false if the test starts workers itself. */
export type Wish = { temporalAddress?: string; worker?: boolean; settings?: Partial<HostSettings> };

export async function startWorld({
  temporalAddress = inject('temporalAddress'),
  worker = true,
  settings: own = {},
}: Wish = {}): Promise<World> {
  const port = await freePort();
  const [database, sandbox, bundle, namespaces] = await Promise.all([
    freshDatabase(),
    startSandbox(),
    bundledWorkflows(),
    ownNamespaces(temporalAddress),
  ]);
  const settings: HostSettings = {
    TEMPORAL_ADDRESS: temporalAddress,
    ...namespaces,
    PAYLOAD_KEY: randomBytes(32),
    PAYLOAD_KEY_ID: 'test',
    PAYLOAD_KEYS_OLDER: [],
    SANDBOX_URL: sandbox.url,
    SANDBOX_SECRET: secret,
    SANDBOX_TOKEN: token,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL_WORKER: database.worker,
    WORKFLOW_BUNDLE: bundle.codePath,
    ...own,
  };
  const started = worker ? startWorkerHost(settings, quietLog) : Promise.resolve(undefined);
  // A world that does not come about leaves no process behind.
  const host = await started.catch(async (error: unknown) => {
    await sandbox.stop();
    throw error;
  });
  const clients = createClients(settings);
  const deps = depsFor({ ...settings, databaseUrl: database.server }, quietLog, Date.now);
  const web = createServer(
    createApp({
      deps,
      log: pino({ level: 'silent' }),
      sandboxSecret: secret,
      rehearsals: { client: clients.rehearsal, sandbox: sandboxPending({ url: sandbox.url, token }) },
      temporalAnswers: () => Promise.resolve(),
    }),
  );
  web.listen(port, '127.0.0.1');
  return {
    host,
    deps,
    clients,
    sandbox,
    settings,
    adminUrl: database.admin,
    stop: async () => {
      web.closeAllConnections();
      web.close();
      await host?.stop();
      await clients.close();
      await deps.pool.end();
      await sandbox.stop();
    },
  };
}
