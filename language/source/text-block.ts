/** Texts after `|` or `>`: everything may stand in them, as long as it stands far enough to the right. */
import { unreadable } from './findings.ts';
import { reportBlanks } from './indentation.ts';
import { contentAt, isEntry, lineEnd, rawAt, type Owner, type Page } from './page.ts';

export const blockHeader = /[|>](?:[+-]?[1-9]?|[1-9]?[+-])[ \t]*(?:$|[ \t]#.*$)/y;

/** Reads the lines of the text below `line`; returns the line after it. `header` is what stands after the key. */
export function readBlock(page: Page, line: number, header: string, owner: Owner): number {
  const digit = /^[|>][+-]?([1-9])/.exec(header)?.[1];
  let first = digit === undefined ? undefined : owner.raw + Number(digit);
  let column = first;
  let next = line + 1;
  for (let blank = 0; next + blank < page.starts.length;) {
    const here = next + blank;
    const from = page.starts[here] ?? 0;
    const end = lineEnd(page, here);
    const spaces = spacesAt(page, here);
    if (from + spaces === end) {
      blank++;
      continue;
    }
    const at = contentAt(page, here);
    const raw = rawAt(page, here, at);
    const wrongBlanks = at > from + spaces;
    if (spaces >= (first ?? owner.raw + 1)) {
      first ??= spaces;
      column ??= Math.max(spaces, owner.column + 1);
      if (column > first) page.f.repair(from, from, ' '.repeat(column - first));
    } else if (wrongBlanks && raw > owner.raw) {
      // The first line sets the measure for the rest of the text, in whatever blanks it is written.
      if (at === end) page.f.repair(from, at, '');
      else indentWithSpaces(page, here, at, first === undefined ? 0 : Math.max(0, raw - first), (column ??= owner.column + 2));
      first ??= raw;
    } else if (belongs(page, here, at, end, spaces, owner)) {
      column ??= owner.column + 2;
      first ??= owner.raw + 2;
      tooFarLeft(page, from, at, end, column, owner);
    } else {
      return next;
    }
    next = here + 1;
    blank = 0;
  }
  return page.starts.length;
}

function spacesAt(page: Page, line: number): number {
  const from = page.starts[line] ?? 0;
  let to = from;
  while (page.text[to] === ' ') to++;
  return to - from;
}

function indentWithSpaces(page: Page, line: number, at: number, more: number, column: number): void {
  const spaces = ' '.repeat(column + more);
  reportBlanks(page, line, at, spaces);
  page.f.repair(page.starts[line] ?? 0, at, spaces);
}

/** A line that stands too far left and is yet no entry of its own was meant to be text. */
function belongs(page: Page, line: number, at: number, end: number, spaces: number, owner: Owner): boolean {
  if (spaces > owner.raw) return true;
  return (
    page.text[at] !== '#' && !isEntry(page, { line, at, end, raw: spaces }, true) && /\p{Script=Han}|\{\{/u.test(page.text.slice(at, end))
  );
}

function tooFarLeft(page: Page, from: number, at: number, end: number, column: number, owner: Owner): void {
  const of = owner.key ?? '-';
  const en = `the text of “${of}” must stand further right, all its lines below each other`;
  // One mistake for lines that stand below each other.
  if (page.left?.to !== from - 1) unreadable(page.f, at, end, en, `“${of}”的文字要再往右缩进，每行对齐`);
  page.left = { to: end };
  page.f.repair(from, at, ' '.repeat(column));
}
