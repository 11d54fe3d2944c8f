/** Temporal's development server on 127.0.0.1, with the settings that Aftercare stands on. docker-compose.yml holds the same ones. */
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { sleep, type ChildPlan } from './child.ts';
import { reason, Trouble } from './trouble.ts';

/** Key and JSON value. */
export const dynamicConfig: Record<string, string> = {
  // Rehearsals and tests live months in seconds (ARCHITECTURE.md, "Rehearsal").
  'frontend.WorkflowTimeSkippingEnabled': 'true',
  // After so many skips a workflow would wait in real time without a word; the server's own number is 200.
  'frontend.WorkflowTimeSkippingMaxSkipPerSession': '1000000',
  // A skip takes 9 ms with these and 200 ms without.
  'history.timerProcessorMaxTimeShift': '"1ms"',
  'history.timerProcessorMaxPollRPS': '10000',
  'history.timerProcessorMaxPollHostRPS': '10000',
  'history.transferProcessorMaxPollRPS': '10000',
  // Without it a skipping clock jumps by years after continue-as-new.
  'history.workflowIdReuseMinimalInterval': '"0s"',
  // A small hospital's touches don't wait behind a large one's. Fairness is ignored silently without the new matcher.
  'matching.useNewMatcher': 'true',
  'matching.enableFairness': 'true',
};

export const namespaces = { main: 'aftercare', rehearsal: 'aftercare-rehearsal' };

/** `file`: where it keeps its state; absent: in memory. `uiPort`: absent: no UI. */
export type TemporalWish = { cli: string; port: number; uiPort?: number; file?: string };

export function temporalChild({ cli, port, uiPort, file }: TemporalWish): ChildPlan {
  const args = [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'error'],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']),
    ...(file === undefined ? [] : ['--db-filename', file]),
    ...Object.values(namespaces).flatMap((name) => ['--namespace', name]),
    ...Object.entries(dynamicConfig).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${value}`]),
  ];
  return { name: 'temporal', command: cli, args };
}

type ReadyWish = { address: string; signal?: AbortSignal; patienceMs?: number };

/** Resolves when the server answers and has both namespaces. On a server of the user's own they are made. */
export async function temporalReady({ address, signal, patienceMs = 60_000 }: ReadyWish): Promise<void> {
  const connection = Connection.lazy({ address });
  let last: unknown;
  try {
    for (const until = Date.now() + patienceMs; Date.now() < until && !signal?.aborted; await sleep(100)) {
      try {
        for (const namespace of Object.values(namespaces)) await ensureNamespace(connection, namespace);
        return;
      } catch (thrown) {
        last = thrown;
      }
    }
  } finally {
    await connection.close();
  }
  throw new Trouble(`Temporal does not answer at ${address} (${reason(last)}): check that it runs and that the address is right.`);
}

const notFound = 5;

async function ensureNamespace(connection: Connection, namespace: string): Promise<void> {
  const service = connection.workflowService;
  try {
    await connection.withDeadline(Date.now() + 2_000, () => service.describeNamespace({ namespace }));
  } catch (thrown) {
    if ((thrown as { code?: number }).code !== notFound) throw thrown;
    // What ended stays readable in Temporal for so long; our own record is PostgreSQL's.
    await service.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('30 days') });
    // Other hosts of the server hear of it within seconds.
    throw new Error(`the namespace ${namespace} was just made`);
  }
}
