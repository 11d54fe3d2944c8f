/** The three processes of ours and the settings they get. server/settings.ts and sandbox/settings.ts say what each is for. */
import { join } from 'node:path';
import type { DatabaseUrls } from './database.ts';
import { untilUp, type Part } from './keeper.ts';
import type { Places } from './places.ts';
import type { InternalPorts } from './ports.ts';
import type { Secrets } from './secrets.ts';
import { namespaces } from './temporal-server.ts';

export type Scene = {
  places: Places;
  port: number;
  host: string;
  logLevel: string;
  publicUrl: string;
  ports: InternalPorts;
  secrets: Secrets;
};
export type Backing = { temporalAddress: string; database: DatabaseUrls; bundle: string };

export const sandboxUrl = (ports: InternalPorts): string => `http://127.0.0.1:${ports.sandbox}`;

export function sandboxPart({ places, ports, secrets }: Pick<Scene, 'places' | 'ports' | 'secrets'>): Part {
  const env = {
    SANDBOX_PORT: String(ports.sandbox),
    SANDBOX_DATA: join(places.home, 'sandbox'),
    SANDBOX_SECRET: secrets.sandboxSecret,
    SANDBOX_TOKEN: secrets.sandboxToken,
  };
  return { name: 'sandbox', called: 'the sandbox', ...node(places, 'sandbox/main.ts'), env, ready: readyAt(sandboxUrl(ports)) };
}

export function serverPart(scene: Scene, backing: Backing): Part {
  const { places, port, host, secrets } = scene;
  const env = {
    ...shared(scene, backing),
    PORT: String(port),
    HOST: host,
    DATABASE_URL_SERVER: backing.database.server,
    API_KEY: secrets.apiKey,
    SOPS_DIR: join(places.root, 'sops'),
  };
  const near = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return { name: 'server', called: 'the server', ...node(places, 'server/main.ts'), env, ready: readyAt(`http://${near}:${port}`) };
}

export function workerPart(scene: Scene, backing: Backing): Part {
  const { places, ports } = scene;
  const env = {
    ...shared(scene, backing),
    DATABASE_URL_WORKER: backing.database.worker,
    WORKFLOW_BUNDLE: backing.bundle,
    WORKER_PORT: String(ports.worker),
  };
  return {
    name: 'worker',
    called: 'the worker',
    ...node(places, 'server/worker.ts'),
    env,
    ready: readyAt(`http://127.0.0.1:${ports.worker}`),
  };
}

function shared({ logLevel, publicUrl, ports, secrets }: Scene, { temporalAddress }: Backing): Record<string, string> {
  return {
    LOG_LEVEL: logLevel,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: namespaces.main,
    TEMPORAL_REHEARSAL_NAMESPACE: namespaces.rehearsal,
    PAYLOAD_KEY: secrets.payloadKey,
    PAYLOAD_KEY_ID: secrets.payloadKeyId,
    SANDBOX_URL: sandboxUrl(ports),
    SANDBOX_SECRET: secrets.sandboxSecret,
    SANDBOX_TOKEN: secrets.sandboxToken,
    PUBLIC_URL: publicUrl,
  };
}

const node = ({ root }: Places, file: string) => ({ command: process.execPath, args: ['--import', 'tsx', join(root, file)] });
const readyAt = (address: string) => (signal: AbortSignal) => untilUp(`${address}/readyz`, signal);
