import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, inject, it } from 'vitest';
import { freePort } from '../../start/ports.ts';
import { freshDatabase } from '../setup/database.ts';

const database = await freshDatabase();
const key = 'the-key-of-the-start-0123';
const running: { kill: (signal: 'SIGKILL') => boolean }[] = [];
afterAll(() => running.forEach((child) => child.kill('SIGKILL')));

async function start() {
  const port = await freePort();
  const env = {
    PATH: process.env.PATH,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL_SERVER: database.server,
    API_KEY: key,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    PAYLOAD_KEY: Buffer.alloc(32, 7).toString('base64'),
    PAYLOAD_KEY_ID: 'test',
    SANDBOX_URL: 'http://127.0.0.1:1',
    SANDBOX_SECRET: 'a-secret-for-tests-01',
    SANDBOX_TOKEN: 'a-token-for-tests-012',
  };
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  const ready = async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok === true;
  while (!(await ready())) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${log}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const get = async (path: string) => (await fetch(url + path, { headers: { authorization: `Bearer ${key}` } })).json() as Promise<any>;
  const stop = async () => {
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    return code as number;
  };
  return { url, get, stop, log: () => log, tookMs: performance.now() - began };
}

it('makes hospital and key, publishes what ships, is quick the second time, and ends when it is asked to', async () => {
  const first = await start();
  const { sops } = await first.get('/v1/sops');
  expect(sops.map(({ sop }: any) => sop)).toEqual(
    expect.arrayContaining(['cardiology/pci-discharge', 'endocrinology/diabetes-care', 'service/complaint', 'activation/caring-call']),
  );
  expect(sops.every(({ version, title }: any) => version === 1 && title !== '')).toBe(true);
  expect(await first.stop()).toBe(0);
  expect(first.log()).toContain('the server has ended');

  const second = await start();
  expect((await second.get('/v1/sops')).sops).toEqual(sops);
  expect(second.log()).toContain(`"unchanged":${sops.length}`);
  // A request that is under way is finished.
  const asked = second.get('/v1/sops');
  await new Promise((resolve) => setTimeout(resolve, 5));
  const [answer, code] = await Promise.all([asked, second.stop()]);
  expect(answer.sops).toHaveLength(sops.length);
  expect(code).toBe(0);
});
