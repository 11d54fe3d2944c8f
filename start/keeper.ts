/** Keeps the parts running: starts one again when it ends by itself, slower each time. */
import { readFileSync } from 'node:fs';
import { logFile, sleep, startChild, turnLog, type Child, type ChildPlan } from './child.ts';
import type { Places } from './places.ts';
import { say } from './progress.ts';
import { Trouble } from './trouble.ts';

export type Part = ChildPlan & {
  /** As the person reads it: `the worker`. */
  called: string;
  /** Resolves once it does its work, rejects when it takes too long. Gives up when the signal says so. */
  ready: (signal: AbortSignal) => Promise<void>;
};
const pauses = { firstMs: 500, longestMs: 30_000, settledMs: 60_000 };

async function untilReady(places: Places, part: Part, child: Child): Promise<void> {
  const given = new AbortController();
  const endedEarly = child.ended.then((how) => {
    throw new Trouble(`${capital(part.called)} ended as it started (${how}): ${lastWords(places, part.name)}`);
  });
  try {
    await Promise.race([part.ready(given.signal), endedEarly]);
  } finally {
    given.abort();
  }
}

export type Keeper = {
  /** Starts a part and resolves when it is ready. From then on it is started again whenever it ends. */
  keep(part: Part): Promise<void>;
  /** Ends all parts, the last one first, those that are just starting too. Nothing starts any more. */
  stopAll(): Promise<void>;
  readonly stopping: boolean;
};

export function createKeeper(places: Places): Keeper {
  const children = new Map<string, Child>();
  let stopping = false;
  // The last resort, where there is no time left to wait: no part outlives us.
  process.once('exit', () => children.forEach((child) => child.kill()));
  const start = (part: Part): Child => {
    const child = startChild(places, part);
    children.set(part.name, child);
    return child;
  };
  const watch = async (part: Part, first: Child) => {
    let child = first;
    for (let pauseMs = pauses.firstMs; ; pauseMs = Math.min(pauseMs * 2, pauses.longestMs)) {
      const begun = Date.now();
      const how = await child.ended;
      if (stopping) return;
      if (Date.now() - begun > pauses.settledMs) pauseMs = pauses.firstMs;
      say(`! ${part.called} ended (${how}) and is started again in ${pauseMs / 1000} s; its log: ${logFile(places, part.name)}`);
      await sleep(pauseMs);
      if (stopping) return;
      child = start(part);
    }
  };
  return {
    keep: async (part) => {
      if (stopping) throw new Trouble('Everything is just being ended.');
      turnLog(places, part.name);
      const child = start(part);
      await untilReady(places, part, child);
      void watch(part, child);
    },
    stopAll: async () => {
      stopping = true;
      for (const child of [...children.values()].reverse()) await child.stop();
    },
    get stopping() {
      return stopping;
    },
  };
}

/** The line of the log that says most: the error's own, not its stack. */
function lastWords(places: Places, name: string): string {
  const lines = readFileSync(logFile(places, name), 'utf8').split('\n');
  const error = lines.findLast((line) => /\bError\b.*: |cannot start/.test(line)) ?? lines.findLast((line) => line.trim() !== '');
  return `${(error ?? 'it wrote no log').trim().replace(/^\w*Error\b[^:]*: /, '')} (${logFile(places, name)})`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Resolves when that address answers 2xx. */
export async function untilUp(url: string, signal: AbortSignal, patienceMs = 60_000): Promise<void> {
  let last = 'nothing answers';
  for (const until = Date.now() + patienceMs; Date.now() < until && !signal.aborted; await sleep(100)) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      if (answer.ok) return;
      last = `it answers ${answer.status}: ${(await answer.text()).slice(0, 200)}`;
    } catch {
      // Not up yet.
    }
  }
  throw new Trouble(`${url} is not ready after ${patienceMs / 1000} s (${last}): the logs in .aftercare/logs say why.`);
}
