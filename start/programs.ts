/** Finding and running other people's programs. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export type Run = { code: number | null; out: string; err: string };
type RunOptions = { cwd?: string; env?: Record<string, string | undefined>; timeoutMs?: number; uid?: number; gid?: number };

/** Runs a program to its end. A program that is not there ends with code null, as one that outlasted `timeoutMs`. Never throws. */
export function run(command: string, args: string[], { timeoutMs = 120_000, env, ...options }: RunOptions = {}): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...options,
      env: { ...process.env, ...env },
      timeout: timeoutMs,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.once('error', (error) => resolve({ code: null, out, err: error.message }));
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The folders of PATH that hold all of these programs, first come first. */
export function onPath(names: string[], path = process.env['PATH'] ?? ''): string[] {
  return path.split(delimiter).filter((folder) => folder !== '' && names.every((name) => isProgram(join(folder, name))));
}
