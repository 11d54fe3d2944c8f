/**
 * Reads a text line by line the way an author sees it, before `yaml` does: finds the mistakes of typing that are made again and again, says each at its own
 * place, and repairs the copy, so that one slip of the hand is one diagnostic and everything behind it is still read (language.md 18, "Typing and YAML").
 */
import { unreadable, type Findings } from './findings.ts';
import { columnOf, reportBlanks } from './indentation.ts';
import { keyAt, type Key } from './keys.ts';
import { place, push } from './levels.ts';
import { linesOf } from './lines.ts';
import { ahead, contentAt, isEntry, leaveOut, lineEnd, rawOf, withoutRemark, type Level, type Page } from './page.ts';
import { indentTo, nameOf, readDashes, type Cursor } from './dashes.ts';
import { lacksDash, withoutColon } from './missing.ts';
import { isCondition, trick } from './owner.ts';
import { readValue } from './value.ts';

export function scan(f: Findings): void {
  const page: Page = { f, text: f.text, starts: linesOf(f.text).starts, line: 0, levels: [] };
  while (page.line < page.starts.length && !f.refused) page.line = Math.max(page.line + 1, readLine(page));
}

function readLine(page: Page): number {
  const from = page.starts[page.line] ?? 0;
  const end = lineEnd(page, page.line);
  const at = contentAt(page, page.line);
  if (at === end || page.text[at] === '#') return readNothing(page, from, at);
  if (at === from && /^(?:---|\.\.\.)(?=\s|$)|^%/.test(page.text.slice(at, at + 4))) return readMarker(page, at, end);
  const column = columnOf(page, page.line, at);
  const next = readEntry(page, at, column, end);
  return next ?? leaveOut(page, page.line);
}

/** A blank line of wide spaces is not blank to YAML, and a remark behind them is none. */
function readNothing(page: Page, from: number, at: number): number {
  const blanks = page.text.slice(from, at);
  if (/[\u3000\u00a0]/.test(blanks)) {
    const spaces = page.text[at] === '#' ? ' '.repeat(blanks.length) : '';
    reportBlanks(page, page.line, at, spaces);
    page.f.repair(from, at, spaces);
  }
  return page.line + 1;
}

/** `---` at the very top does no harm; what comes after a second one is not read. */
function readMarker(page: Page, at: number, end: number): number {
  const marker = /^(---|\.\.\.|%\w*)/.exec(page.text.slice(at, end))?.[0] ?? '%';
  if (marker === '---' && page.levels.length === 0 && end === at + 3) return page.line + 1;
  trick(page, at, marker);
  if (marker.startsWith('%')) {
    page.f.repair(at, at, '#');
    return page.line + 1;
  }
  page.f.repair(at, page.text.length, '');
  return page.starts.length;
}

/** Undefined when the line belongs nowhere. */
function readEntry(page: Page, begin: number, column: number, end: number): number | undefined {
  const cursor = readDashes(page, { at: begin, column, afterDash: false }, begin, end);
  if (!cursor) return undefined;
  const { at } = cursor;
  if (page.f.refused) return page.starts.length;
  if (at >= end || page.text[at] === '#') return openItem(page);
  if (/^[?:](?:\s|$)/.test(page.text.slice(at, Math.min(end, at + 2)))) return readComplexKey(page, at);
  const named = skipTag(page, at, end);
  const beside =
    !cursor.afterDash && (page.levels.length === 0 || page.levels.some((level) => level.kind === 'map' && level.column === cursor.column));
  const key = keyAt(page, named, end, beside) ?? withoutColon(page, at, end, beside);
  if (key && !cursor.afterDash && lacksDash(page, key, cursor.column))
    return readKey(page, key, addDash(page, key, cursor, begin, end), begin, end);
  if (key) return readKey(page, key, cursor, begin, end);
  return readText(page, cursor, begin, end);
}

function openItem(page: Page): number {
  const list = page.levels.at(-1);
  if (list) list.open = true;
  return page.line + 1;
}

