/** The dashes at the beginning of a line (`full-width-dash`, `space-after-dash`). */
import { mend } from './findings.ts';
import { place, push } from './levels.ts';
import { rawOf, type Level, type Page } from './page.ts';

export type Cursor = { at: number; column: number; afterDash: boolean };

const dash = /-(?=[ \t\n]|$)[ \t]*/y;

const wrongDash = /(?:[－—–·•−][ \t\u3000\u00a0]*|-[\u3000\u00a0]+|-(?=[A-Za-z_"'{[\p{Script=Han}]))(?=\S)/uy;

/** Reads over the dashes at the beginning of a line, opening a list for each. */
export function readDashes(page: Page, start: Cursor, begin: number, end: number): Cursor | undefined {
  const cursor = { ...start };
  for (;;) {
    const length = dashLength(page, cursor.at, end);
    if (length === 0 || page.f.refused) return cursor;
    const width =
      page.text[cursor.at] === '-' && page.text[cursor.at + 1] !== undefined && /[ \t]/.test(page.text[cursor.at + 1] ?? '') ? length : 2;
    const list = {
      kind: 'list' as const,
      column: cursor.column,
      raw: rawOf(page, cursor.at),
      at: begin,
      end,
      name: nameOf(page, cursor.at, end),
      opens: true,
      inner: cursor.at + length < end ? cursor.column + width : undefined,
    };
    const level = cursor.afterDash ? push(page, list) : place(page, list);
    if (!level) return undefined;
    if (!cursor.afterDash) cursor.column = indentTo(page, begin, level);
    level.entry = list.name;
    cursor.at += length;
    cursor.column += width;
    cursor.afterDash = true;
  }
}

function dashLength(page: Page, at: number, end: number): number {
  const { text } = page;
  if (at >= end) return 0;
  dash.lastIndex = at;
  const right = dash.exec(text)?.[0];
  if (right !== undefined) return Math.min(right.length, end - at);
  wrongDash.lastIndex = at;
  const wrong = wrongDash.exec(text)?.[0];
  if (wrong === undefined || at + wrong.length > end) return 0;
  const edit = { from: at, to: at + wrong.length, text: '- ' };
  if (wrong.startsWith('-'))
    mend(page.f, 'space-after-dash', at, at + wrong.length, { rest: text.slice(at + wrong.length, end).trimEnd() }, edit);
  else mend(page.f, 'full-width-dash', at, at + wrong.length, { x: wrong.trim() }, edit);
  return wrong.length;
}

/** The name an author would know an entry by. */
export function nameOf(page: Page, at: number, end: number): string {
  return page.text.slice(at, Math.min(end, at + 40)).trim();
}

/** Makes the copy begin the line where its level does; returns that column. */
export function indentTo(page: Page, begin: number, level: Level): number {
  const from = page.starts[page.line] ?? 0;
  const spaces = ' '.repeat(level.column);
  if (page.text.slice(from, begin) !== spaces) page.f.repair(from, begin, spaces);
  return level.column;
}
