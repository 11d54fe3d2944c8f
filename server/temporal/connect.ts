/** Client and connections to Temporal, with the codec that everything goes through. */
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { Word } from '../../workflows/ports.ts';
import type { Tell } from '../../activities/relay.ts';
import { createPayloadCodec } from './payload-codec.ts';

export const workflowsQueue = 'aftercare';
export const workflowId = (enrollment: string): string => `enrollment/${enrollment}`;

export type TemporalSettings = {
  TEMPORAL_ADDRESS: string;
  TEMPORAL_NAMESPACE: string;
  TEMPORAL_REHEARSAL_NAMESPACE: string;
  PAYLOAD_KEY: Uint8Array;
  PAYLOAD_KEY_ID: string;
  PAYLOAD_KEYS_OLDER: { id: string; bytes: Uint8Array }[];
};

export function dataConverterOf(settings: Pick<TemporalSettings, 'PAYLOAD_KEY' | 'PAYLOAD_KEY_ID' | 'PAYLOAD_KEYS_OLDER'>): DataConverter {
  const codec = createPayloadCodec({
    current: { id: settings.PAYLOAD_KEY_ID, bytes: settings.PAYLOAD_KEY },
    older: settings.PAYLOAD_KEYS_OLDER,
  });
  return { payloadCodecs: [codec], failureConverterPath: fileURLToPath(new URL('../../workflows/failure-converter.ts', import.meta.url)) };
}

export type Clients = { real: Client; rehearsal: Client; close(): Promise<void> };

/** Connects lazily: a Temporal that is away is waited for by each call, not at the start. */
export function createClients(settings: TemporalSettings): Clients {
  const connection = Connection.lazy({ address: settings.TEMPORAL_ADDRESS });
  const dataConverter = dataConverterOf(settings);
  return {
    real: new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE, dataConverter }),
    rehearsal: new Client({ connection, namespace: settings.TEMPORAL_REHEARSAL_NAMESPACE, dataConverter }),
    close: () => connection.close(),
  };
}

/** Longer than this a signal is not waited for: the relay comes back to it (design 4). */
const patience = 2_000;

/** Signal-with-start, so that a workflow that is not there begins; one that has ended begins again only to see that it has. */
export function createTell(clients: Pick<Clients, 'real' | 'rehearsal'>): Tell {
  return async (enrollment: string, word: Word, { rehearsal, clockShift }) => {
    const client = rehearsal ? clients.rehearsal : clients.real;
    await client.withDeadline(Date.now() + patience, () =>
      client.workflow.signalWithStart('enrollment', {
        workflowId: workflowId(enrollment),
        taskQueue: workflowsQueue,
        args: [{ enrollment, ...(rehearsal ? { clockShift } : {}) }],
        signal: 'told',
        signalArgs: [word],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      }),
    );
  };
}
