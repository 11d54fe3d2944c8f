/** The SOPs that ship: their libraries in force, every one that compiles published, the others named with what keeps them back. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { currentSources } from '../../database/versions.ts';
import { libraryFiles } from '../../database/library.ts';
import { withActor } from '../../database/with-actor.ts';
import type { Deps } from '../../activities/deps.ts';
import { layersOf } from '../../language/library/layers.ts';
import { shelve, type Book, type Shelf } from '../../language/library/shelf.ts';
import type { SourceFile } from '../../language/node.ts';
import { publishReady, putInForce, readyToPublish } from '../intake/publishing.ts';
import { ownHospital } from './hospital.ts';

type Publisher = Pick<Deps, 'pool' | 'clock' | 'log'>;
const by = 'start';

export async function sopFiles(folder: string): Promise<SourceFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll('\\', '/')); // prettier-ignore
  return Promise.all(
    paths.sort().map(async (path) => ({ path: `sops/${path}`, bytes: new Uint8Array(await readFile(join(folder, path))) })),
  );
}

/** `rest` tries what did not compile before, a later release may: nobody has to wait for it. */
export type Shipped = { published: string[]; unchanged: number; rest: () => Promise<void> };

/** What the database has already, word for word, is not compiled again: a second start costs next to nothing. */
export async function publishShipped(deps: Publisher, folder: string): Promise<Shipped> {
  const files = await sopFiles(folder);
  const stored = await storedTexts(deps);
  const known = (path: string, sources: Record<string, string>): boolean => sources[path] === textOf(files, path);
  const same = new Set(
    [...stored.sops].filter(([, sources]) => Object.keys(sources).every((path) => known(path, sources))).map(([sop]) => sop),
  );
  const librariesSame =
    [...stored.libraries].length > 0 && files.every(({ path }) => !isLibrary(files, path) || stored.libraries.has(path));
  if (same.size > 0 && librariesSame) {
    // The hospital's own changes to a library stay: what ships only fills what is missing.
    return { published: [], unchanged: same.size, rest: () => publishOthers(deps, files, same) };
  }
  return { ...(await publishAll(deps, files, same, stored.libraries)), rest: () => Promise.resolve() };
}

const textOf = (files: readonly SourceFile[], path: string): string | undefined => {
  const file = files.find((one) => one.path === path);
  return file && new TextDecoder('utf-8').decode(file.bytes);
};
/** By its first key, without reading it all. */
const isLibrary = (files: readonly SourceFile[], path: string): boolean => /^(library|calendar):/m.test(textOf(files, path)?.split('\n').find((line) => line.trim() !== '' && !line.startsWith('#')) ?? ''); // prettier-ignore

async function storedTexts({ pool }: Publisher): Promise<{ sops: Map<string, Record<string, string>>; libraries: Set<string> }> {
  return withActor(pool, { kind: 'system', id: by, hospital: ownHospital }, async (tx) => ({
    sops: new Map((await currentSources(tx, ownHospital)).map(({ sop, sources }) => [sop, sources])),
    libraries: new Set((await libraryFiles(tx, ownHospital)).map(({ path }) => path)),
  }));
}

async function publishAll(
  deps: Publisher,
  files: SourceFile[],
  same: ReadonlySet<string>,
  libraries: ReadonlySet<string>,
): Promise<Omit<Shipped, 'rest'>> {
  const shelf = shelve(files);
  const fresh = files.filter(({ path }) => !libraries.has(path));
  await withActor(deps.pool, { kind: 'system', id: by, hospital: ownHospital }, (tx) =>
    putInForce(tx, shelf, fresh, { hospital: ownHospital, by, at: deps.clock.now() }),
  );
  const published: string[] = [];
  for (const book of shelf.books.filter(({ kind, name }) => kind === 'sop' && !same.has(name)))
    if (await publishOne(deps, shelf, book, files)) published.push(book.name);
  return { published, unchanged: same.size };
}

async function publishOthers(deps: Publisher, files: SourceFile[], same: ReadonlySet<string>): Promise<void> {
  const shelf = shelve(files);
  for (const book of shelf.books.filter(({ kind, name }) => kind === 'sop' && !same.has(name))) {
    await new Promise(setImmediate);
    await publishOne(deps, shelf, book, files);
  }
}

async function publishOne(deps: Publisher, shelf: Shelf, book: Book, files: SourceFile[]): Promise<boolean> {
  const { ready, diagnostics } = readyToPublish(shelf, book, files);
  if (ready) {
    const at = deps.clock.now();
    const { isNew, version } = await withActor(deps.pool, { kind: 'system', id: by, hospital: ownHospital }, (tx) =>
      publishReady(tx, ready, { hospital: ownHospital, by, at, note: 'shipped' }),
    );
    deps.log.info({ sop: book.name, version, isNew }, 'published');
    return true;
  }
  const codes = [...new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code))];
  deps.log.info({ sop: book.name, codes, files: layersOf(shelf, book).layers.length }, 'not published');
  return false;
}
