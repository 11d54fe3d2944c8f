/** Lists and maps in brackets: the mistakes that are made in them, and where they end. */
import { mend, quoteInCopy, quoted, unreadable } from './findings.ts';
import { depth, refuseDepth } from './indentation.ts';
import { ahead, lineAt, lineEnd, withoutRemark, type Owner, type Page } from './page.ts';
import { closeQuote, quotedEnd } from './quotes.ts';
import { wideDigits } from './scalars.ts';
import { flowTextAt } from './flow-text.ts';
import { isCondition, trick, wideNumber } from './owner.ts';

/** A reading of brackets; `closed` turns false when the outermost end is reached without the closing bracket. */
type Flow = { page: Page; owner: Owner; depth: number; stack: ('[' | '{')[]; lost: boolean };

const closer = { '[': ']', '{': '}' } as const;

/** Reads from the opening bracket; returns the offset behind the closing one, or where it should have stood. */
export function readFlow(page: Page, from: number, owner: Owner): number {
  const flow: Flow = { page, owner, depth: depth(page), stack: [], lost: false };
  return readBrackets(flow, from, 'map');
}

function readBrackets(flow: Flow, from: number, within: 'map' | 'list'): number {
  const { page } = flow;
  const bracket = page.text[from] === '[' ? '[' : '{';
  const deeper = bracket === '{' || within === 'list' || flow.stack.at(-1) === '[' ? 1 : 0;
  flow.depth += deeper;
  refuseDepth(page, flow.depth, from, from + 1);
  if (page.f.refused) return page.text.length;
  flow.stack.push(bracket);
  const end = bracket === '[' ? readItems(flow, from) : readEntries(flow, from);
  flow.stack.pop();
  flow.depth -= deeper;
  return end;
}

/** The next character that matters: blanks, remarks, and line breaks before a deeper line are passed over; undefined where the brackets must have ended. */
function skip(flow: Flow, from: number): number | undefined {
  const { page, owner } = flow;
  let at = from;
  for (;;) {
    while (page.text[at] === ' ' || page.text[at] === '\t') at++;
    const character = page.text[at];
    if (character === undefined) return undefined;
    if (character !== '\n' && !(character === '#' && /[\s,[\]{}]/.test(page.text[at - 1] ?? ''))) return at;
    const next = ahead(page, lineAt(page, at));
    if (!next || next.raw < owner.raw || (next.raw === owner.raw && !/[\]}]/.test(page.text[next.at] ?? ''))) return undefined;
    at = next.at;
  }
}

/** Closes what is open at the end of what is written before `at`, and says so at the opening bracket, once for all that are open. */
function closeHere(flow: Flow, from: number, at: number | undefined, lastWritten: number): number {
  const bracket = flow.page.text[from] === '[' ? '[' : '{';
  const end = at ?? withoutRemark(flow.page, lastWritten, lineEnd(flow.page, lineAt(flow.page, lastWritten)));
  if (!flow.lost) {
    const en = `“${bracket}” is never closed with “${closer[bracket]}”`;
    unreadable(flow.page.f, from, from + 1, en, `“${bracket}”没有配对的“${closer[bracket]}”`);
  }
  if (at === undefined) flow.lost = true;
  flow.page.f.repair(end, end, closer[bracket]);
  return end;
}

/** A closing bracket of whatever width: where the reading goes on, or undefined when `at` is none. */
function closing(flow: Flow, from: number, at: number): number | undefined {
  const { page } = flow;
  const bracket = page.text[from] === '[' ? '[' : '{';
  const character = page.text[at] ?? '';
  const right = closer[bracket];
  if (character === right) return at + 1;
  const wide = bracket === '[' ? '】］' : '｝';
  if (wide.includes(character)) {
    mend(page.f, 'full-width-bracket', at, at + 1, { x: character, y: right }, { from: at, to: at + 1, text: right });
    return at + 1;
  }
  if (character !== ']' && character !== '}') return undefined;
  // The bracket closes something further out, so this one was forgotten; else it is simply the wrong one.
  if (flow.stack.slice(0, -1).some((open) => closer[open] === character)) return closeHere(flow, from, at, at);
  unreadable(
    page.f,
    at,
    at + 1,
    `“${bracket}” is closed with “${character}”; write “${right}”`,
    `“${bracket}”用“${character}”结尾了，应该是“${right}”`,
  );
  page.f.repair(at, at + 1, right);
  return at + 1;
}

