/** One Aftercare at a time in one home. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runs } from './child.ts';
import { readJson } from './files.ts';
import type { Places } from './places.ts';
import { Trouble } from './trouble.ts';

const noteOf = (places: Places): string => join(places.home, 'running.json');

/** The process id of the start that runs in this home, if one does. */
export async function runningStart(places: Places): Promise<number | undefined> {
  const note = readJson(noteOf(places)) as { pid?: number } | undefined;
  return note?.pid !== undefined && note.pid !== process.pid && (await runs(note.pid, 'enter.mjs')) ? note.pid : undefined;
}

/** Refuses where another start runs. `to`: what this one is about to do. Answers how to let go. */
export async function beTheOnly(places: Places, to: string): Promise<() => void> {
  const other = await runningStart(places);
  if (other !== undefined)
    throw new Trouble(`Aftercare is running here already (process ${other}): end that with Ctrl-C or \`kill ${other}\` to ${to}.`);
  const text = JSON.stringify({ pid: process.pid });
  writeFileSync(noteOf(places), text);
  return () => {
    if (readFileSync(noteOf(places), 'utf8') === text) rmSync(noteOf(places));
  };
}
