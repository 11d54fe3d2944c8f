/** Entries whose colon or dash was forgotten. */
import { unreadable } from './findings.ts';
import type { Key } from './keys.ts';
import { ahead, isEntry, rawOf, withoutRemark, type Page } from './page.ts';

const bareKey = /([a-z_][a-z0-9_]*)(?=\s*$|\s+\S|[[{])/y;

/** `steps` or `day 3` in a place for keys: the colon is missing. Only where keys stand beside it, or entries hang on it, so that no text is taken for a key. */
export function withoutColon(page: Page, at: number, end: number, beside: boolean): Key | undefined {
  bareKey.lastIndex = 0;
  const name = bareKey.exec(page.text.slice(at, Math.min(end, at + 80)))?.[1];
  if (name === undefined || !isKeyWithoutColon(page, at, end, name, beside)) return undefined;
  unreadable(page.f, at, at + name.length, `after “${name}” a colon is missing`, `“${name}”后面少了冒号`);
  page.f.repair(at + name.length, at + name.length, ':');
  return { name, from: at, to: at + name.length, valueAt: at + name.length };
}

function isKeyWithoutColon(page: Page, at: number, end: number, name: string, beside: boolean): boolean {
  const value = page.text.slice(at + name.length, withoutRemark(page, at + name.length, end)).trim();
  const next = ahead(page, page.line);
  const entryBelow = next !== undefined && isEntry(page, next) ? next.raw - rawOf(page, at) : undefined;
  if (value === '') return entryBelow !== undefined && (entryBelow > 0 || (entryBelow === 0 && page.text[next?.at ?? 0] === '-'));
  if (/^[[{]/.test(value) || (entryBelow === 0 && page.text[next?.at ?? 0] !== '-')) return true;
  return beside && page.levels.at(-1)?.open !== true && value.split(/\s+/).length <= 3 && !/\p{Script=Han}/u.test(value);
}

/**
 * A key that begins the entries of a list, where the list's dashes stand, or before lines that stand two further right: its dash is missing.
 * The two names are those by which entries begin that have lines of their own (language.md 4, 13).
 */
export function lacksDash(page: Page, key: Key, column: number): boolean {
  const list = page.levels.findLastIndex((level) => level.kind === 'list' && level.column === column);
  if (list !== -1)
    return (
      page.levels[list]?.itemKey === key.name &&
      !page.levels.some((level, i) => i > list && level.kind === 'map' && level.column === column)
    );
  const next = ahead(page, page.line);
  const top = page.levels.at(-1);
  const begins = key.name === 'id' || key.name === 'case';
  return (
    begins &&
    top?.open === true &&
    column > top.column &&
    next?.raw === rawOf(page, key.from) + 2 &&
    isEntry(page, next) &&
    page.text[next.at] !== '-'
  );
}