function readItems(flow: Flow, from: number): number {
  const { page } = flow;
  let last = from + 1;
  for (;;) {
    const at = skip(flow, last);
    if (page.f.refused) return page.text.length;
    if (at === undefined) return closeHere(flow, from, undefined, last);
    const closed = closing(flow, from, at);
    if (closed !== undefined) return closed;
    last = separator(flow, at, last === from + 1 || page.text[last - 1] === ',') ?? readItem(flow, at);
  }
}

/** A comma, of whatever width; with nothing before it to separate it is one too many. */
function separator(flow: Flow, at: number, nothingBefore: boolean): number | undefined {
  const { page } = flow;
  const character = page.text[at] ?? '';
  if (character === ',' && nothingBefore) {
    unreadable(page.f, at, at + 1, 'there is one comma too many', '多了一个逗号');
    page.f.repair(at, at + 1, ' ');
  }
  if (character === ',') return at + 1;
  if (character !== '，' && character !== '、') return undefined;
  mend(page.f, 'full-width-comma', at, at + 1, { x: around(page, at) }, { from: at, to: at + 1, text: ', ' });
  return at + 1;
}

/** What stands on both sides of a comma that does not separate. */
function around(page: Page, at: number): string {
  const before = /[^,[{]{0,40}$/.exec(page.text.slice(Math.max(0, at - 40), at))?.[0] ?? '';
  const behind = /^[^,}\]\n]{0,40}/.exec(page.text.slice(at, at + 40))?.[0] ?? '';
  return `${before}${behind}`.trim();
}

function readItem(flow: Flow, at: number): number {
  const { page, owner } = flow;
  const character = page.text[at] ?? '';
  if (page.text.startsWith('{{', at)) return templateItem(page, at);
  if (character === '[' || character === '{') return readBrackets(flow, at, 'list');
  if (character === '"' || character === "'") return quotedEnd(page, at, owner) ?? closeQuote(page, at, true);
  if (character === '*' || character === '&' || character === '!') return readTrick(page, at);
  return plainItem(page, at);
}

function templateItem(page: Page, at: number): number {
  const text = /^[^\n]*?\}\}[^,\]}\n]*/.exec(page.text.slice(at, lineEnd(page, lineAt(page, at))))?.[0].trimEnd() ?? '{{';
  const to = at + text.length;
  page.f.report('template-unquoted', at, to, {}, quoted(page.f, at, to));
  quoteInCopy(page.f, at, to);
  return to;
}

const trickName = /[*&!][^\s,[\]{}]*/y;

function readTrick(page: Page, at: number): number {
  trickName.lastIndex = at;
  const x = trickName.exec(page.text)?.[0] ?? '';
  trick(page, at, x);
  if (x.startsWith('!')) page.f.repair(at, at + x.length, ' '.repeat(x.length));
  return at + x.length;
}

