/** Publishing: SOPs become versions, libraries and calendars are in force from now on (language.md 14). */
import { saveLibraryFile } from '../../database/library.ts';
import { publish } from '../../database/versions.ts';
import type { Tx } from '../../database/with-actor.ts';
import type { Instant, Plan } from '../../engine/plan.ts';
import { compileBook } from '../../language/compile/compile.ts';
import type { Diagnostic } from '../../language/diagnostic.ts';
import { layersOf } from '../../language/library/layers.ts';
import type { Book, Shelf } from '../../language/library/shelf.ts';
import type { SourceFile } from '../../language/node.ts';
import { Problem } from '../http/problem.ts';

export type Ready = { sop: string; plan: Plan; sources: Record<string, string> };
export type Publishing = { hospital: string; by: string; at: Instant; note?: string };

const textOf = ({ bytes }: SourceFile): string => new TextDecoder('utf-8').decode(bytes);

/** One SOP of the shelf with all its files, its test among them; or what is wrong with it. */
export function readyToPublish(shelf: Shelf, book: Book, files: readonly SourceFile[]): { ready?: Ready; diagnostics: Diagnostic[] } {
  const { plan, diagnostics } = compileBook(shelf, book);
  if (!plan) return { diagnostics };
  const used = new Set([
    ...layersOf(shelf, book).layers.map((layer) => layer.book.file),
    ...shelf.books.filter(({ kind, name }) => kind === 'tests' && name === book.name).map(({ file }) => file),
  ]);
  const sources = Object.fromEntries(files.filter(({ path }) => used.has(path)).map((file) => [file.path, textOf(file)]));
  return { ready: { sop: book.name, plan, sources }, diagnostics };
}

export async function publishReady(
  tx: Tx,
  { sop, plan, sources }: Ready,
  { hospital, by, at, note }: Publishing,
): Promise<{ sop: string; version: number; hash: string; isNew: boolean }> {
  const { number, isNew } = await publish(tx, { hospital, plan, sources, by, at, ...(note === undefined ? {} : { note }) });
  return { sop, version: number, hash: plan.hash, isNew };
}

/** Libraries and calendars among the files: live from now on. Answers the paths of those that say something new. */
export async function putInForce(tx: Tx, shelf: Shelf, files: readonly SourceFile[], { hospital, by, at }: Publishing): Promise<string[]> {
  const changed: string[] = [];
  for (const { file } of shelf.books.filter(({ kind }) => kind === 'library' || kind === 'calendar')) {
    const source = files.find(({ path }) => path === file);
    if (source && (await saveLibraryFile(tx, { hospital, path: file, text: textOf(source), by, at }))) changed.push(file);
  }
  return changed;
}

/** The files are understood, and have mistakes. */
export const withMistakes = (diagnostics: unknown[]): Problem =>
  new Problem({
    status: 422,
    code: 'sop-mistakes',
    title: { en: 'The SOP has mistakes; nothing was done.', zh: 'SOP 有错误，什么也没有做。' },
    more: { diagnostics },
  });
