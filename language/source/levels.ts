/** Which block a line belongs to, and what to say when it is in line with none (`wrong-indent`). */
import { unreadable } from './findings.ts';
import { depth, refuseDepth } from './indentation.ts';
import { ahead, isEntry, type Level, type Page } from './page.ts';

/** The beginning of an entry: a dash or a key, at a column of the copy; `inner` is where what follows a dash begins. */
export type Beginning = {
  kind: 'map' | 'list';
  column: number;
  raw: number;
  at: number;
  end: number;
  name: string;
  opens: boolean;
  inner?: number;
};

/** Opens or continues the block that an entry belongs to; undefined when there is none and the line must be left out. */
export function place(page: Page, entry: Beginning): Level | undefined {
  const top = page.levels.at(-1);
  if (!top) return push(page, entry);
  if (top.open && (entry.column > top.column || (entry.column === top.column && entry.kind === 'list' && top.kind === 'map'))) {
    top.open = false;
    return push(page, asNeighbours(page, entry, top));
  }
  const fitting = page.levels.findLastIndex(
    (level) => level.kind === entry.kind && (level.column === entry.column || level.written === entry.column),
  );
  if (fitting !== -1 && !hidden(page, fitting, entry)) return lostIndentation(page, entry, fitting) ?? backTo(page, fitting);
  return placeNearest(page, entry);
}

/** A block is out of reach behind one that begins further left, save for a list at the column of its own key. */
function hidden(page: Page, index: number, { column }: Beginning): boolean {
  return page.levels.slice(index + 1).some((level) => level.column < column && level.written < column);
}

export function push(page: Page, entry: Beginning): Level {
  const below = page.levels.at(-1);
  const level: Level = { kind: entry.kind, column: entry.column, written: entry.column, open: false };
  if (entry.kind === 'list' && below?.key !== undefined) level.key = below.key;
  page.levels.push(level);
  refuseDepth(page, depth(page), entry.at, entry.end);
  return level;
}

/** The first entry of a block stands off when the next one stands where a first one usually does. */
function asNeighbours(page: Page, entry: Beginning, parent: Level): Beginning {
  const usual = parent.column + 2;
  const next = ahead(page, page.line);
  if (
    entry.column === usual ||
    !next ||
    page.shift ||
    !isEntry(page, next) ||
    (entry.kind === 'map' ? entry.opens : entry.inner === undefined)
  )
    return entry;
  const dash = page.text[next.at] === '-';
  const below =
    entry.kind === 'map' ? !dash && next.raw === usual : dash ? next.raw === usual : next.raw === usual + 2 && next.raw !== entry.inner;
  if (!below) return entry;
  reportIndent(page, entry, nameAt(page, next), parent.key);
  return { ...entry, column: usual };
}

/**
 * A key with a value on its line and a deeper neighbour below has itself lost its indentation: back to where its neighbours stand, be it the block above or
 * one that the key above it was to begin.
 */
function lostIndentation(page: Page, entry: Beginning, fitting: number): Level | undefined {
  const next = ahead(page, page.line);
  if (entry.kind !== 'map' || entry.opens || !next || next.raw <= entry.raw || !isEntry(page, next) || page.text[next.at] === '-')
    return undefined;
  const level = page.levels[fitting];
  const home = page.levels.findLastIndex((open, i) => i > fitting && open.kind === 'map' && open.column === next.raw);
  if (home !== -1) {
    reportIndent(page, entry, page.levels[home]?.key ?? '-', page.levels[home - 1]?.key);
    return backTo(page, home);
  }
  if (!level?.open || level !== page.levels.at(-1)) return undefined;
  reportIndent(page, entry, nameAt(page, next), level.key);
  level.open = false;
  return push(page, { ...entry, column: next.raw });
}

function nameAt(page: Page, { at, end }: { at: number; end: number }): string {
  return page.text.slice(at, Math.min(end, at + 40)).replace(/:(?:\s.*)?$/, '');
}

function reportIndent(page: Page, entry: Beginning, neighbour: string, parent: string | undefined): void {
  const words = parent === undefined ? { en: 'the top of the file', zh: '文件最外层' } : { en: `“${parent}”`, zh: `“${parent}”` };
  page.f.report('wrong-indent', entry.at, entry.end, { key: entry.name, neighbour, parent: words });
}

function backTo(page: Page, index: number): Level | undefined {
  page.levels.length = index + 1;
  const level = page.levels[index];
  if (level) level.open = false;
  return level;
}

function placeNearest(page: Page, entry: Beginning): Level | undefined {
  const distance = (level: Level) => Math.abs(level.column - entry.column);
  const candidates = page.levels.map((level, index) => ({ level, index })).filter(({ level }) => level.kind === entry.kind);
  const [nearest] = candidates.sort((a, b) => distance(a.level) - distance(b.level) || b.index - a.index);
  const above = page.levels.at(-1);
  if (!nearest || (entry.kind === 'list' && above?.kind === 'map' && entry.column > above.column)) {
    reportOrphan(page, entry, above);
    return undefined;
  }
  const { level, index } = nearest;
  const parent = page.levels[index - 1];
  reportIndent(page, entry, (level.kind === 'map' ? level.key : level.entry) ?? '-', parent?.key);
  if (entry.opens) shiftWhatHangsOn(page, entry, level.column);
  level.written = entry.column;
  return backTo(page, index);
}

/** What hangs on a moved line moves with it, unless it already stands deeper than where the line belongs. */
function shiftWhatHangsOn(page: Page, entry: Beginning, column: number): void {
  const child = ahead(page, page.line);
  if (!child || child.raw <= entry.raw || child.raw > column) return;
  page.shift = { from: child.raw, until: entry.raw, by: column - entry.column };
}

function reportOrphan(page: Page, entry: Beginning, above: Level | undefined): void {
  const key = above?.key ?? '';
  if (entry.kind === 'list' && above && entry.column > above.column) {
    const en = `“${key}” already has a value on its own line, so no list can follow below it`;
    unreadable(page.f, entry.at, entry.end, en, `“${key}”后面已经写了内容，下面不能再接列表`);
  } else if (entry.kind === 'list') {
    unreadable(
      page.f,
      entry.at,
      entry.end,
      'a list entry “- …” stands where keys are expected',
      '这里应该写“键: 值”，不是以“- ”开头的列表',
    );
  } else {
    unreadable(
      page.f,
      entry.at,
      entry.end,
      'a key stands where list entries “- …” are expected',
      '这里应该是以“- ”开头的列表，不是“键: 值”',
    );
  }
}