const itemText = /[^,\][{}\n#】］]+|[#】］]/y;

function plainItem(page: Page, at: number): number {
  let to = at;
  for (;;) {
    itemText.lastIndex = to;
    const found = itemText.exec(page.text)?.[0];
    if (found === undefined || (found === '#' && /[ \t]/.test(page.text[to - 1] ?? ''))) break;
    // A wide bracket closes the list when no other does; else it is part of the text.
    if (
      /[】］]/.test(found) &&
      !page.text
        .slice(to, to + 200)
        .split('\n')[0]
        ?.includes(']')
    )
      break;
    to += found.length;
  }
  if (to === at) return at + 1;
  const text = page.text.slice(at, to).trimEnd();
  const end = at + text.length;
  const narrowed = wideDigits(text);
  if (/[，、]/.test(text)) {
    mend(
      page.f,
      'full-width-comma',
      at,
      end,
      { x: text },
      { from: at, to: end, text: text.replace(/[ \t]{0,9}[，、][ \t]{0,9}/g, ', ').replace(/, $/, ',') },
    );
  } else if (narrowed !== undefined) {
    mend(page.f, 'full-width-number', at, end, { x: text, y: narrowed }, { from: at, to: end, text: narrowed });
  }
  return to;
}

function readEntries(flow: Flow, from: number): number {
  const { page } = flow;
  let last = from + 1;
  for (;;) {
    const at = skip(flow, last);
    if (page.f.refused) return page.text.length;
    if (at === undefined) return closeHere(flow, from, undefined, last);
    if (closesNothing(flow, at)) {
      unreadable(page.f, at, at + 1, '“]” closes nothing, because “[” is missing', '有“]”，却没有“[”');
      page.f.repair(at, at + 1, ' ');
      last = at + 1;
      continue;
    }
    const closed = closing(flow, from, at);
    if (closed !== undefined) return closed;
    last = separator(flow, at, last === from + 1 || page.text[last - 1] === ',') ?? readEntry(flow, at);
  }
}

/** `{ a: b], c: d }`: a bracket that was never opened, in braces that are closed later on the line. */
function closesNothing(flow: Flow, at: number): boolean {
  const { page } = flow;
  if (page.text[at] !== ']' || flow.stack.includes('[')) return false;
  return (page.text.slice(at, at + 400).split('\n')[0] ?? '').includes('}');
}

const word = /[^:：,，{}[\]\n#]*/y;

function readEntry(flow: Flow, at: number): number {
  const { page } = flow;
  const mark = page.text[at];
  let to: number;
  if (mark === '"' || mark === "'") to = quotedEnd(page, at, flow.owner) ?? closeQuote(page, at, true);
  else {
    word.lastIndex = at;
    to = at + (word.exec(page.text)?.[0].length ?? 0);
  }
  const key = page.text.slice(at, to).trim();
  const colon = page.text[to] === ' ' ? to + 1 : to;
  if (page.text[colon] === '：') {
    const blanks = /^[ \u3000]*/.exec(page.text.slice(colon + 1, colon + 20))?.[0].length ?? 0;
    mend(page.f, 'full-width-colon', colon, colon + 1, { key }, { from: colon, to: colon + 1 + blanks, text: ': ' });
    return readFlowValue(flow, colon + 1 + blanks, key);
  }
  if (page.text[colon] === ':' && (/^\S*$/.test(key) || /[\s,}\]]/.test(page.text[colon + 1] ?? ' '))) {
    if (!/[\s,[\]{}"']/.test(page.text[colon + 1] ?? ' ') && mark !== '"' && mark !== "'") addSpace(page, at, colon, key);
    return readFlowValue(flow, colon + 1, key);
  }
  const bare = /^([a-z_]\w*)(?=$|\s+\S)/.exec(key)?.[1];
  if (bare !== undefined && (key !== bare || /[[{]/.test(page.text[to] ?? '')) && !page.text.startsWith('{{', to)) {
    const behindKey = at + bare.length;
    unreadable(page.f, at, behindKey, `after “${bare}” a colon is missing`, `“${bare}”后面少了冒号`);
    page.f.repair(behindKey, behindKey, ':');
    return readFlowValue(flow, behindKey, bare);
  }
  // What has no colon is a key without value, which the tree shows. The reading must not stand still.
  return Math.max(to, at + 1);
}

function addSpace(page: Page, at: number, colon: number, key: string): void {
  const value = /^[^,}\n]{0,60}/.exec(page.text.slice(colon + 1, colon + 61))?.[0].trimEnd() ?? '';
  const edit = { from: colon + 1, to: colon + 1, text: ' ' };
  mend(page.f, 'space-after-colon', at, colon + 1 + value.length, { key, value }, edit);
}

function readFlowValue(flow: Flow, from: number, key: string): number {
  const { page } = flow;
  const at = skip(flow, from);
  if (at === undefined) return from;
  const owner = { ...flow.owner, key };
  const character = page.text[at] ?? '';
  if (',}]，｝'.includes(character)) return at;
  if (page.text.startsWith('{{', at)) return readFlowText(flow, at, owner);
  if (character === '[' || character === '{') return alone(flow, at, readBrackets(flow, at, 'map'), owner);
  if (character === '"' || character === "'") return alone(flow, at, quotedEnd(page, at, owner) ?? closeQuote(page, at, true), owner);
  if ((character === '&' || character === '*' || character === '!') && !isCondition(owner)) return readTrick(page, at);
  return readFlowText(flow, at, owner);
}

/** Behind a value that was closed comes a comma or a bracket; else all of it was one text. */
function alone(flow: Flow, from: number, to: number, owner: Owner): number {
  const { page } = flow;
  if (flow.lost || page.f.refused) return to;
  const rest = page.text.slice(to, Math.min(to + 40, lineEnd(page, lineAt(page, to))));
  return /^\s*(?:[,，、}\]】］｝]|#|$)/.test(rest) ? to : readFlowText(flow, from, owner);
}

function readFlowText(flow: Flow, at: number, owner: Owner): number {
  const { page } = flow;
  const { end, cut } = flowTextAt(page, at);
  const text = page.text.slice(at, end).trimEnd();
  const to = at + text.length;
  if (cut !== undefined && /^[a-z_]\w*: /.test(text) && closesTooMuch(page, at)) return readWithoutBrace(flow, at);
  const narrowed = wideNumber(owner, text);
  const missingComma = cut === undefined ? undefined : /^(?:[\w.:-]+ +){1,3}?([a-z_]\w*): /.exec(text)?.[1];
  if (missingComma !== undefined) {
    const gap = at + text.indexOf(` ${missingComma}:`);
    unreadable(page.f, at, to, `before “${missingComma}:” a comma is missing`, `“${missingComma}:”前面少了一个英文逗号`);
    page.f.repair(gap, gap, ',');
    return gap;
  }
  if (narrowed !== undefined) mend(page.f, 'full-width-number', at, to, { x: text, y: narrowed }, { from: at, to, text: narrowed });
  else if (isCondition(owner) && /^[[!"'&*>|{%]/.test(text)) wholeInQuotes(page, at, to);
  else if (cut !== undefined || /^[&*!|>%@`"'[]/.test(text)) {
    const where = cut ?? at;
    const char = page.text.startsWith('{{', where) ? '{{' : (page.text[where] ?? '');
    page.f.report('text-in-braces', at, to, { x: page.text.slice(at, where).trimEnd() || text, char }, quoted(page.f, at, to));
    quoteInCopy(page.f, at, to);
  }
  return end;
}

/** `{ done: call: { … } }`: the line closes more braces than it opens, so one was forgotten here. */
function readWithoutBrace(flow: Flow, at: number): number {
  const { page } = flow;
  unreadable(page.f, at, at + 1, 'before it “{” is missing', '前面少了“{”');
  page.f.repair(at, at, '{ ');
  flow.stack.push('{');
  const end = readEntries(flow, at - 1);
  flow.stack.pop();
  return end;
}

function closesTooMuch(page: Page, at: number): boolean {
  const line = lineAt(page, at);
  const text = page.text.slice(page.starts[line] ?? 0, Math.min(lineEnd(page, line), (page.starts[line] ?? 0) + 2000));
  return text.split('}').length > text.split('{').length;
}

function wholeInQuotes(page: Page, at: number, to: number): void {
  page.f.report('condition-start', at, to, { char: page.text[at] ?? '' });
  quoteInCopy(page.f, at, to);
}
