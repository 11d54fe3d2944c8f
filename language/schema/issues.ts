/** Turns zod's issues into the catalogue's diagnostics, each at the place in the file that it is about. */
import type { z } from 'zod';
import { diagnostic } from '../diagnostics/make.ts';
import type { Diagnostic, Edit } from '../diagnostic.ts';
import { guess, sameWord } from '../diagnostics/guess.ts';
import type { MapEntry, ScalarNode, SourceNode } from '../node.ts';
import { chineseKeys, homes } from './keys.ts';
import type { Fault } from './leaf.ts';
import { foundWords } from './desk.ts';
import { meantKey } from './meant.ts';
import type { Desk } from './desk.ts';
import { isNothing, keyText, nodeAt, spanOf, writtenKey } from './tree.ts';
import type { Spot } from './tree.ts';

/** A key that its place does not have: in Chinese, in the wrong block, or not of this language. */
export function reportKey(desk: Desk, entry: MapEntry, known: readonly string[]): void {
  const key = writtenKey(entry);
  const [file, span] = [desk.fileOf(entry.key), entry.key.span];
  const english = Object.hasOwn(chineseKeys, key) ? chineseKeys[key] : undefined;
  const near = meantKey(key, known) ?? guess(key, [...known]);
  const twin = near !== undefined && sameWord(near, key);
  const home = Object.hasOwn(homes, key) && !twin ? homes[key] : undefined;
  if (english) desk.diagnostics.push(diagnostic('chinese-key', file, span, { key, english }, { span, text: english }));
  else if (home) desk.diagnostics.push(diagnostic('wrong-place', file, span, { key, place: home }));
  else desk.diagnostics.push(diagnostic('unknown-key', file, span, { key, guess: near }));
}

export function reportIssues(desk: Desk, spot: Spot, issues: readonly z.core.$ZodIssue[]): void {
  for (const issue of issues) reportIssue(desk, spot, issue);
}

function reportIssue(desk: Desk, spot: Spot, issue: z.core.$ZodIssue): void {
  const place = nodeAt(spot.node, issue.path);
  const here: Spot = { node: place.node, ...((place.key ?? spot.key) && { key: place.key ?? spot.key! }) };
  const key = String(issue.path.findLast((part) => typeof part === 'string') ?? spot.key?.source ?? '');
  if (!place.found) return push(desk, here, 'key-missing', { key });
  if (isNothing(place.node)) return push(desk, here, 'empty-value', { key });
  switch (issue.code) {
    case 'custom':
      return reportFault(desk, here, key, issue.params as Fault | undefined);
    case 'unrecognized_keys':
      return reportKeys(desk, place.node, issue.keys, 'known' in issue ? (issue.known as string[]) : []);
    case 'invalid_value':
      return reportChoice(desk, here, key, issue.values.map(String));
    case 'invalid_key':
      return reportIssues(
        desk,
        here,
        issue.issues.map((inner) => ({ ...inner, path: [] })),
      );
    case 'invalid_type':
      return reportType(desk, here, key, issue.expected);
    default:
      return reportType(desk, here, key, issue.code === 'too_small' ? sizeOf(issue.origin) : issue.code);
  }
}

const sizeOf = (origin: string) => (origin === 'array' ? 'filled' : 'positive');

type Open = { key?: string; x?: string; [name: string]: unknown };

function push(desk: Desk, here: Spot, code: Diagnostic['code'], values: Open, edit?: Edit): void {
  // The values come from many codes at once; each caller above names those of its own code.
  const make = diagnostic as (code: Diagnostic['code'], file: string, span: Edit['span'], values: Open, edit?: Edit) => Diagnostic;
  desk.diagnostics.push(make(code, desk.fileOf(here.node), spanOf(here), values, edit));
}

function reportFault(desk: Desk, here: Spot, key: string, params: Fault | undefined): void {
  if (!params) return push(desk, here, 'wrong-type', { key, expected: expectedWords.other, found: foundWords(here.node) });
  const edit =
    params.fix === undefined || here.node.type !== 'scalar' ? undefined : { span: here.node.span, text: quotedLike(here.node, params.fix) };
  push(desk, here, params.code, { key, ...params.values }, edit);
}

/** A mended value keeps the quotes it stood in. */
function quotedLike(node: ScalarNode, text: string): string {
  if (node.style === 'single') return `'${text.replaceAll("'", "''")}'`;
  return node.style === 'double' ? JSON.stringify(text) : text;
}

function reportKeys(desk: Desk, node: SourceNode, keys: readonly string[], known: readonly string[]): void {
  if (node.type !== 'map') return;
  for (const entry of node.entries) if (keys.includes(keyText(entry))) reportKey(desk, entry, known);
}

function reportChoice(desk: Desk, here: Spot, key: string, list: string[]): void {
  if (here.node.type !== 'scalar') return reportType(desk, here, key, 'string');
  const x = here.node.source;
  const near = guess(x, list);
  push(
    desk,
    here,
    'not-a-choice',
    { key, list: list.join(', '), x },
    near === undefined ? undefined : { span: here.node.span, text: near },
  );
}

const expectedWords: Record<string, { en: string; zh: string }> = {
  string: { en: 'text', zh: '文字' },
  number: { en: 'a number', zh: '数字' },
  int: { en: 'a whole number', zh: '整数' },
  positive: { en: 'a number of at least 1', zh: '至少为 1 的数' },
  filled: { en: 'at least one entry', zh: '至少一项' },
  boolean: { en: 'true or false', zh: 'true 或 false' },
  array: { en: 'a list', zh: '列表' },
  object: { en: 'a block of keys', zh: '一组键' },
  record: { en: 'a block of keys', zh: '一组键' },
  other: { en: 'something else', zh: '别的写法' },
};

function reportType(desk: Desk, here: Spot, key: string, expected: string): void {
  const { node } = here;
  if (expected === 'string' && node.type === 'scalar' && typeof node.value === 'number' && node.style === 'plain') {
    const quoted = { span: node.span, text: `"${node.source}"` };
    return push(desk, here, 'digits-lost', { source: node.source, value: String(node.value) }, quoted);
  }
  push(desk, here, 'wrong-type', { key, expected: expectedWords[expected] ?? expectedWords.other, found: foundWords(node) });
}
