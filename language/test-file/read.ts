/** Reads `x.test.yaml`: a typed model, or what is wrong with it (language.md 13). */
import { layOutSop } from '../compile/compile.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { findBook, shelve } from '../library/shelf.ts';
import type { Book, Shelf } from '../library/shelf.ts';
import { foundWords, report } from '../schema/desk.ts';
import type { Desk } from '../schema/desk.ts';
import { readBlock } from '../schema/read.ts';
import { entryOf, isNothing, keyText, plain } from '../schema/tree.ts';
import type { SourceFile } from '../node.ts';
import type { Known } from './known.ts';
import type { TestFile, TestValues } from './model.ts';
import { readCase } from './read-case.ts';
import { testShape } from './schema.ts';

export type ReadTests = { tests?: TestFile; diagnostics: Diagnostic[] };

/** `library`: the SOP and all it stands on; without it steps and answers cannot be looked up. `tests` only if nothing is wrong. Never throws. */
export function readTests(file: SourceFile, library: readonly SourceFile[]): ReadTests {
  const shelf = shelve([file, ...library.filter(({ path }) => path !== file.path)]);
  const own = shelf.diagnostics.filter((found) => found.file === file.path);
  const book = shelf.books.find((one) => one.file === file.path);
  if (!book || book.kind !== 'tests') return { diagnostics: own };
  const { tests, diagnostics } = readTestBook(shelf, book);
  const all = [...own, ...diagnostics];
  return all.some(({ severity }) => severity === 'error') || !tests ? { diagnostics: all } : { tests, diagnostics: all };
}

/** The same with files that are read already. */
export function readTestBook(shelf: Shelf, book: Book): ReadTests {
  const desk: Desk = { fileOf: () => book.file, diagnostics: [] };
  readBlock(desk, { node: book.root }, testShape, 'tests');
  const sop = findBook(shelf, book.name, ['sop']);
  if (!sop) {
    report(desk, { node: book.nameNode }, 'unknown-sop', { x: book.name });
    return { diagnostics: desk.diagnostics };
  }
  const settings = entryOf(book.root, 'settings')?.value;
  const patients = readPatients(desk, book);
  const known: Known = { ...desk, bench: layOutSop(shelf, sop, settings), patients: new Set(Object.keys(patients)) };
  const cases = casesOf(desk, book).flatMap((node) => readCase(known, node) ?? []);
  return { tests: { sop: book.name, file: book.file, ...(settings && { settings }), patients, cases }, diagnostics: desk.diagnostics };
}

function readPatients(desk: Desk, book: Book): Record<string, TestValues> {
  const entry = entryOf(book.root, 'patients');
  if (!entry || isNothing(entry.value)) {
    report(desk, { node: book.nameNode }, 'key-missing', { key: 'patients' });
    return {};
  }
  if (entry.value.type === 'map')
    return Object.fromEntries(entry.value.entries.map((one) => [keyText(one), plain(one.value) as TestValues]));
  report(desk, { node: entry.value, key: entry.key }, 'wrong-type', {
    key: 'patients',
    expected: { en: 'patients by name', zh: '各位患者' },
    found: foundWords(entry.value),
  });
  return {};
}

function casesOf(desk: Desk, book: Book) {
  const entry = entryOf(book.root, 'cases');
  if (entry?.value.type === 'list') return entry.value.items;
  if (!entry) report(desk, { node: book.nameNode }, 'key-missing', { key: 'cases' });
  else
    report(desk, { node: entry.value, key: entry.key }, 'wrong-type', {
      key: 'cases',
      expected: { en: 'a list', zh: '列表' },
      found: foundWords(entry.value),
    });
  return [];
}
