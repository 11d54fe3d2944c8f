/** One child process: its log, its end, and a note of it on disk so that a later start can end it if we are killed. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './files.ts';
import type { Places } from './places.ts';
import { run } from './programs.ts';

export type ChildPlan = {
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  uid?: number;
  gid?: number;
  /** What asks it to end; SIGTERM if absent. (PostgreSQL waits for its clients on SIGTERM, and not on SIGINT.) */
  stopWith?: NodeJS.Signals;
};
export type Child = { name: string; pid: number; ended: Promise<string>; stop(): Promise<void>; kill(): void };

/** From asking to forcing. */
const patienceMs = 8_000;

/** Starts it in a process group of its own: a Ctrl-C in the terminal reaches only us, and we end the children in their order. */
export function startChild(places: Places, plan: ChildPlan): Child {
  const log = openSync(logFile(places, plan.name), 'a');
  const { command, args, uid, gid } = plan;
  const env = { ...process.env, ...plan.env };
  // What children write (Temporal's file, the sandbox's store) is for our eyes alone.
  const mask = process.umask(0o077);
  const child = spawn(command, args, { cwd: places.root, env, uid, gid, detached: true, stdio: ['ignore', log, log] });
  process.umask(mask);
  closeSync(log);
  const pid = child.pid ?? 0;
  const note = join(places.run, `${plan.name}.json`);
  if (pid > 0) writeFileSync(note, JSON.stringify({ pid, command, stopWith: plan.stopWith }));
  let running = true;
  const ended = new Promise<string>((resolve) => {
    const end = (how: string) => {
      running = false;
      rmSync(note, { force: true });
      resolve(how);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`));
  });
  const stop = () => stopProcess(pid, plan.stopWith, ended);
  return { name: plan.name, pid, ended, stop, kill: () => running && send(-pid, 'SIGKILL') };
}

/** The log of this start; that of the one before is kept beside it. */
export function turnLog(places: Places, name: string): void {
  const log = logFile(places, name);
  if (existsSync(log)) renameSync(log, join(places.logs, `${name}.previous.log`));
}

export const logFile = (places: Places, name: string): string => join(places.logs, `${name}.log`);

async function stopProcess(pid: number, signal: NodeJS.Signals = 'SIGTERM', ended: Promise<unknown>): Promise<void> {
  if (pid <= 0) return;
  send(pid, signal);
  const inTime = await Promise.race([ended.then(() => true), quietly(patienceMs).then(() => false)]);
  if (inTime) return;
  send(-pid, 'SIGKILL');
  await ended;
}

/** Ends children of an earlier start that was killed before it could. Says whom. */
export async function endLeftovers(places: Places): Promise<string[]> {
  const ended: string[] = [];
  for (const file of readdirSync(places.run).filter((name) => name.endsWith('.json'))) {
    const note = readJson(join(places.run, file)) as { pid?: number; command?: string; stopWith?: NodeJS.Signals } | undefined;
    if (note?.pid !== undefined && note.command !== undefined && (await runs(note.pid, note.command))) {
      await stopProcess(note.pid, note.stopWith, gone(note.pid));
      ended.push(file.slice(0, -'.json'.length));
    }
    rmSync(join(places.run, file), { force: true });
  }
  return ended;
}

/** Whether that process is alive and is that program: process ids are used again. */
export async function runs(pid: number, command: string): Promise<boolean> {
  return isAlive(pid) && (await commandLine(pid)).includes(command);
}

/** A process that ended and that nobody has asked about (a zombie) is not alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const state = procFile(pid, 'stat');
  return state === undefined || !/\) Z /.test(state);
}

/** `ps` is not in every container, and /proc is not on every system. */
async function commandLine(pid: number): Promise<string> {
  return procFile(pid, 'cmdline')?.replaceAll('\0', ' ') ?? (await run('ps', ['-o', 'command=', '-p', String(pid)])).out;
}

function procFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}

async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(50);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}

/** Does not keep us from ending. */
const quietly = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
