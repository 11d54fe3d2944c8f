import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { isAlive } from '../../start/child.ts';
import type { Places } from '../../start/places.ts';
import { freePort } from '../../start/ports.ts';
import type { Running } from '../../start/supervisor.ts';
import { aHome } from './home.ts';

type Start = { process: ChildProcess; said: () => string; ended: Promise<number | null> };

/** What `npm start` runs. */
function start(home: Places, env: Record<string, string>): Start {
  const child = spawn(process.execPath, ['start/enter.mjs', 'main'], {
    cwd: home.root,
    env: { ...process.env, AFTERCARE_HOME: home.home, ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  return { process: child, said: () => said, ended };
}

const ready = (started: Start) =>
  vi.waitFor(() => expect(started.said()).toMatch(/Aftercare is ready/), { timeout: 110_000, interval: 100 });

const children = (home: Places): { name: string; pid: number }[] =>
  readdirSync(home.run).map((file) => ({
    name: file.slice(0, -5),
    ...(JSON.parse(readFileSync(join(home.run, file), 'utf8')) as { pid: number }),
  }));

async function aHomeWithFreePorts(): Promise<{ home: Places; PORT: string }> {
  const home = aHome();
  const names = ['postgres', 'temporal', 'temporalUi', 'sandbox', 'worker'];
  const ports = await Promise.all(names.map(async (name) => [name, await freePort()] as const));
  writeFileSync(join(home.home, 'ports.json'), JSON.stringify(Object.fromEntries(ports)));
  return { home, PORT: String(await freePort()) };
}

it('starts everything, says where it is, starts again what was killed with it, and ends everything on Ctrl-C', async () => {
  const { home, PORT } = await aHomeWithFreePorts();
  const first = start(home, { PORT });
  await ready(first);
  const demo = JSON.parse(readFileSync(join(home.home, 'demo.json'), 'utf8')) as Running;
  expect(statSync(join(home.home, 'demo.json')).mode & 0o777).toBe(0o600);
  expect(demo.url).toBe(`http://localhost:${PORT}`);
  expect(first.said()).toContain(demo.apiKey);
  const sops = (key: string) => fetch(`${demo.url}/v1/sops`, { headers: { authorization: `Bearer ${key}` } });
  expect((await sops(demo.apiKey)).status).toBe(200);
  expect((await sops('another key')).status).toBe(401);
  expect(
    children(home)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['postgresql', 'sandbox', 'server', 'temporal', 'worker']);

  const same = start(home, { PORT: String(await freePort()) });
  expect(await same.ended).toBe(1);
  expect(same.said()).toMatch(/Aftercare is running here already \(process \d+\)/);

  const left = children(home);
  first.process.kill('SIGKILL');
  await first.ended;
  const second = start(home, { PORT });
  await ready(second);
  expect(second.said()).toMatch(/an earlier start was killed; what it left running was ended: /);
  for (const { name, pid } of left) expect(isAlive(pid), name).toBe(false);
  expect((await sops(demo.apiKey)).status).toBe(200);

  const now = children(home);
  second.process.kill('SIGINT');
  expect(await second.ended).toBe(0);
  for (const { name, pid } of now) expect(isAlive(pid), name).toBe(false);
}, 240_000);
