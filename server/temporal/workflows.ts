/** What repair asks of Temporal about the workflows of real enrollments. */
import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { Workflows } from '../../activities/rebuild.ts';
import { workflowId } from './connect.ts';

const prefix = workflowId('');

export function createWorkflows(client: Client): Workflows {
  return {
    running: async (enrollments) => {
      const running = await listed(client, enrollments);
      // What began just now is not in the list yet, and a list may lag: each one that is missing is asked for by name.
      for (const enrollment of enrollments) if (!running.has(enrollment) && (await runs(client, enrollment))) running.add(enrollment);
      return running;
    },
    terminate: async (enrollment) => {
      try {
        await client.workflow.getHandle(workflowId(enrollment)).terminate('rebuilt from PostgreSQL');
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
  };
}

async function listed(client: Client, enrollments: string[]): Promise<Set<string>> {
  const ids = enrollments.map((enrollment) => `'${workflowId(enrollment)}'`).join(', ');
  const running = new Set<string>();
  for await (const { workflowId: id } of client.workflow.list({
    query: `ExecutionStatus = 'Running' and WorkflowId in (${ids})`,
    pageSize: 1_000,
  }))
    running.add(id.slice(prefix.length));
  return running;
}

/** gRPC's NOT_FOUND. */
const notFound = 5;

async function runs(client: Client, enrollment: string): Promise<boolean> {
  try {
    return (await client.workflow.getHandle(workflowId(enrollment)).describe()).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || (isGrpcServiceError(error) && Number(error.code) === notFound)) return false;
    throw error;
  }
}
