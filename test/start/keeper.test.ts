import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { isAlive } from '../../start/child.ts';
import { createKeeper, type Part } from '../../start/keeper.ts';
import type { Places } from '../../start/places.ts';
import { aHome, aKeeper } from './home.ts';

/** Runs this shell script, which writes a line to `starts` first; ready when it did. */
function aPart(home: Places, script: string): Part & { starts: () => number[] } {
  const file = join(home.home, 'starts');
  const starts = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : []);
  const ready = () => vi.waitFor(() => expect(starts()).not.toEqual([]));
  return { name: 'part', called: 'the part', command: '/bin/sh', args: ['-c', `echo $$ >> ${file}; ${script}`], ready, starts };
}

it('starts a part again that was killed', async () => {
  const home = aHome();
  const part = aPart(home, 'exec sleep 300');
  await aKeeper(home).keep(part);
  process.kill(part.starts()[0]!, 'SIGKILL');
  await vi.waitFor(() => expect(part.starts()).toHaveLength(2), 5_000);
});

it('ends all parts, whole families of processes, and starts none again', async () => {
  const home = aHome();
  const keeper = createKeeper(home);
  const part = aPart(home, 'sleep 300');
  await keeper.keep(part);
  await keeper.stopAll();
  expect(isAlive(part.starts()[0]!)).toBe(false);
  await expect(keeper.keep(part)).rejects.toThrow(/being ended/);
});

it('ends a part that is not ready yet', async () => {
  const home = aHome();
  const keeper = createKeeper(home);
  const part = { ...aPart(home, 'exec sleep 300'), ready: () => new Promise<void>(() => undefined) };
  const kept = expect(keeper.keep(part)).rejects.toThrow(/The part ended as it started/);
  await vi.waitFor(() => expect(part.starts()).toHaveLength(1));
  await keeper.stopAll();
  await kept;
  expect(isAlive(part.starts()[0]!)).toBe(false);
});

it('says with the last words of its log why a part did not start', async () => {
  const home = aHome();
  const never = () => new Promise<void>(() => undefined);
  const part = { ...aPart(home, "echo 'Error: PAYLOAD_KEY is not set'; echo '    at somewhere'; exit 3"), ready: never };
  await expect(aKeeper(home).keep(part)).rejects.toThrow(
    /^The part ended as it started \(exit code 3\): PAYLOAD_KEY is not set \(.*part\.log\)$/,
  );
});

it('keeps the log of the start before', async () => {
  const home = aHome();
  appendFileSync(join(home.logs, 'part.log'), 'from before\n');
  await aKeeper(home).keep(aPart(home, 'echo now; exec sleep 300'));
  expect(readFileSync(join(home.logs, 'part.previous.log'), 'utf8')).toBe('from before\n');
});
