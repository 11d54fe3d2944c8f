/** All files that may be needed, read once and found by the name they give themselves. */
import type { Diagnostic } from '../diagnostic.ts';
import { diagnostic } from '../diagnostics/make.ts';
import type { MapNode, SourceFile, SourceNode, Span } from '../node.ts';
import { takeMeantKeys } from '../schema/meant.ts';
import { libraryShape, sopShape } from '../schema/sop.ts';
import { keyText } from '../schema/tree.ts';
import { parse } from '../source/parse.ts';
import type { Parsed } from '../source/parse.ts';
import { claim } from './origins.ts';
import type { Origins } from './origins.ts';

export const fileKinds = ['sop', 'library', 'tests', 'calendar'] as const;
export type FileKind = (typeof fileKinds)[number];

export type Book = {
  file: string;
  kind: FileKind;
  /** `cardiology/pci-discharge`, `hospital`, `cn`; of a test file, the SOP it tests. */
  name: string;
  /** Where the name stands. */
  nameNode: SourceNode;
  root: MapNode;
};

export type Shelf = { books: Book[]; origins: Origins; diagnostics: Diagnostic[] };

export const emptyShelf = (): Shelf => ({ books: [], origins: new WeakMap(), diagnostics: [] });

/** A library's files are given again with every SOP; each is read once. Nobody changes the bytes of a file, nor a tree. */
const read = new WeakMap<SourceFile, Parsed>();

function parsed(file: SourceFile): Parsed {
  const found = read.get(file) ?? parse(file);
  read.set(file, found);
  return found;
}

/** Reads every file. What cannot be read is told and left out. */
export function shelve(files: readonly SourceFile[]): Shelf {
  const shelf = emptyShelf();
  for (const file of files) {
    const { root, diagnostics } = parsed(file);
    shelf.diagnostics.push(...diagnostics);
    if (root) claim(shelf.origins, root, file.path);
    const book = root && asBook(shelf, file.path, root);
    if (book) shelf.books.push(book);
    else if (!diagnostics.some((found) => found.severity === 'error'))
      shelf.diagnostics.push(diagnostic('file-kind', file.path, firstLine(root)));
  }
  return shelf;
}

const firstLine = (root: SourceNode | null): Span =>
  (root?.type === 'map' ? root.entries[0]?.key.span : root?.span) ?? { line: 1, column: 1, endLine: 1, endColumn: 1 };

function asBook(shelf: Shelf, file: string, root: SourceNode): Book | undefined {
  if (root.type !== 'map') return undefined;
  const kinds = root.entries.filter((entry) => (fileKinds as readonly string[]).includes(keyText(entry)));
  const entry = kinds[0];
  if (!entry || entry.value.type !== 'scalar' || typeof entry.value.value !== 'string') return undefined;
  if (keyText(entry) === 'sop' || keyText(entry) === 'library')
    takeMeantKeys(root, Object.keys(keyText(entry) === 'sop' ? sopShape : libraryShape));
  if (entry !== root.entries[0]) shelf.diagnostics.push(diagnostic('file-kind', file, firstLine(root)));
  const book: Book = { file, kind: keyText(entry) as FileKind, name: entry.value.value, nameNode: entry.value, root };
  checkPlace(shelf, book);
  return book;
}

/** Under `sops/` a file lies where its name says (language.md 7.1). Elsewhere it may be called as it likes. */
function checkPlace(shelf: Shelf, { file, kind, name, nameNode }: Book): void {
  const place = /(?:^|\/)sops\/(.+?)\.ya?ml$/.exec(file.replaceAll('\\', '/'))?.[1];
  const wanted = kind === 'tests' ? `${name}.test` : kind === 'calendar' ? `calendars/${name}` : name;
  if (place !== undefined && place !== wanted)
    shelf.diagnostics.push(diagnostic('sop-path', file, nameNode.span, { path: file, sop: name }));
}

/** SOPs and libraries are named alike, calendars by themselves. Of two files with one name the first counts. */
export function findBook(shelf: Shelf, name: string, kinds: readonly FileKind[] = ['sop', 'library']): Book | undefined {
  return shelf.books.find((book) => book.name === name && kinds.includes(book.kind));
}
