/** The real sandbox as a process of its own, on a port and a folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const token = 'token-of-the-test';
export const secret = 'secret-of-the-test';

/** Whatever was answered; the tests look into it. */
type Json = ReturnType<typeof JSON.parse>;

export type Sandbox = {
  readonly url: string;
  readonly folder: string;
  /** As the power going out: nothing is tidied up. */
  kill(): Promise<void>;
  /** On the same folder and port again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** With the hospital's token. */
  get(path: string): Promise<Json>;
  post(path: string, body: unknown): Promise<{ status: number; body: Json }>;
};

const start = async (folder: string, port: number): Promise<{ child: ChildProcess; url: string }> => {
  const env = {
    ...process.env,
    SANDBOX_PORT: String(port),
    SANDBOX_DATA: folder,
    SANDBOX_SECRET: secret,
    SANDBOX_TOKEN: token,
    SANDBOX_TEST: '1',
  };
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    const url = /ready at (\S+)/.exec(said)?.[1];
    if (url !== undefined) return { child, url };
  }
  throw new Error(`The sandbox ended before it was ready: ${said}`);
};

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
};

export const startSandbox = async (): Promise<Sandbox> => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-test-'));
  const first = await start(folder, 0);
  const { url } = first;
  let { child } = first;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return {
    url,
    folder,
    kill: () => end(child, 'SIGKILL'),
    restart: async () => {
      ({ child } = await start(folder, Number(new URL(url).port)));
    },
    stop: async () => {
      await end(child, 'SIGTERM');
      await rm(folder, { recursive: true });
    },
    get: async (path) => (await fetch(url + path, { headers })).json(),
    post: async (path, body) => {
      const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, body: await response.json() };
    },
  };
};
