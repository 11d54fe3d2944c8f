/** Which file a node was written in. A merged tree holds nodes of several files. */
import type { SourceNode } from '../node.ts';

export type Origins = WeakMap<SourceNode, string>;

/** Says of a node and all below it that they stand in `file`. */
export function claim(origins: Origins, node: SourceNode, file: string): void {
  origins.set(node, file);
  if (node.type === 'list') for (const item of node.items) claim(origins, item, file);
  if (node.type !== 'map') return;
  for (const entry of node.entries) {
    claim(origins, entry.key, file);
    claim(origins, entry.value, file);
  }
}
