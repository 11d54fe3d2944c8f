/** Conditions that were compiled before, as trees, by their text. Bounded: a server knows many SOPs and lives long. */
import type { Expression } from './expression.ts';
import { parseAgain } from './parse.ts';

const kept = 2000;
const trees = new Map<string, Expression | undefined>();

/** Undefined only for a text that never came out of `compileCondition`. */
export function treeOf(source: string): Expression | undefined {
  if (trees.has(source)) return trees.get(source);
  // The oldest goes: a Map keeps the order of arrival.
  if (trees.size >= kept) trees.delete(trees.keys().next().value!);
  const tree = parseAgain(source);
  trees.set(source, tree);
  return tree;
}
