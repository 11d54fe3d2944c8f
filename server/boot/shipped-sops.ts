/**
 * The SOPs that ship: their libraries in force, every one that compiles published, the others named with what keeps them back. What the
 * hospital has changed itself stays the hospital's: a start replaces only what a start has put there.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { libraryFiles } from '../../database/library.ts';
import { currentSources } from '../../database/versions.ts';
import { withActor, type Tx } from '../../database/with-actor.ts';
import type { Deps } from '../../activities/deps.ts';
import { shelve, type Book, type Shelf } from '../../language/library/shelf.ts';
import type { SourceFile } from '../../language/node.ts';
import { publishReady, putInForce, readyToPublish } from '../intake/publishing.ts';
import { ownHospital } from './hospital.ts';

type Publisher = Pick<Deps, 'pool' | 'clock' | 'log'>;
const by = 'start';

/** Named as the authors know them: `sops/cardiology/pci-discharge.yaml`. */
export async function sopFiles(folder: string): Promise<SourceFile[]> {
  const paths = (await readdir(folder, { recursive: true }))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.ya?ml$/.test(path));
  return Promise.all(
    paths.sort().map(async (path) => ({ path: `sops/${path}`, bytes: new Uint8Array(await readFile(join(folder, path))) })),
  );
}

/** `rest` tries what did not compile before, a later release may: nobody has to wait for it. */
export type Shipped = { published: string[]; unchanged: number; rest: () => Promise<void> };

/** What the database has already, word for word, is not compiled again: a second start costs next to nothing. */
export async function publishShipped(deps: Publisher, folder: string): Promise<Shipped> {
  const files = await sopFiles(folder);
  const texts = new Map(files.map(({ path, bytes }) => [path, new TextDecoder('utf-8').decode(bytes)]));
  const { settled, libraries } = await asSystem(deps, (tx) => standing(tx, texts));
  const isNew = files.filter(({ path }) => libraries.has(path));
  if (settled.size > 0 && isNew.length === 0) {
    return { published: [], unchanged: settled.size, rest: async () => void (await publishAll(deps, files, settled)) };
  }
  await asSystem(deps, (tx) => putInForce(tx, shelve(isNew), isNew, { hospital: ownHospital, by, at: deps.clock.now() }));
  return { published: await publishAll(deps, files, settled), unchanged: settled.size, rest: () => Promise.resolve() };
}

const asSystem = <T>({ pool }: Publisher, work: (tx: Tx) => Promise<T>): Promise<T> =>
  withActor(pool, { kind: 'system', id: by, hospital: ownHospital }, work);

/** `settled`: SOPs that stand as they ship, or are the hospital's own by now. `libraries`: paths of those that are to be put in force. */
async function standing(tx: Tx, texts: ReadonlyMap<string, string>): Promise<{ settled: Set<string>; libraries: Set<string> }> {
  const sops = await currentSources(tx, ownHospital);
  const same = (sources: Record<string, string>): boolean => Object.entries(sources).every(([path, text]) => texts.get(path) === text);
  const settled = new Set(sops.filter(({ sources, publishedBy }) => publishedBy !== by || same(sources)).map(({ sop }) => sop));
  const inForce = new Map((await libraryFiles(tx, ownHospital)).map((file) => [file.path, file]));
  const stands = (path: string, text: string): boolean => {
    const known = inForce.get(path);
    return known !== undefined && (known.updatedBy !== by || known.text === text);
  };
  const libraries = new Set([...texts].filter(([path, text]) => isLibrary(text) && !stands(path, text)).map(([path]) => path));
  return { settled, libraries };
}

/** By its first key, so that not everything has to be read. */
const isLibrary = (text: string): boolean => /^(library|calendar):/.test(text.replace(/^(\ufeff|#.*\r?\n|\s*\r?\n)*/, ''));

async function publishAll(deps: Publisher, files: SourceFile[], settled: ReadonlySet<string>): Promise<string[]> {
  const shelf = shelve(files);
  const published: string[] = [];
  for (const book of shelf.books.filter(({ kind, name }) => kind === 'sop' && !settled.has(name))) {
    // Requests that have come meanwhile first.
    await new Promise(setImmediate);
    if (await publishOne(deps, shelf, book, files)) published.push(book.name);
  }
  return published;
}

async function publishOne(deps: Publisher, shelf: Shelf, book: Book, files: SourceFile[]): Promise<boolean> {
  const { ready, diagnostics } = readyToPublish(shelf, book, files);
  if (!ready) {
    const codes = [...new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code))];
    deps.log.info({ sop: book.name, codes }, 'not published');
    return false;
  }
  const { isNew, version } = await asSystem(deps, (tx) =>
    publishReady(tx, ready, { hospital: ownHospital, by, at: deps.clock.now(), note: 'shipped' }),
  );
  deps.log.info({ sop: book.name, version, isNew }, 'published');
  return true;
}
