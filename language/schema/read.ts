/** Reads one block of a file by its shape: every key by its own schema, so that one mistake does not hide the next. */
import type { z } from 'zod';
import type { MapNode } from '../node.ts';
import { isWithheld } from '../library/settings.ts';
import { reportIssues, reportKey } from './issues.ts';
import { foundWords, report } from './desk.ts';
import type { Desk } from './desk.ts';
import { takeMeantKeys } from './meant.ts';
import { below, isNothing, keyText, plain, writtenKey } from './tree.ts';
import type { Spot } from './tree.ts';

export type Shape = Record<string, z.ZodType>;
export type Fields<S extends Shape> = { [K in keyof S]?: z.output<S[K]> };

/** A block as read. A key that is there but cannot be read has no value, and `has` still says it is there, so that nobody asks for it again. */
export type Block<S extends Shape> = {
  values: Fields<S>;
  spot: Spot;
  node: MapNode;
  has: (key: keyof S & string) => boolean;
  at: (key: keyof S & string) => Spot | undefined;
};

/** Undefined if there is no block at all; that is said, too. `name`: how the block is called in a message. */
export function readBlock<S extends Shape>(desk: Desk, spot: Spot, shape: S, name: string): Block<S> | undefined {
  const { node } = spot;
  if (isNothing(node)) {
    report(desk, spot, 'empty-value', { key: name });
    return undefined;
  }
  if (node.type !== 'map') {
    report(desk, spot, 'wrong-type', { key: name, expected: { en: 'a block of keys', zh: '一组键' }, found: foundWords(node) });
    return undefined;
  }
  const values: Record<string, unknown> = {};
  const known = Object.keys(shape);
  takeMeantKeys(node, known);
  for (const entry of node.entries) {
    const key = keyText(entry);
    if (!known.includes(writtenKey(entry))) reportKey(desk, entry, known);
    if (!known.includes(key)) continue;
    if (isNothing(entry.value)) report(desk, { node: entry.value, key: entry.key }, 'empty-value', { key });
    else if (!(key in values) && !isWithheld(entry.value))
      values[key] = readValue(desk, { node: entry.value, key: entry.key }, shape[key]!);
  }
  const present = new Set(node.entries.map(keyText));
  return { values: values as Fields<S>, spot, node, has: (key) => present.has(key), at: (key) => below(spot, key) };
}

/** One value by one schema; undefined if it has a mistake, which is then told. */
export function readValue<T>(desk: Desk, spot: Spot, schema: z.ZodType<T>): T | undefined {
  const result = schema.safeParse(plain(spot.node));
  if (result.success) return result.data;
  reportIssues(desk, spot, result.error.issues);
  return undefined;
}
