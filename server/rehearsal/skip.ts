/** Skipping time for one execution (design 4). The SDK has no helper for it, so this speaks to the service itself. */
import { isGrpcServiceError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { msToTs, tsToMs } from '@temporalio/common/lib/time';

export type Execution = { client: Client; workflowId: string };

/** More skips than any rehearsal needs: behind it a workflow would wait in real time without a word. */
const manySkips = 1_000_000;
/** FAST_FORWARD_POLLING_RESULT: the poll ran out of its time; the target is reached. Anything else: the execution ended first. */
const [askAgain, completed] = [1, 2];
/** gRPC: it has completed already. */
const notFound = 5;

/** Skips the execution forward by so many milliseconds and waits until it is there. False: it ended first. */
export async function fastForward({ client, workflowId }: Execution, ms: number, id: string): Promise<boolean> {
  const { namespace } = client.options;
  const workflowExecution = { workflowId };
  const fastForwardConfig = { id, duration: msToTs(Math.max(1, Math.round(ms))) };
  try {
    await client.workflowService.updateWorkflowExecutionOptions({
      namespace,
      workflowExecution,
      workflowExecutionOptions: { timeSkippingConfig: { enabled: true, maxSessionSkipCount: manySkips, fastForwardConfig } },
      updateMask: { paths: ['time_skipping_config'] },
    });
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === notFound) return false;
    throw error;
  }
  for (;;) {
    const polled = await client.workflowService.pollWorkflowExecutionTimeSkipping({ namespace, workflowExecution, fastForwardId: id });
    const result = Number(polled.fastForwardPollingResult);
    if (result !== askAgain) return result === completed;
  }
}

/** Temporal's moment for this execution: its virtual clock. Undefined: it has not skipped yet, or has ended. */
export async function virtualTime({ client, workflowId }: Execution): Promise<number | undefined> {
  const { namespace } = client.options;
  const described = await client.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId } });
  const at = described.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  return at ? tsToMs(at) : undefined;
}
