/** Puts the files of one SOP together into one tree: maps entry by entry, `start`, `stop` and `steps` whole, alarm words added up (language.md 13). */
import type { ListNode, MapEntry, MapNode, SourceNode } from '../node.ts';
import { entryOf, itemsOf, keyText } from '../schema/tree.ts';
import type { Layer } from './layers.ts';
import type { Origins } from './origins.ts';

const byEntry = ['settings', 'contact', 'people', 'facts', 'forms', 'texts', 'dates', 'measures', 'systems', 'events'] as const;
const inWhole = ['start', 'stop', 'steps', 'title'] as const;
export type MergedKey = (typeof byEntry)[number] | (typeof inWhole)[number];

/** What is written for each key, all files taken together. `live…`: what the hospital and the department say, which stays theirs. */
export type Merged = { [K in MergedKey]?: MapEntry } & { liveContact?: MapEntry; livePeople?: MapEntry };

export function mergeLayers(layers: readonly Layer[], origins: Origins): Merged {
  const merged: Merged = {};
  const live = layers.filter((layer) => layer.live);
  const own = layers.filter((layer) => !layer.live);
  for (const key of byEntry) {
    const from = key === 'contact' || key === 'people' ? own : layers;
    put(merged, key, mergeEntries(entries(from, key), origins));
  }
  put(merged, 'liveContact', mergeEntries(entries(live, 'contact'), origins));
  put(merged, 'livePeople', mergeEntries(entries(live, 'people'), origins));
  for (const key of inWhole)
    put(
      merged,
      key,
      entries(
        own.filter(({ book }) => book.kind === 'sop'),
        key,
      ).at(-1),
    );
  return merged;
}

function put(merged: Merged, key: keyof Merged, entry: MapEntry | undefined): void {
  if (entry) merged[key] = entry;
}

const entries = (layers: readonly Layer[], key: string): MapEntry[] => layers.flatMap(({ book }) => entryOf(book.root, key) ?? []);

function mergeEntries(blocks: readonly MapEntry[], origins: Origins): MapEntry | undefined {
  const last = blocks.at(-1);
  // A block that is none is a mistake of its file and is told there; alone it is kept, so that it is told at all.
  const maps = blocks.filter((entry) => entry.value.type === 'map');
  if (!last || maps.length < 2) return maps.length === blocks.length ? last : (blocks.find((entry) => entry.value.type !== 'map') ?? last);
  const byKey = new Map<string, MapEntry>();
  for (const block of maps)
    for (const entry of (block.value as MapNode).entries) {
      const key = keyText(entry);
      byKey.set(key, key === 'alarm_words' ? addUp(byKey.get(key), entry, origins) : entry);
    }
  const value: MapNode = { type: 'map', entries: [...byKey.values()], flow: false, span: last.value.span };
  origins.set(value, origins.get(last.value) ?? '');
  return { key: last.key, value };
}

function addUp(before: MapEntry | undefined, entry: MapEntry, origins: Origins): MapEntry {
  if (!before) return entry;
  const items: SourceNode[] = [...itemsOf(before.value), ...itemsOf(entry.value)];
  const value: ListNode = { type: 'list', items, flow: true, span: entry.value.span };
  origins.set(value, origins.get(entry.value) ?? '');
  return { key: entry.key, value };
}
