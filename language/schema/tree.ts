/** Walking the read tree: blocks, entries, and the plain values that the schemas look at. */
import type { MapEntry, ScalarNode, SourceNode, Span } from '../node.ts';

/** Something written in a file, and the key it stands under. */
export type Spot = { node: SourceNode; key?: ScalarNode };

export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/** How a key was written: `no`, `1` and `true` as keys are the words themselves. */
export const writtenKey = (entry: MapEntry): string => (typeof entry.key.value === 'string' ? entry.key.value : entry.key.source);

/** What a mistyped key was most likely meant to be, so that one slip is told once and does not make a whole block unknown. */
const meant = new WeakMap<ScalarNode, string>();

/** The key that an entry stands for. */
export const keyText = (entry: MapEntry): string => meant.get(entry.key) ?? writtenKey(entry);

/** Takes a mistyped key for `key`, wherever this entry is read. It is still told as mistyped. */
export function takeFor(entry: MapEntry, key: string): void {
  meant.set(entry.key, key);
}

export const entryOf = (node: SourceNode, key: string): MapEntry | undefined =>
  node.type === 'map' ? node.entries.find((entry) => keyText(entry) === key) : undefined;

export function below(spot: Spot, key: string): Spot | undefined {
  const entry = entryOf(spot.node, key);
  return entry && { node: entry.value, key: entry.key };
}

export const isNothing = (node: SourceNode): boolean => node.type === 'scalar' && node.value === null;

/** The items of a list; what is no list stands for a list of one. */
export const itemsOf = (node: SourceNode): SourceNode[] => (node.type === 'list' ? node.items : [node]);

/** The node at a path of keys and positions, or the nearest above it. A position in what is no list is the thing itself. */
export function nodeAt(root: SourceNode, path: readonly PropertyKey[]): { node: SourceNode; found: boolean; key?: ScalarNode } {
  let [node, key, found]: [SourceNode, ScalarNode | undefined, boolean] = [root, undefined, true];
  for (const part of path) {
    if (typeof part === 'number') {
      const item = node.type === 'list' ? node.items[part] : node;
      if (!item) return { node, found: false, ...(key && { key }) };
      node = item;
      continue;
    }
    const entry = entryOf(node, String(part));
    if (!entry) return { node, found: false, ...(key && { key }) };
    [node, key, found] = [entry.value, entry.key, true];
  }
  return { node, found, ...(key && { key }) };
}

/** As plain values, without prototypes to stumble over. */
export function plain(node: SourceNode): Plain {
  if (node.type === 'scalar') return node.value;
  if (node.type === 'list') return node.items.map(plain);
  const values = Object.create(null) as { [key: string]: Plain };
  for (const entry of node.entries) values[keyText(entry)] ??= plain(entry.value);
  return values;
}

/** A block is long; a message about it points at its key, or at its first line. */
export function spanOf({ node, key }: Spot): Span {
  if (node.type === 'scalar' && node.value !== null) return node.span;
  if (key) return key.span;
  const first = node.type === 'map' ? node.entries[0]?.key.span : undefined;
  return first ?? node.span;
}
