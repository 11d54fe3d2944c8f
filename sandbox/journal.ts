/**
 * An append-only file of JSON lines that survives SIGKILL and power loss: whoever awaited `settled` finds his lines again.
 * Lines written together share one fsync. A line torn by a crash was never answered for, and is cut off at the next start.
 */
import { mkdir, open, readFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

export type Journal = {
  /** In the order of the calls. Not durable before `settled` says so. */
  append(line: unknown): void;
  /** Resolves when everything appended so far is on disk; rejects if the disk refused. */
  settled(): Promise<void>;
  /** Forgets everything. */
  empty(): Promise<void>;
  close(): Promise<void>;
};

const NEWLINE = 0x0a;

/** Hands the lines found to `replay`, oldest first. Fails if a whole line is not JSON: that is no crash but damage, and guessing would hide it. */
export const openJournal = async (path: string, replay: (line: unknown) => void): Promise<Journal> => {
  await mkdir(dirname(path), { recursive: true });
  const kept = await readLines(path, replay);
  const file = await open(path, 'a');
  await file.truncate(kept);
  return createJournal(file);
};

const readLines = async (path: string, replay: (line: unknown) => void): Promise<number> => {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  let start = 0;
  for (let number = 1; ; number++) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0) return start;
    replay(parseLine(bytes.toString('utf8', start, end), path, number));
    start = end + 1;
  }
};

const parseLine = (text: string, path: string, number: number): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is damaged in line ${number}. Put back a copy, or delete it to begin anew.`, { cause: error });
  }
};

const createJournal = (file: FileHandle): Journal => {
  let waiting: string[] = [];
  let writing: Promise<void> = Promise.resolve();
  let scheduled: Promise<void> | undefined;

  const flush = async (): Promise<void> => {
    scheduled = undefined;
    const lines = waiting.join('');
    waiting = [];
    if (lines === '') return;
    await file.appendFile(lines, 'utf8');
    await file.datasync();
  };
  // One flush is under way at most; whatever comes meanwhile goes out together in the next. A failed one fails all that follow.
  const settled = (): Promise<void> => {
    if (waiting.length === 0 && !scheduled) return writing;
    scheduled ??= writing = writing.then(flush);
    return scheduled;
  };
  return {
    append: (line) => {
      waiting.push(`${JSON.stringify(line)}\n`);
      // The error is not lost: it stays in `writing`, for everybody who asks.
      settled().catch(() => undefined);
    },
    settled,
    empty: async () => {
      await settled();
      await file.truncate(0);
    },
    close: async () => {
      await settled();
      await file.close();
    },
  };
};
