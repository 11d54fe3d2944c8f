/** Finding one's way in a read file. Keys are compared as written (`1` and `yes` are keys like any other). */
import type { ListNode, MapEntry, MapNode, SourceNode, Span } from '../node.ts';

export const isMap = (node: SourceNode | null | undefined): node is MapNode => node?.type === 'map';
export const isList = (node: SourceNode | null | undefined): node is ListNode => node?.type === 'list';

/** The entries of a map in the order of the file; none for anything else. */
export function entries(node: SourceNode | null | undefined): MapEntry[] {
  return isMap(node) ? node.entries : [];
}

/** The items of a list in the order of the file; none for anything else. */
export function items(node: SourceNode | null | undefined): SourceNode[] {
  return isList(node) ? node.items : [];
}

export function keyText(entry: MapEntry): string {
  return typeof entry.key.value === 'string' ? entry.key.value : entry.key.source;
}

/** The value of a key, or undefined when the map does not have it; never something a plain object would have inherited. */
export function get(node: SourceNode | null | undefined, key: string): SourceNode | undefined {
  return entryOf(node, key)?.value;
}

export function entryOf(node: SourceNode | null | undefined, key: string): MapEntry | undefined {
  return entries(node).find((entry) => keyText(entry) === key);
}

/** Where a key stands; of the whole map when it does not have it. */
export function spanOfKey(map: MapNode, key: string): Span {
  return entryOf(map, key)?.key.span ?? map.span;
}

/** Plain data: lists, objects without a prototype, text, number, true/false, null. The same path finds the place with nodeAt. */
export function toPlain(node: SourceNode | null): unknown {
  if (node === null) return null;
  if (node.type === 'scalar') return node.value;
  if (node.type === 'list') return node.items.map(toPlain);
  const plain = Object.create(null) as Record<string, unknown>;
  for (const entry of node.entries) plain[keyText(entry)] = toPlain(entry.value);
  return plain;
}

/** The node at a path of keys and list positions, or the deepest one that exists on the way there: a place to point at in any case. */
export function nodeAt(root: SourceNode, path: readonly (string | number)[]): SourceNode {
  let node = root;
  for (const part of path) {
    const next = isList(node) ? node.items[Number(part)] : get(node, String(part));
    if (!next) return node;
    node = next;
  }
  return node;
}
