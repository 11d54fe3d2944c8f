/** The value after a key or a dash, when it is written in full on lines, not in brackets. */
import { mend, quoteInCopy, unreadable, type Findings } from './findings.ts';
import { readFlow } from './flow.ts';
import { ahead, isEntry, lineAt, lineEnd, withoutRemark, type Owner, type Page } from './page.ts';
import { closeQuote, quotedEnd } from './quotes.ts';
import { isCondition, onOneLine, trick, wideNumber, words } from './owner.ts';
import { blockHeader, readBlock } from './text-block.ts';

/** Reads what begins at `at`, on the line that ends at `end`; returns the next line to read. `open` is told when the value is yet to come. */
export function readValue(page: Page, at: number, end: number, owner: Owner, open: () => void): number {
  const from = skipProperties(page, at, end, owner);
  const line = lineAt(page, from);
  if (from >= end || withoutRemark(page, from, end) === from) {
    open();
    return line + 1;
  }
  const first = page.text[from] ?? '';
  blockHeader.lastIndex = 0;
  const header = page.text.slice(from, end);
  if (blockHeader.test(header)) return readBlock(page, line, header, owner);
  if (page.text.startsWith('{{', from)) return readTemplate(page, from, owner);
  if (first === '"' || first === "'") return after(page, from, quotedEnd(page, from, owner) ?? closeQuote(page, from, false), owner);
  if (first === '[' || first === '{') return after(page, from, readFlow(page, from, owner), owner);
  if (first === '*') return after(page, from, readAlias(page, from, end, owner), owner);
  return readPlain(page, from, end, owner);
}

const property = /([&!])([^\s,[\]{}]*)[ \t]*/y;

/** `&name` and `!tag` before a value: reported, and read over. In a condition `!` and `&` begin nothing of the kind. */
function skipProperties(page: Page, at: number, end: number, owner: Owner): number {
  let from = at;
  while (page.text[from] === ' ' || page.text[from] === '\t') from++;
  for (;;) {
    property.lastIndex = from;
    const found = property.exec(page.text);
    if (!found || from >= end || isCondition(owner) || (found[1] === '&' && (found[2] ?? '') === '') || found[2]?.startsWith('&'))
      return from;
    trick(page, from, `${found[1] ?? ''}${found[2] ?? ''}`);
    const to = Math.min(property.lastIndex, end);
    if (found[1] === '!') page.f.repair(from, to, ' '.repeat(to - from));
    from = to;
  }
}

function readAlias(page: Page, from: number, end: number, owner: Owner): number {
  const name = /^\*[^\s,[\]{}=<>()&|]+/.exec(page.text.slice(from, Math.min(end, from + 200)))?.[0];
  if (name === undefined || isCondition(owner)) return from;
  if (owner.key !== '<<') trick(page, from, name);
  return from + name.length;
}

/** What stands behind a value that was closed: nothing but a remark, or it was one text and wants quotes as a whole. */
function after(page: Page, from: number, to: number, owner: Owner): number {
  if (page.f.refused) return page.starts.length;
  const line = lineAt(page, Math.max(from, to - 1));
  const end = lineEnd(page, line);
  const written = withoutRemark(page, to, end);
  if (to > from && written === to) return line + 1;
  const rest = page.text.slice(to, written);
  const bracket = /^\s*([\]}】）｝］])+$/.exec(rest)?.[1];
  if (bracket !== undefined && to > from && /[\]}]/.test(page.text[to - 1] ?? '')) {
    unreadable(page.f, to, written, `there is one “${bracket}” too many`, `多了一个“${bracket}”`);
    page.f.repair(to, written, '');
    return line + 1;
  }
  return wholeInQuotes(page, from, owner);
}

/** A value that begins with a sign it must not begin with: all of it, to the end of its last line, is put in quotes. */
function wholeInQuotes(page: Page, from: number, owner: Owner): number {
  const { to, next } = plainExtent(page, from, owner);
  const char = page.text[from] ?? '';
  if (isCondition(owner)) page.f.report('condition-start', from, to, { char });
  else sayWhy(page.f, from, to, char, owner);
  quoteInCopy(page.f, from, to);
  return next;
}

function sayWhy(f: Findings, from: number, to: number, char: string, owner: Owner): void {
  if (/^- /.test(f.text.slice(from, from + 2)) && owner.key !== undefined) {
    unreadable(f, from, to, `a list begins on the line below “${owner.key}:”`, `列表要从“${owner.key}:”的下一行写起`);
  } else if (char === '|' || char === '>') {
    unreadable(f, from, to, `the text begins on the line below “${char}”, not behind it`, `文字要从“${char}”的下一行写起，不能跟在后面`);
  } else {
    const en = `a text that begins with ${char} must stand in '…' as a whole`;
    unreadable(f, from, to, en, `以 ${char} 开头的文字要整句放进 '…'`);
  }
}

