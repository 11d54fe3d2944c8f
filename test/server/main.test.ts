import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, expect, inject, it } from 'vitest';
import { freePort } from '../../start/ports.ts';
import type { Json } from './house.ts';
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
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const get = async (path: string): Promise<Json> => (await fetch(url + path, { headers })).json();
  const post = async (path: string, body: object): Promise<Json> =>
    (await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  const stop = async () => {
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    return code as number;
  };
  return { url, get, post, stop, log: () => log, tookMs: performance.now() - began };
}

it('makes hospital and key, publishes what ships, is quick the second time, and ends when it is asked to', async () => {
  const first = await start();
  const { sops } = await first.get('/v1/sops');
  expect(sops.map(({ sop }: Json) => sop)).toEqual(
    expect.arrayContaining(['cardiology/pci-discharge', 'endocrinology/diabetes-care', 'service/complaint', 'activation/caring-call']),
  );
  expect(sops.every(({ version, title }: Json) => version === 1 && title !== '')).toBe(true);
  const path = 'sops/cardiology/pci-discharge.yaml';
  const own = { path, text: readFileSync(path, 'utf8').replace(/^title: .*$/m, 'title: 我们自己的支架随访') };
  expect((await first.post('/v1/versions', { files: [own] })).published).toMatchObject([{ version: 2, isNew: true }]);
  const after = (await first.get('/v1/sops')).sops;
  expect(await first.stop()).toBe(0);
  expect(first.log()).toContain('the server has ended');

  const second = await start();
  // What the hospital has changed stays the hospital's.
  expect((await second.get('/v1/sops')).sops).toEqual(after);
  expect(second.log()).toContain(`"unchanged":${sops.length}`);
  // A request that is under way is finished.
  const asked = second.get('/v1/sops');
  await new Promise((resolve) => setTimeout(resolve, 5));
  const [answer, code] = await Promise.all([asked, second.stop()]);
  expect(answer.sops).toHaveLength(sops.length);
  expect(code).toBe(0);
});
