/** A name that nothing has: told with the nearest that there is. */
import { guess } from '../diagnostics/guess.ts';
import { list } from '../diagnostics/list.ts';
import { report } from '../schema/desk.ts';
import type { Desk } from '../schema/desk.ts';
import type { Edit } from '../diagnostic.ts';
import type { Spot } from '../schema/tree.ts';

type WithGuess = 'unknown-step' | 'unknown-role' | 'unknown-sop' | 'unknown-event';
type WithList = 'unknown-form' | 'unknown-text' | 'unknown-date';

/** Replaces the whole value, if it is the name and nothing else. */
function renamed(at: Spot, x: string, near: string | undefined): Edit | undefined {
  const { node } = at;
  return near !== undefined && node.type === 'scalar' && node.value === x ? { span: node.span, text: near } : undefined;
}

export function reportUnknown(desk: Desk, at: Spot, code: WithGuess, x: string, known: Iterable<string>): void {
  const near = guess(x, [...known]);
  report(desk, at, code, { x, guess: near }, renamed(at, x, near));
}

export function reportUnlisted(desk: Desk, at: Spot, code: WithList, x: string, known: Iterable<string>): void {
  const names = [...known];
  report(desk, at, code, { x, list: list(names) }, renamed(at, x, guess(x, names)));
}

export function reportUnknownThing(desk: Desk, at: Spot, kind: { en: string; zh: string }, x: string, known: Iterable<string>): void {
  const names = [...known];
  report(desk, at, 'unknown-thing', { kind, x, list: list(names) }, renamed(at, x, guess(x, names)));
}
