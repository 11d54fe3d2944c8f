/** Which key somebody meant who mistyped one. */
import { guess, sameWord } from '../diagnostics/guess.ts';
import type { MapNode } from '../node.ts';
import { chineseKeys, homes } from './keys.ts';
import { takeFor, writtenKey } from './tree.ts';

/** In Chinese, or a slip away from a key of this place. A word that is a key of another place is no slip, unless it differs by its ending only. */
export function meantKey(written: string, known: readonly string[]): string | undefined {
  const english = Object.hasOwn(chineseKeys, written) ? chineseKeys[written] : undefined;
  if (english !== undefined) return known.includes(english) ? english : undefined;
  const twin = known.find((key) => sameWord(key, written));
  return twin ?? (Object.hasOwn(homes, written) ? undefined : guess(written, known));
}

/** Takes every mistyped key of the block for what it was meant to be, unless that stands there already. */
export function takeMeantKeys(node: MapNode, known: readonly string[]): void {
  const present = new Set(node.entries.map(writtenKey));
  for (const entry of node.entries) {
    const written = writtenKey(entry);
    if (known.includes(written)) continue;
    const key = meantKey(written, known);
    if (key === undefined || present.has(key)) continue;
    present.add(key);
    takeFor(entry, key);
  }
}
