/** Looks through files and tells all that is wrong with them, at once. */
import type { Name } from '../engine/plan.ts';
import { compileBook, distinct } from './compile/compile.ts';
import { checkCalendar, checkLibrary } from './compile/library.ts';
import type { Diagnostic } from './diagnostic.ts';
import { sorted } from './diagnostics/sort.ts';
import { shelve } from './library/shelf.ts';
import type { Book, Shelf } from './library/shelf.ts';
import type { SourceFile } from './node.ts';
import { entryOf } from './schema/tree.ts';
import { readTestBook } from './test-file/read.ts';

/** `library`: files that are used but not asked about; nothing is told of them. `only`: names of SOPs to look at, if not all. */
export type CheckOptions = { library?: readonly SourceFile[]; only?: readonly Name[] };

/**
 * Every mistake in `files`, ordered by file and place. A base whose settings are required is looked at with the settings of its test file.
 * Never throws and never hangs, whatever the bytes (language.md 18).
 */
export function check(files: readonly SourceFile[], options: CheckOptions = {}): { diagnostics: Diagnostic[] } {
  const asked = new Set(files.map(({ path }) => path));
  const others = (options.library ?? []).filter(({ path }) => !asked.has(path));
  const shelf = shelve([...files, ...others]);
  const books = shelf.books.filter(({ file, name }) => asked.has(file) && (!options.only || options.only.includes(name)));
  const found = [...shelf.diagnostics, ...books.flatMap((book) => checkBook(shelf, book))];
  return { diagnostics: sorted(distinct(found.filter(({ file }) => asked.has(file)))) };
}

function checkBook(shelf: Shelf, book: Book): Diagnostic[] {
  switch (book.kind) {
    case 'sop':
      return compileBook(shelf, book, testSettings(shelf, book)).diagnostics;
    case 'library':
      return checkLibrary(shelf, book);
    case 'calendar':
      return checkCalendar(shelf, book);
    case 'tests':
      return readTestBook(shelf, book).diagnostics;
  }
}

/** `settings:` of the test file beside it. */
function testSettings(shelf: Shelf, book: Book) {
  const tests = shelf.books.find(({ kind, name }) => kind === 'tests' && name === book.name);
  return tests && entryOf(tests.root, 'settings')?.value;
}
