/** `settings` and `$name`: replaced before anything is read, and checked where they are used (language.md 6, 7.2). */
import type { SettingValue } from '../conditions/scope.ts';
import { diagnostic } from '../diagnostics/make.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { MapEntry, ScalarNode, SourceNode } from '../node.ts';
import { keyText } from '../schema/tree.ts';
import { parseSpan } from '../time/span.ts';
import { claim } from './origins.ts';
import type { Origins } from './origins.ts';

/** A setting by name. `required` and not given: no node. */
export type Settings = ReadonlyMap<string, { node?: SourceNode; entry: MapEntry }>;

/** `given`: values for settings that a base requires, as its test file names them. */
export function settingsOf(block: SourceNode | undefined, given?: SourceNode): Settings {
  const settings = new Map<string, { node?: SourceNode; entry: MapEntry }>();
  for (const source of [block, given])
    if (source?.type === 'map')
      for (const entry of source.entries) settings.set(keyText(entry), isRequired(entry.value) ? { entry } : { node: entry.value, entry });
  return settings;
}

const isRequired = (node: SourceNode): boolean => node.type === 'scalar' && node.style === 'plain' && node.value === 'required';

/** As conditions see it: a span is words to them. */
export function settingValue(node: SourceNode | undefined): SettingValue | undefined {
  if (node?.type === 'scalar') return node.value ?? undefined;
  if (node?.type !== 'list') return undefined;
  return node.items.flatMap((item) =>
    item.type === 'scalar' && (typeof item.value === 'string' || typeof item.value === 'number') ? [item.value] : [],
  );
}

export const isSpanSetting = (node: SourceNode | undefined): boolean =>
  node?.type === 'scalar' && typeof node.value === 'string' && 'value' in parseSpan(node.value);

/** Words people read keep their `$`. */
const wordKeys = new Set(['title', 'card', 'text', 'script', 'label', 'note', 'because', 'say', 'summary', 'options', 'unit']);
const dollar = /(^|\s)\$([a-z][a-z0-9_]*)(?=$|\s)/g;

/** `budget`: a long list used a thousand times would fill the memory; beyond this many nodes nothing more is put in. */
type Work = { settings: Settings; origins: Origins; diagnostics: Diagnostic[]; used: Set<string>; budget: number };
const mostNodes = 20_000;

/** A value that stands on a required setting nobody gave: it is there, and nothing can be said about it. */
const withheld = new WeakSet<SourceNode>();

/** Does it stand on such a setting, itself or in a part? */
export function isWithheld(node: SourceNode): boolean {
  if (node.type === 'scalar') return withheld.has(node);
  return node.type === 'list' ? node.items.some(isWithheld) : node.entries.some((entry) => isWithheld(entry.value));
}

/** The tree with every `$name` replaced. */
export function withSettings(
  node: SourceNode,
  settings: Settings,
  origins: Origins,
): { node: SourceNode; diagnostics: Diagnostic[]; used: ReadonlySet<string> } {
  const work: Work = { settings, origins, diagnostics: [], used: new Set(), budget: mostNodes };
  return { node: replaced(node, work), diagnostics: work.diagnostics, used: work.used };
}

function replaced(node: SourceNode, work: Work): SourceNode {
  if (node.type === 'scalar') return replacedScalar(node, work);
  if (node.type === 'list') {
    const items = node.items.map((item) => replaced(item, work));
    return items.every((item, index) => item === node.items[index]) ? node : keep(node, { ...node, items }, work);
  }
  const entries = node.entries.map((entry): MapEntry => {
    const value = wordKeys.has(keyText(entry)) ? entry.value : replaced(entry.value, work);
    return value === entry.value ? entry : { key: entry.key, value };
  });
  return entries.every((entry, index) => entry === node.entries[index]) ? node : keep(node, { ...node, entries }, work);
}

function keep<T extends SourceNode>(before: SourceNode, after: T, { origins }: Work): T {
  origins.set(after, origins.get(before) ?? '');
  return after;
}

function replacedScalar(node: ScalarNode, work: Work): SourceNode {
  if (typeof node.value !== 'string' || node.style !== 'plain' || !node.value.includes('$')) return node;
  const names = [...node.value.matchAll(dollar)].map((match) => match[2]!);
  for (const name of names) work.used.add(name);
  const unknown = names.filter((name) => !work.settings.has(name));
  for (const x of unknown) work.diagnostics.push(diagnostic('unknown-setting', work.origins.get(node) ?? '', node.span, { x }));
  if (names.length === 0) return node;
  if (unknown.length > 0 || names.some((name) => !work.settings.get(name)?.node)) {
    const left = keep(node, { ...node }, work);
    withheld.add(left);
    return left;
  }
  if (node.value === `$${names[0]}`) return standingAt(work.settings.get(names[0]!)!.node!, node, work);
  const value = node.value.replace(dollar, (_, blank: string, name: string) => blank + asWords(work.settings.get(name)!.node!));
  return keep(node, { ...node, value, source: value }, work);
}

const asWords = (node: SourceNode): string => (node.type === 'scalar' ? String(node.value) : '');

/** The setting's value, at the place where it is used: there its mistakes are told. */
function standingAt(value: SourceNode, use: ScalarNode, work: Work): SourceNode {
  work.budget -= sizeOf(value);
  if (work.budget < 0) return use;
  const moved = move(value, use);
  claim(work.origins, moved, work.origins.get(use) ?? '');
  return moved;
}

function sizeOf(node: SourceNode): number {
  if (node.type === 'scalar') return 1;
  const inside = node.type === 'list' ? node.items : node.entries.map((entry) => entry.value);
  return inside.reduce((sum, item) => sum + sizeOf(item), 1);
}

function move(node: SourceNode, use: ScalarNode): SourceNode {
  const { span } = use;
  if (node.type === 'scalar') return { ...node, span };
  if (node.type === 'list') return { ...node, items: node.items.map((item) => move(item, use)), span };
  const entries = node.entries.map((entry) => ({ key: { ...entry.key, span }, value: move(entry.value, use) }));
  return { ...node, entries, span };
}