function readComplexKey(page: Page, at: number): number {
  if (page.text[at] === '?') trick(page, at, '?');
  else unreadable(page.f, at, at + 1, 'a colon stands where a key is expected', '冒号前面没有键');
  const next = leaveOut(page, page.line);
  const value = ahead(page, next - 1);
  // The `: value` that belongs to a `? key`.
  if (page.text[at] === '?' && value && /^:(?:\s|$)/.test(page.text.slice(value.at, value.at + 2))) return leaveOut(page, value.line);
  return next;
}

/** `!tag key: …` and `&anchor key: …`. */
function skipTag(page: Page, at: number, end: number): number {
  const found = /^(?:[&!][^\s,[\]{}]+[ \t]+)+(?=\S[^:]*:(?:\s|$))/.exec(page.text.slice(at, Math.min(end, at + 200)))?.[0];
  if (found === undefined) return at;
  trick(page, at, found.trim());
  page.f.repair(at, at + found.length, ' '.repeat(found.length));
  return at + found.length;
}

function addDash(page: Page, key: Key, cursor: Cursor, begin: number, end: number): Cursor {
  unreadable(page.f, key.from, key.to, `before “${key.name}” the dash “- ” is missing`, `“${key.name}”前面少了“- ”`);
  const level = place(page, {
    kind: 'list',
    column: cursor.column,
    raw: rawOf(page, key.from),
    at: begin,
    end,
    name: key.name,
    opens: true,
  });
  page.f.repair(key.from, key.from, '- ');
  if (level) level.entry = nameOf(page, key.from, end);
  return { at: cursor.at, column: cursor.column + 2, afterDash: true };
}

function readKey(page: Page, key: Key, cursor: Cursor, begin: number, end: number): number | undefined {
  const raw = rawOf(page, key.from);
  const opens = withoutRemark(page, key.valueAt, end) === key.valueAt || /^\s*[|>]/.test(page.text.slice(key.valueAt, end));
  const entry = { kind: 'map' as const, column: cursor.column, raw, at: key.from, end: key.to, name: key.name, opens };
  const level = cursor.afterDash ? push(page, entry) : place(page, entry);
  if (page.f.refused) return page.starts.length;
  if (!level) return undefined;
  if (!cursor.afterDash) indentTo(page, begin, level);
  if (cursor.afterDash) level.written = Math.max(raw, level.column);
  level.key = key.name;
  level.open = false;
  const list = page.levels.at(-2);
  if (cursor.afterDash && list) list.itemKey ??= key.name;
  if (key.name === '<<') trick(page, key.from, '<<');
  return readValue(page, key.valueAt, end, { raw, column: level.column, key: key.name }, () => (level.open = true));
}

/** A line without a key: an item of a list, the value of a key on the line above, or something that should not be there. */
function readText(page: Page, cursor: Cursor, begin: number, end: number): number | undefined {
  const top = page.levels.at(-1);
  const list = cursor.afterDash ? top : undefined;
  if (list) return readValue(page, cursor.at, end, ownerOf(list, page, begin), () => (list.open = true));
  if (!top) return readValue(page, cursor.at, end, { raw: -1, column: -1 }, () => undefined);
  const raw = rawOf(page, begin);
  if (top.open && cursor.column > top.column) {
    top.open = false;
    indentTo(page, begin, { ...top, column: cursor.column });
    return readValue(page, cursor.at, end, { raw: Math.min(top.written, raw - 1), column: top.column, key: top.key }, () => undefined);
  }
  unreadable(
    page.f,
    begin,
    withoutRemark(page, begin, end),
    'here “key: value” or “- …” is expected',
    '这里应该是“键: 值”，或者以“- ”开头的一项',
  );
  return leaveOutTexts(page, raw);
}

/** Items of a list under `if` are conditions too; of other lists the key says nothing about the items. */
function ownerOf(list: Level, page: Page, begin: number): { raw: number; column: number; key?: string } {
  const owner = { raw: rawOf(page, begin), column: list.column };
  return list.key !== undefined && isCondition({ ...owner, key: list.key }) ? { ...owner, key: list.key } : owner;
}

/** Lines of text that stand below each other where no text belongs are one mistake. */
function leaveOutTexts(page: Page, raw: number): number {
  let next = leaveOut(page, page.line);
  for (let text = ahead(page, next - 1); text && text.raw === raw && !isEntry(page, text, true); text = ahead(page, next - 1)) {
    next = leaveOut(page, text.line);
  }
  return next;
}
