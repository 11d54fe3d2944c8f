/** Which block a line belongs to, and what to say when it is in line with none (`wrong-indent`). */
import { unreadable } from './findings.ts';
import { depth, refuseDepth } from './indentation.ts';
import { ahead, type Level, type Page } from './page.ts';

/** The beginning of an entry: a dash or a key, at a column of the copy. */
export type Beginning = { kind: 'map' | 'list'; column: number; raw: number; at: number; end: number; name: string; opens: boolean };

/** Opens or continues the block that an entry belongs to; undefined when there is none and the line must be left out. */
export function place(page: Page, entry: Beginning): Level | undefined {
  const top = page.levels.at(-1);
  if (!top) return push(page, entry);
  if (top.open && (entry.column > top.column || (entry.column === top.column && entry.kind === 'list' && top.kind === 'map'))) {
    top.open = false;
    return push(page, entry);
  }
  const fitting = page.levels.findLastIndex(
    (level) => level.kind === entry.kind && (level.column === entry.column || level.written === entry.column),
  );
  if (fitting !== -1 && !hidden(page, fitting, entry)) return backTo(page, fitting);
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
  const top = { en: 'the top of the file', zh: '文件最外层' };
  const neighbour = (level.kind === 'map' ? level.key : level.entry) ?? '-';
  const values = { key: entry.name, neighbour, parent: parent?.key === undefined ? top : { en: `“${parent.key}”`, zh: `“${parent.key}”` } };
  page.f.report('wrong-indent', entry.at, entry.end, values);
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
