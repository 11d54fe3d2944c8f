/** The worker as the process that it is, so that it can be killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../../start/ports.ts';
import type { HostSettings } from './world.ts';

export type WorkerProcess = {
  readonly pid: number;
  /** Resolves when it is gone, however. */
  readonly ended: Promise<unknown>;
  /** As the power going out. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

export async function startWorker(
  settings: HostSettings,
  { entry = 'server/worker.ts', env = {} }: { entry?: string; env?: Record<string, string> } = {},
): Promise<WorkerProcess> {
  const port = await freePort();
  const { PAYLOAD_KEY, PAYLOAD_KEYS_OLDER: _none, ...plain } = settings;
  const given = { ...plain, PAYLOAD_KEY: Buffer.from(PAYLOAD_KEY).toString('base64'), WORKER_PORT: String(port), LOG_LEVEL: 'silent' };
  const child = spawn(process.execPath, ['--import', 'tsx', entry], {
    env: { ...process.env, ...given, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = once(child, 'exit');
  await Promise.race([
    untilReady(port),
    ended.then(() => {
      throw new Error('The worker ended before it was ready.');
    }),
  ]);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { pid: child.pid ?? 0, ended, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

async function untilReady(port: number): Promise<void> {
  for (;;) {
    const is = await fetch(`http://127.0.0.1:${port}/readyz`)
      .then((answer) => answer.ok)
      .catch(() => false);
    if (is) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
