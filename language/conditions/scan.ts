/** What can be said about a condition before it is parsed: its size, and what authors type that is not CEL. */
import { functionNames } from './functions.ts';
import { limits } from './limits.ts';
import type { Reporter } from './reporter.ts';
import { tokenize, type Token } from './tokens.ts';

/** All tokens, or undefined after a report: then there is nothing to parse. */
export function scan(source: string, reporter: Reporter): Token[] | undefined {
  if (source.length > limits.length) {
    reporter.report('condition-syntax', { start: limits.length, end: limits.length + 1 }, { x: `${source.slice(0, 20)}…` });
    return undefined;
  }
  const before = reporter.diagnostics.length;
  if (templates(source, reporter)) return undefined;
  const tokens = tokenize(source);
  if (tokens.length === 0) reporter.report('condition-syntax', { start: 0, end: 0 }, { x: source });
  for (const [i, token] of tokens.entries()) {
    judge(token, tokens[i - 1], tokens[i + 1], source, reporter);
  }
  if (reporter.diagnostics.length === before) size(tokens, reporter);
  return reporter.diagnostics.length === before ? tokens : undefined;
}

/** `{{ x }}`, even inside quotes: a template is never a condition (trap 16). */
function templates(source: string, reporter: Reporter): boolean {
  const found = [...source.matchAll(/\{\{([^{}]*)\}\}/g)];
  for (const { 0: whole, 1: inside = '', index } of found) {
    const name = inside.split('|')[0]!.trim();
    const quoted = /^["']$/.test(source[index - 1] ?? '') && source[index - 1] === source[index + whole.length];
    const at = quoted ? { start: index - 1, end: index + whole.length + 1 } : { start: index, end: index + whole.length };
    reporter.report('template-in-condition', at, { x: name }, name === '' ? undefined : name);
  }
  return found.length > 0;
}

const quotes = '“”‘’「」『』＂＇';
const brackets: Readonly<Record<string, string>> = {
  '（': '(',
  '）': ')',
  '【': '[',
  '】': ']',
  '［': '[',
  '］': ']',
  '｛': '{',
  '｝': '}',
};
const commas = '，、；;';
/** Signs that mean something else in CEL: what is meant. */
const meant: Readonly<Record<string, string>> = {
  '=>': '>=', '=<': '<=', '<>': '!=', '≥': '>=', '≤': '<=', '≠': '!=', '＞': '>', '＜': '<', '！': '!', '＋': '+', '＊': '*', '×': '*', '÷': '/',
  '&': '&&', '|': '||', '．': '.', '\u3000': ' ', '\u00a0': ' ',
}; // prettier-ignore
const words: Readonly<Record<string, string>> = {
  and: '&&', AND: '&&', or: '||', OR: '||', not: '!', NOT: '!', 且: '&&', 并且: '&&', 而且: '&&', 或: '||', 或者: '||', 不是: '!', 非: '!',
}; // prettier-ignore
/** In words. */
const comparisons: Readonly<Record<string, string>> = {
  大于: '>', 超过: '>', 高于: '>', 多于: '>', 小于: '<', 低于: '<', 少于: '<', 等于: '==', 不等于: '!=', 大于等于: '>=', 大于或等于: '>=', 不小于: '>=', 不低于: '>=', 小于等于: '<=', 小于或等于: '<=',
  不大于: '<=', 不超过: '<=', 不高于: '<=',
}; // prettier-ignore
/** Signs of the language. Anything else is refused here, so that the parser never says so in its own words. */
const signs = new Set(['==', '!=', '<', '<=', '>', '>=', '&&', '||', '!', '+', '-', '*', '/', '(', ')', '[', ']', ',', '.']);
/** CEL's own, that this language does not have: loops cost too much, `matches` hangs on a hostile pattern (design.md 6). */
const notOurs = new Set(['matches', 'all', 'exists', 'exists_one', 'map', 'filter', 'bind', 'block', 'transformList', 'transformMap']);

function judge(token: Token, previous: Token | undefined, next: Token | undefined, source: string, reporter: Reporter): void {
  const { text, kind } = token;
  const bad = (replace?: string) => reporter.report('condition-syntax', token, { x: text }, replace);
  if (kind === 'open-string') return bad();
  if (kind === 'string') return touches(token, next) && next?.kind === 'string' ? bad() : undefined;
  if (kind === 'number') return /^(0|[0-9]+)(\.[0-9]+)?$/.test(text) ? undefined : bad();
  if (kind === 'name') return judgeName(token, previous, next, reporter);
  if (kind === 'foreign') return judgeForeign(token, previous, reporter);
  if (text === '=') return reporter.report('single-equals', token, {}, '==');
  if (text === '＝') return reporter.report('single-equals', token, {}, previous?.text === '＝' && touches(previous, token) ? '' : '==');
  if (quotes.includes(text)) return judgeQuote(token, source, reporter);
  if (Object.hasOwn(brackets, text)) return reporter.report('full-width-bracket', token, { x: text, y: brackets[text] }, brackets[text]);
  if (commas.includes(text)) return reporter.report('full-width-comma', token, { x: around(source, token.start) }, ',');
  if (text >= '０' && text <= '９') return judgeWideNumber(token, source, reporter);
  if (text === '－' || text === '−') return reporter.report('full-width-number', token, { x: text, y: '-' }, '-');
  if (Object.hasOwn(meant, text)) return bad(meant[text]);
  if (!signs.has(text)) bad();
}

const touches = (a: Token, b: Token | undefined): boolean => b !== undefined && a.end === b.start;

function judgeName(token: Token, previous: Token | undefined, next: Token | undefined, reporter: Reporter): void {
  const { text } = token;
  const isField = previous?.text === '.';
  if (!isField && Object.hasOwn(words, text)) return reporter.report('word-operator', token, {}, words[text]);
  if (text === 'null' || (touches(token, next) && next?.kind === 'string')) return reporter.report('condition-syntax', token, { x: text });
  if (next?.text === '(' && notOurs.has(text)) unknownFunction(token, reporter);
}

function unknownFunction(token: Token, reporter: Reporter): void {
  reporter.report('unknown-function', token, { x: token.text, types: '…', list: functionNames.join(', ') });
}

/** A Chinese word without quotes, or one of the words for and, or, not. */
function judgeForeign(token: Token, previous: Token | undefined, reporter: Reporter): void {
  const sign = Object.hasOwn(comparisons, token.text) ? comparisons[token.text] : undefined;
  // `5分`: a number stands without its unit.
  const unit = previous?.kind === 'number' && touches(previous, token);
  if (sign !== undefined || unit) reporter.report('condition-syntax', token, { x: token.text }, sign ?? '');
  else if (Object.hasOwn(words, token.text)) reporter.report('word-operator', token, {}, words[token.text]);
  else reporter.report('unknown-variable', token, { x: token.text, guess: `"${token.text}"` }, `"${token.text}"`);
}

/** “…” as one mistake, mended as a pair. */
function judgeQuote(token: Token, source: string, reporter: Reporter): void {
  const opening = quotes.indexOf(token.text);
  const partner = opening < 6 ? quotes[opening ^ 1]! : token.text;
  const isOpening = opening < 6 ? opening % 2 === 0 : true;
  const close = isOpening ? source.indexOf(partner, token.end) : -1;
  if (close < 0 && !isOpening && source.lastIndexOf(partner, token.start) >= 0) return;
  const end = close < 0 ? token.end : close + 1;
  const words = source.slice(token.end, end - 1);
  reporter.report('full-width-quote', { start: token.start, end }, { x: source.slice(token.start, end) }, close < 0 ? '"' : `"${words}"`);
}

function judgeWideNumber(token: Token, source: string, reporter: Reporter): void {
  if (/[０-９]/.test(source[token.start - 1] ?? '')) return;
  const wide = /^[０-９．.]+/.exec(source.slice(token.start, token.start + 40))?.[0] ?? token.text;
  const narrow = [...wide].map((c) => (c === '．' ? '.' : c === '.' ? c : String(c.charCodeAt(0) - 0xff10))).join('');
  reporter.report('full-width-number', { start: token.start, end: token.start + wide.length }, { x: wide, y: narrow }, narrow);
}

/** What stands between the brackets around an offset. */
function around(source: string, at: number): string {
  const open = Math.max(source.lastIndexOf('[', at), source.lastIndexOf('(', at));
  const close = source.slice(at).search(/[\])]/);
  return source.slice(open + 1, close < 0 ? source.length : at + close).trim();
}

const operatorSigns = new Set(['==', '!=', '<', '<=', '>', '>=', '&&', '||', '!', '+', '-', '*', '/']);
export const countOperators = (tokens: readonly Token[]): number =>
  tokens.filter(
    (token, i) => (token.kind === 'sign' && operatorSigns.has(token.text)) || (token.text === 'in' && tokens[i - 1]?.text !== '.'),
  ).length;

function size(tokens: readonly Token[], reporter: Reporter): void {
  let depth = 0;
  let operators = 0;
  for (const token of tokens) {
    if (token.text === '(' || token.text === '[') depth++;
    if (token.text === ')' || token.text === ']') depth--;
    if (token.kind === 'sign' && operatorSigns.has(token.text)) operators++;
    if (depth > limits.depth || operators > limits.operators) return reporter.report('condition-syntax', token, { x: token.text });
  }
}
