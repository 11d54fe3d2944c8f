/**
 * Every setting that server and worker take from their environment, and the only place that reads it. `npm start` sets them all
 * (start/supervisor.ts); docker-compose.yml and a hospital's own operations set the same ones.
 * A process calls its function once, at its start: what is missing or malformed is one thrown sentence that names it.
 */
import { z } from 'zod';

type Environment = Record<string, string | undefined>;

const port = z.coerce.number().int().min(0).max(65535);
const postgres = z.url({ protocol: /^postgres(ql)?$/, error: 'must be like postgres://user:password@host:5432/database' });
const http = z.url({ protocol: /^https?$/, error: 'must be like http://127.0.0.1:3000' }).transform((url) => url.replace(/\/+$/, ''));
const secret = z.string().min(16, 'must have at least 16 characters');
const keyBytes = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'must be 32 bytes in base64');
/** `key-1:BASE64,key-2:BASE64` */
const namedKeys = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter((entry) => entry !== ''))
  .refine((entries) => entries.every((entry) => /^[^:]+:/.test(entry)), 'must be ID:KEY,ID:KEY')
  .transform((entries) => entries.map((entry) => entry.split(':', 2) as [string, string]))
  .transform((entries) => entries.map(([id, key]) => ({ id, bytes: Buffer.from(key, 'base64') })))
  .refine((keys) => keys.every(({ bytes }) => bytes.length === 32), 'must have keys of 32 bytes in base64');

const logging = {
  /** pino's levels. */
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
};

const temporal = {
  /** host:port of the frontend. */
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().min(1).default('aftercare'),
  /** Rehearsals run here, with time skipping (ARCHITECTURE.md, "Rehearsal"). */
  TEMPORAL_REHEARSAL_NAMESPACE: z.string().min(1).default('aftercare-rehearsal'),
  /** Encrypts every payload in Temporal. */
  PAYLOAD_KEY: keyBytes,
  /** Names PAYLOAD_KEY in each payload, so that keys can be changed. */
  PAYLOAD_KEY_ID: z.string().min(1),
  /** Keys of before, still needed to read old histories. */
  PAYLOAD_KEYS_OLDER: namedKeys,
};

const sandboxLink = {
  /** Address of the sandbox process: carrier, fulfilment house, HIS and office for trying things out. */
  SANDBOX_URL: http,
  /** Signs the sandbox's webhooks (HMAC-SHA256). */
  SANDBOX_SECRET: secret,
  /** Bearer token of the sandbox's interface. */
  SANDBOX_TOKEN: secret,
};

const serverSchema = z.object({
  ...logging,
  ...temporal,
  ...sandboxLink,
  /** Where people and systems reach the server. */
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** As written in links that patients get. */
  PUBLIC_URL: http,
  DATABASE_URL_SERVER: postgres,
  /** An API key with every scope that is to be known from the first start; without it, keys are made by an operator. */
  API_KEY: secret.optional(),
  /** The shipped SOPs, published at start where they are new. */
  SOPS_DIR: z.string().min(1).default('sops'),
});

const workerSchema = z.object({
  ...logging,
  ...temporal,
  ...sandboxLink,
  PUBLIC_URL: http,
  DATABASE_URL_WORKER: postgres,
  /** The workflow code, bundled when built (start/bundle.ts): path of a JavaScript file. */
  WORKFLOW_BUNDLE: z.string().min(1),
  /** /healthz, /readyz and /metrics of the worker, on 127.0.0.1. */
  WORKER_PORT: port,
});

export type ServerSettings = z.output<typeof serverSchema>;
export type WorkerSettings = z.output<typeof workerSchema>;

export const serverSettings = (env: Environment = process.env): ServerSettings => read('server', serverSchema, env);
export const workerSettings = (env: Environment = process.env): WorkerSettings => read('worker', workerSchema, env);

/** An empty variable is one that is not set: that is how a compose file says so. */
function read<S extends z.ZodObject>(process: string, schema: S, env: Environment): z.output<S> {
  const result = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    return env[name] ? `${name} ${message}` : `${name} is not set`;
  });
  throw new Error(`The ${process} cannot start: ${[...new Set(faults)].join(', ')} (server/settings.ts says what each is for).`);
}