/** Where a text without quotes ends: it goes on over deeper lines that are no entries of their own. */
export function plainExtent(page: Page, from: number, owner: Owner): { to: number; next: number } {
  let line = lineAt(page, from);
  let to = withoutRemark(page, from, lineEnd(page, line));
  for (;;) {
    const next = ahead(page, line);
    if (!next || next.raw <= owner.raw || (isEntry(page, next) && !(isCondition(owner) && page.text[next.at] === '-'))) break;
    line = next.line;
    to = withoutRemark(page, next.at, next.end);
  }
  return { to, next: line + 1 };
}

function asBlockText(page: Page, from: number, to: number, owner: Owner): { from: number; to: number; text: string } {
  const indent = `\n${' '.repeat(owner.raw + 2)}`;
  const lines = page.text.slice(from, to).split('\n');
  return { from, to, text: ['|', ...lines.map((line) => line.trim())].join(indent) };
}

function readTemplate(page: Page, from: number, owner: Owner): number {
  const { to, next } = plainExtent(page, from, owner);
  // In a condition it is the braces that are wrong; that is told when the condition is read.
  if (!isCondition(owner)) page.f.report('template-unquoted', from, to, {}, asBlockText(page, from, to, owner));
  quoteInCopy(page.f, from, to);
  return next;
}

const innerColon = /:(?=[ \t]|$)/m;

function readPlain(page: Page, from: number, end: number, owner: Owner): number {
  const char = page.text[from] ?? '';
  if (/[,%@`\]}&!*|>]/.test(char) || /^[-?:](?:[ \t]|$)/.test(page.text.slice(from, Math.min(end, from + 2))))
    return wholeInQuotes(page, from, owner);
  const { to, next } = plainExtent(page, from, owner);
  const value = page.text.slice(from, to);
  const colon = innerColon.exec(value);
  const narrowed = wideNumber(owner, value);
  const brackets = wideBrackets(value);
  if (lacksBracket(page, from, to, owner)) return next;
  if (brackets) mend(page.f, 'full-width-bracket', from, to, brackets.values, { from, to, text: brackets.text });
  else if (colon && owner.key !== undefined) readTextWithColon(page, from, to, owner);
  else if (narrowed !== undefined) mend(page.f, 'full-width-number', from, to, { x: value, y: narrowed }, { from, to, text: narrowed });
  else if (owner.key !== undefined && onOneLine.has(owner.key)) lookForHash(page, from, to);
  return next;
}

/** A value that closes a bracket it never opened. */
function lacksBracket(page: Page, from: number, to: number, owner: Owner): boolean {
  const value = page.text.slice(from, to);
  const open = value.endsWith(']') ? '[' : value.endsWith('}') ? '{' : undefined;
  if (open === undefined || value.includes(open) || isCondition(owner) || (owner.key !== undefined && words.has(owner.key))) return false;
  unreadable(
    page.f,
    from,
    to,
    `“${value.slice(-1)}” closes nothing, because “${open}” is missing`,
    `有“${value.slice(-1)}”，却没有“${open}”`,
  );
  if (open === '[' || /^[A-Za-z_]\w*:[ \t]/.test(value)) page.f.repair(from, from, open);
  else quoteInCopy(page.f, from, to);
  return true;
}

const twoKeys = /^(\S+)[ \t]+([a-z_][a-z0-9_]*):[ \t]/;

function readTextWithColon(page: Page, from: number, to: number, owner: Owner): void {
  const value = page.text.slice(from, to);
  const second = twoKeys.exec(value)?.[2];
  if (second === undefined) {
    page.f.report('text-with-colon', from, to, {}, asBlockText(page, from, to, owner));
    quoteInCopy(page.f, from, to);
    return;
  }
  const at = from + value.indexOf(`${second}:`, 1);
  unreadable(page.f, from, to, `“${second}:” must begin a line of its own`, `“${second}:”要另起一行`);
  page.f.repair(at, at, `\n${' '.repeat(owner.column)}`);
}

/** `【sms, app】` is a list; `【重要】随访` is a text. */
function wideBrackets(value: string): { values: { x: string; y: string }; text: string } | undefined {
  if (value.length > 1000 || !/[】］｝]$/.test(value)) return undefined;
  const list = /^[【［]([\w\s,，、"'.:-]*)[】］]$/.exec(value)?.[1];
  if (list !== undefined) return { values: { x: value[0] ?? '', y: '[ ]' }, text: `[${list.replace(/\s*[，、]\s*/g, ', ')}]` };
  const map = /^｛([^｛｝]*[:：][^｛｝]*)｝$/.exec(value)?.[1];
  if (map === undefined) return undefined;
  return { values: { x: '｛', y: '{ }' }, text: `{${map.replace(/\s*，\s*(?=\w+\s*[:：])/g, ', ').replace(/(\w)\s*：\s*/g, '$1: ')}}` };
}

/** One blank before “#”: most likely it was meant as part of the text. Remarks stand further off. */
function lookForHash(page: Page, from: number, to: number): void {
  if (!page.text.startsWith(' #', to)) return;
  page.f.report('text-cut-by-hash', from, to, { x: page.text.slice(from, to) });
}
