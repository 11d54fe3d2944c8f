import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from './ports.ts';

/** A database that is away becomes a timer after two seconds, not a heartbeat (design 3.3). It is waited for, however long. */
export const { perform } = proxyLocalActivities<Pick<Activities, 'perform'>>({
  startToCloseTimeout: '2s',
  localRetryThreshold: '2s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/**
 * On the carrier's own queue: its workers keep its limit. What is not done within two hours (nobody works on that queue, or the worker was
 * away for long) is not sent stale: the workflow puts it back, and it is decided anew.
 */
export function carrierOn(taskQueue: string): Pick<Activities, 'send'> {
  return proxyActivities<Pick<Activities, 'send'>>({
    taskQueue,
    startToCloseTimeout: '30s',
    scheduleToCloseTimeout: '2 hours',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '20s' },
  });
}

export const { putBack } = proxyLocalActivities<Pick<Activities, 'putBack'>>({
  startToCloseTimeout: '2s',
  localRetryThreshold: '2s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1 minute' },
});
