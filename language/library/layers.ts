/** Which files make up one SOP, in the order in which later ones win (language.md 13). */
import { diagnostic } from '../diagnostics/make.ts';
import { guess } from '../diagnostics/guess.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { ScalarNode } from '../node.ts';
import { entryOf, itemsOf } from '../schema/tree.ts';
import { findBook } from './shelf.ts';
import type { Book, Shelf } from './shelf.ts';

/** `live`: of the hospital or the department; its contact rules and people are read at the moment of doing (language.md 14). */
export type Layer = { book: Book; live: boolean };
export type Layers = { layers: Layer[]; diagnostics: Diagnostic[] };

export const departmentOf = (sop: string): string => sop.split('/')[0] ?? sop;

/** The hospital, the department, the files used, the file itself. */
export function layersOf(shelf: Shelf, book: Book): Layers {
  const diagnostics: Diagnostic[] = [];
  const layers: Layer[] = [];
  const add = (next: Book, live: boolean, above: readonly Book[]) => {
    if (layers.some((layer) => layer.book === next)) return;
    for (const used of usesOf(shelf, next, above, diagnostics)) add(used, live, [...above, next]);
    layers.push({ book: next, live });
  };
  for (const name of ['hospital', `${departmentOf(book.name)}/department`]) {
    const house = findBook(shelf, name, ['library']);
    if (house && house !== book) add(house, true, []);
  }
  add(book, false, []);
  return { layers, diagnostics };
}

function usesOf(shelf: Shelf, book: Book, above: readonly Book[], diagnostics: Diagnostic[]): Book[] {
  const entry = entryOf(book.root, 'use');
  if (!entry) return [];
  const names = itemsOf(entry.value).filter((item): item is ScalarNode => item.type === 'scalar' && typeof item.value === 'string');
  return names.flatMap((node) => {
    const used = findBook(shelf, String(node.value), book.kind === 'sop' ? ['sop', 'library'] : ['library']);
    if (used && used !== book && !above.includes(used)) return [used];
    if (used) diagnostics.push(diagnostic('use-cycle', book.file, node.span, { a: book.name, b: used.name }));
    else {
      const { told, near } = unknownUse(shelf, book, node);
      diagnostics.push(told);
      // Its forms and texts are there, under the name that was meant.
      return near && near !== book && !above.includes(near) ? [near] : [];
    }
    return [];
  });
}

function unknownUse(shelf: Shelf, book: Book, node: ScalarNode): { told: Diagnostic; near?: Book } {
  const x = String(node.value);
  const near = guess(
    x,
    shelf.books.filter(({ kind }) => kind === 'sop' || kind === 'library').map(({ name }) => name),
  );
  const edit = near === undefined ? undefined : { span: node.span, text: near };
  const found = near === undefined ? undefined : findBook(shelf, near);
  return { told: diagnostic('unknown-use', book.file, node.span, { x }, edit), ...(found && { near: found }) };
}
