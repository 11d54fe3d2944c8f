/** Temporal's development server on 127.0.0.1, with the settings that Aftercare stands on. docker-compose.yml holds the same ones. */
import { Connection } from '@temporalio/client';
import { sleep, type Child, type ChildPlan } from './child.ts';
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

/** Resolves when the server answers and has both namespaces. On a server of the user's own they are made. */
export async function temporalReady(address: string, child?: Child, patienceMs = 60_000): Promise<void> {
  let ended: string | undefined;
  void child?.ended.then((how) => (ended = how));
  const connection = Connection.lazy({ address });
  try {
    let last: unknown;
    for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(100)) {
      if (ended !== undefined) throw new Trouble(`Temporal ended as it started (${ended}): its log, logs/temporal.log, says why.`);
      try {
        for (const namespace of Object.values(namespaces)) await hasNamespace(connection, namespace, child === undefined);
        return;
      } catch (thrown) {
        last = thrown;
      }
    }
    throw new Trouble(`Temporal does not answer at ${address} (${reason(last)}): check that it runs and that the address is right.`);
  } finally {
    await connection.close();
  }
}

const notFound = 5;

async function hasNamespace(connection: Connection, namespace: string, make: boolean): Promise<void> {
  const service = connection.workflowService;
  try {
    await connection.withDeadline(Date.now() + 2_000, () => service.describeNamespace({ namespace }));
  } catch (thrown) {
    if (!make || (thrown as { code?: number }).code !== notFound) throw thrown;
    const day = 24 * 3_600;
    await service.registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds: (30 * day) as unknown as undefined } });
  }
}
