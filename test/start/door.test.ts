import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { projectRoot } from '../../start/places.ts';
import { run } from '../../start/programs.ts';

/** A clone on which nothing was done yet, and an npm that does this instead of the real one. */
async function enterFreshClone(npm: string): Promise<{ code: number | null; out: string; err: string }> {
  const clone = mkdtempSync(join(tmpdir(), 'aftercare-clone-'));
  onTestFinished(() => rmSync(clone, { recursive: true, force: true }));
  for (const path of ['start/enter.mjs', 'package.json', 'package-lock.json']) cpSync(join(projectRoot, path), join(clone, path));
  mkdirSync(join(clone, 'bin'));
  writeFileSync(join(clone, 'bin', 'npm'), `#!/bin/sh\n${npm}\n`);
  chmodSync(join(clone, 'bin', 'npm'), 0o755);
  return run(process.execPath, ['start/enter.mjs', 'main'], {
    cwd: clone,
    env: { PATH: `${join(clone, 'bin')}:/usr/bin:/bin`, npm_execpath: '' },
  });
}

it('says in one sentence that the packages could not be fetched, and why', async () => {
  const npm = 'echo "npm error code ENOTFOUND"; echo "npm error network request failed, reason: getaddrinfo ENOTFOUND registry"; exit 1';
  const { code, err } = await enterFreshClone(npm);
  expect(code).toBe(1);
  expect(err.trim()).toMatch(
    /^The packages could not be fetched from npm \(network request failed, .*\): check the network and start again;.*packages\.log\.$/,
  );
});

it('does not go on with packages that were fetched in part', async () => {
  const { code, err } = await enterFreshClone('mkdir -p node_modules; exit 0');
  expect(code).toBe(1);
  expect(err.trim()).toBe('The packages are not there: `npm run setup` fetches them.');
});

it('knows its rooms', async () => {
  const { code, err } = await run(process.execPath, ['start/enter.mjs', 'strat'], { cwd: projectRoot });
  expect(code).toBe(1);
  expect(err).toMatch(/There is no "strat" here/);
});
