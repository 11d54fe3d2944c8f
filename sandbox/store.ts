/** The world on disk. A change is seen at once and kept for good when `settled` resolves; nobody is answered before that. */
import { join } from 'node:path';
import { openJournal } from './journal.ts';
import { apply, emptyWorld, type Entry, type World } from './world.ts';

export type Store = {
  readonly world: World;
  /** All of it or nothing survives a crash. */
  record(...entries: Entry[]): void;
  settled(): Promise<void>;
  reset(): Promise<void>;
  close(): Promise<void>;
};

export const openStore = async (folder: string): Promise<Store> => {
  const world = emptyWorld();
  const journal = await openJournal(join(folder, 'journal.jsonl'), (line) => {
    for (const entry of line as Entry[]) apply(world, entry);
  });
  return {
    world,
    record: (...entries) => {
      // Written before it is applied: the world goes on changing the objects it is given.
      journal.append(entries);
      for (const entry of entries) apply(world, entry);
    },
    settled: () => journal.settled(),
    reset: async () => {
      await journal.empty();
      for (const part of Object.values(world)) part.clear();
    },
    close: () => journal.close(),
  };
};
