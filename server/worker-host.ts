/** Everything the worker process runs: workflow and carrier workers for both namespaces, the relay, the dispatchers. */
import { NativeConnection, Worker } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';
import { createActivities } from '../activities/activities.ts';
import { rehearsalPrefix } from '../activities/clock.ts';
import type { Deps, Log } from '../activities/deps.ts';
import { dispatchOne } from '../activities/dispatch.ts';
import { keepHouse } from '../activities/housekeeping.ts';
import { rebuildMissing } from '../activities/rebuild.ts';
import { relayOnce } from '../activities/relay.ts';
import { goRound } from '../activities/round.ts';
import { listen } from '../database/listen.ts';
import { depsFor } from './deps.ts';
import type { WorkerSettings } from './settings.ts';
import { createClients, createTell, dataConverterOf, workflowsQueue } from './temporal/connect.ts';
import { createWorkflows } from './temporal/workflows.ts';

export type WorkerHost = { deps: Deps; stop(): Promise<void>; failed: Promise<never> };

/** How many patients' events are worked on side by side. */
const dispatchers = 3;

/** Between two looks for enrollments whose workflow is not there. */
const repairPauseMs = 5 * 60_000;

type HostSettings = Omit<WorkerSettings, 'WORKER_PORT' | 'LOG_LEVEL'>;

export async function startWorkerHost(settings: HostSettings, log: Log, now: () => number = Date.now): Promise<WorkerHost> {
  const deps = depsFor({ ...settings, databaseUrl: settings.DATABASE_URL_WORKER }, log, now);
  const connection = await NativeConnection.connect({ address: settings.TEMPORAL_ADDRESS });
  const clients = createClients(settings);
  const workers = await Promise.all([
    ...workersFor(settings, deps, connection, settings.TEMPORAL_NAMESPACE, false),
    ...workersFor(settings, deps, connection, settings.TEMPORAL_REHEARSAL_NAMESPACE, true),
  ]);
  const running = workers.map((worker) => worker.run());
  const tell = createTell(clients);
  const isRehearsal = (hospital: string): boolean => hospital.startsWith(rehearsalPrefix);
  const relay = goRound('relay', async () => (await relayOnce(deps, tell, isRehearsal)) > 0, log);
  const dispatching = Array.from({ length: dispatchers }, (_, i) => goRound(`dispatcher ${i + 1}`, () => dispatchOne(deps), log));
  const workflows = createWorkflows(clients.real);
  const repair = goRound('repair', () => rebuildMissing(deps, workflows).then(() => false), log, repairPauseMs);
  let all = true;
  const keep = async (): Promise<boolean> => {
    await keepHouse(deps, { all });
    all = false;
    return false;
  };
  const house = goRound('housekeeping', keep, log, repairPauseMs);
  const onError = (error: Error): void => log.warn({ failure: error.name }, 'the connection that listens was lost');
  const ears = await Promise.all([
    listen(settings.DATABASE_URL_WORKER, { channel: 'outbox', heard: () => relay.ring(), onError }),
    listen(settings.DATABASE_URL_WORKER, { channel: 'event', heard: () => dispatching.forEach((round) => round.ring()), onError }),
  ]);
  const failed = Promise.all(running).then(() => new Promise<never>(() => undefined));
  failed.catch(() => undefined);
  return {
    deps,
    failed,
    stop: async () => {
      await Promise.all([
        ...ears.map((ear) => ear.close()),
        relay.stop(),
        repair.stop(),
        house.stop(),
        ...dispatching.map((round) => round.stop()),
      ]);
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.allSettled(running);
      await connection.close();
      await clients.close();
      await deps.pool.end();
    },
  };
}

/** The workflows' own queue, with the short local activities; and one queue per carrier, whose limit its workers keep. */
function workersFor(
  settings: HostSettings,
  deps: Deps,
  connection: NativeConnection,
  namespace: string,
  rehearsal: boolean,
): Promise<Worker>[] {
  const { perform, putBack, send } = createActivities(deps, { rehearsal });
  const common: Pick<WorkerOptions, 'connection' | 'namespace' | 'dataConverter' | 'shutdownGraceTime'> = {
    connection,
    namespace,
    dataConverter: dataConverterOf(settings),
    shutdownGraceTime: '5s',
  };
  const workflows = Worker.create({
    ...common,
    taskQueue: workflowsQueue,
    workflowBundle: { codePath: settings.WORKFLOW_BUNDLE },
    activities: { perform, putBack },
    maxCachedWorkflows: rehearsal ? 50 : 1_000,
  });
  const carriers = deps.channels.names.map((name) =>
    Worker.create({
      ...common,
      taskQueue: `carrier-${name}`,
      activities: { send },
      maxConcurrentActivityTaskExecutions: rehearsal ? 5 : 20,
      maxConcurrentActivityTaskPolls: 1,
    }),
  );
  return [workflows, ...carriers];
}
