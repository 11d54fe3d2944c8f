/** `aftercare …` as a real child process. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export const projectRoot = join(import.meta.dirname, '../..');
const own = join(projectRoot, 'cli/aftercare.mjs');

export type Ran = { code: number | null; out: string; err: string };
export type How = { cwd?: string; input?: string | Uint8Array; env?: Record<string, string>; launcher?: string };

/** English unless the test says otherwise. Neither a server nor a locale of this machine is known to it. */
export function aftercare(
  args: readonly string[],
  { cwd = projectRoot, input, env = { LANG: 'en_US.UTF-8' }, launcher = own }: How = {},
): Promise<Ran> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [launcher, ...args], { cwd, env: { PATH, HOME, TZ: 'America/St_Johns', ...env } });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })));
}

/** A folder of these files, gone after the test. */
export function aFolder(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

export const asJson = <T>({ out }: Ran): T => JSON.parse(out) as T;

export type Checked = { diagnostics: { file: string; line: number; column: number; code: string; message: string }[] };
