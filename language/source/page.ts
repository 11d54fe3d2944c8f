/** A text being read line by line: where the reading is, and which blocks are open there. */
import type { Diagnostic } from '../diagnostic.ts';
import { lastNotAfter } from './copy.ts';
import type { Findings } from './findings.ts';

/** An open block: a map or list whose entries begin at `column` of the repaired copy, and at `written` in the file where that differs. */
export type Level = {
  kind: 'map' | 'list';
  column: number;
  written: number;
  /** The newest key of a map; what a list hangs on. */
  key?: string;
  /** The newest entry of a list, as an author would name it. */
  entry?: string;
  /** The key that the first entry of a list begins with. */
  itemKey?: string;
  /** The newest entry has no value yet: a deeper block may follow. */
  open: boolean;
};

export type Page = {
  f: Findings;
  text: string;
  starts: number[];
  line: number;
  levels: Level[];
  /** Lines written at `from` or deeper follow a line that was moved by `by`, until one stands at `until` or further left. */
  shift?: { from: number; until: number; by: number };
  /** Lines one below the other with the same wrong indentation are one mistake. */
  /** Where the last line of a text that stood too far left ended. */
  left?: { to: number };
  known?: { from: number; next: Ahead | undefined };
  run?: { code: 'tab-indent' | 'full-width-space'; line: number; from: number; diagnostic: Diagnostic; text: string; to: number };
};

/** What a value belongs to: where that stands in the file (`raw`) and in the copy (`column`), and its key if it has one. */
export type Owner = { raw: number; column: number; key?: string };

export function lineEnd(page: Page, line: number): number {
  const next = page.starts[line + 1];
  return next === undefined ? page.text.length : next - 1;
}

export function lineAt(page: Page, offset: number): number {
  return lastNotAfter(page.starts, offset);
}

const indentation = /[ \t\u3000\u00a0]*/y;

/** How far from the beginning of its line a character of the indentation stands, as an author sees it: a tab or a wide space is two wide. */
export function rawAt(page: Page, line: number, at: number): number {
  let raw = 0;
  for (let i = page.starts[line] ?? 0; i < at; i++) raw += page.text[i] === '\t' || page.text[i] === '\u3000' ? 2 : 1;
  return raw;
}

/** The same for a character of the line that is being read. */
export function rawOf(page: Page, at: number): number {
  return rawAt(page, page.line, at);
}

/** Where the first character stands that is no indentation, of whatever kind. */
export function contentAt(page: Page, line: number): number {
  indentation.lastIndex = page.starts[line] ?? 0;
  indentation.exec(page.text);
  return Math.min(indentation.lastIndex, lineEnd(page, line));
}

export type Ahead = { line: number; at: number; end: number; raw: number };

/** The next line that says something: neither blank nor a remark. The answer is kept, for many blank lines ask for the same one. */
export function ahead(page: Page, line: number): Ahead | undefined {
  const { known } = page;
  if (known && line >= known.from && (!known.next || line < known.next.line)) return known.next;
  const next = firstAfter(page, line);
  page.known = { from: line, next };
  return next;
}

function firstAfter(page: Page, line: number): Ahead | undefined {
  for (let next = line + 1; next < page.starts.length; next++) {
    const at = contentAt(page, next);
    const end = lineEnd(page, next);
    if (at < end && page.text[at] !== '#') return { line: next, at, end, raw: rawAt(page, next, at) };
  }
  return undefined;
}

const entry = /(?:-(?:[ \t]|$)|["']?[A-Za-z_][\w.-]{0,60}["']?[ \t]*:(?:[ \t]|$)|---)/y;
const slip = /(?:[-－—–·•−][ \t\u3000]?|["']?[A-Za-z_][\w.-]{0,60}["']?\s*[:：]|[a-z_][a-z0-9_]*\s*$|\p{Script=Han}{1,8}\s*[:：]\s*$)/uy;

/** Whether a line is an entry of its own and not the rest of a text: a dash, or an English key. With `loosely` also one that was meant to be. */
export function isEntry(page: Page, { at, end }: Ahead, loosely = false): boolean {
  const line = page.text.slice(at, Math.min(end, at + 200));
  return [entry, ...(loosely ? [slip] : [])].some((shape) => {
    shape.lastIndex = 0;
    return shape.test(line);
  });
}

/** Where the remark at the end of a line begins (with the blanks before it), or the end of what is written. */
export function withoutRemark(page: Page, from: number, end: number): number {
  // The search is in the line alone, or every line without a remark would be a search through the rest of the file.
  const hash = /(?:^|[ \t])#/.exec(page.text.slice(from, end));
  let to = hash ? from + hash.index : end;
  while (to > from && /[ \t]/.test(page.text[to - 1] ?? '')) to--;
  return to;
}

/** Makes a remark of a line and of all that hangs on it, in the copy. Returns the next line to read. */
export function leaveOut(page: Page, line: number): number {
  const raw = rawAt(page, line, contentAt(page, line));
  let next = line;
  do {
    page.f.repair(page.starts[next] ?? 0, page.starts[next] ?? 0, '#');
    next++;
  } while (next < page.starts.length && (isBlank(page, next) || rawAt(page, next, contentAt(page, next)) > raw));
  return next;
}

function isBlank(page: Page, line: number): boolean {
  return contentAt(page, line) === lineEnd(page, line);
}
