/** All names that the file gives: each usable, none a word of the language, none given twice (language.md 6, 18). */
import { functionNames } from '../conditions/functions.ts';
import { reservedObjects } from '../conditions/scope-for.ts';
import type { MapEntry, ScalarNode } from '../node.ts';
import { isName, usableName } from '../schema/leaf.ts';
import { foundWords, report } from '../schema/desk.ts';
import { keyText } from '../schema/tree.ts';
import type { Bench } from './bench.ts';

const words = ['in', 'outcome', 'true', 'false', 'null', 'and', 'or', 'not'];
export const reservedNames: ReadonlySet<string> = new Set([...reservedObjects, ...functionNames, ...words]);

const things = {
  setting: { en: 'setting', zh: '参数' },
  date: { en: 'date', zh: '日期' },
  role: { en: 'role', zh: '角色' },
  fact: { en: 'fact', zh: '名词' },
  step: { en: 'step', zh: '步骤' },
} as const;
type Thing = keyof typeof things;

type Given = { name: string; what: Thing; key: ScalarNode };

/** Settings, dates, roles, facts and steps share one room: a condition calls them all by their bare names. */
export function checkNames(bench: Bench): void {
  const seen = new Map<string, Given>();
  for (const given of givenNames(bench)) {
    const { name: x, what, key } = given;
    const y = usableName(x);
    if (!isName(x) && what !== 'step') report(bench, { node: key }, 'bad-name', { x, y }, { span: key.span, text: y });
    if (reservedNames.has(x)) report(bench, { node: key }, 'reserved-name', { x });
    const before = seen.get(x);
    if (before && before.what !== what)
      report(bench, { node: key }, 'name-twice', { x, what: things[before.what], line: before.key.span.line });
    if (!before) seen.set(x, given);
  }
}

function givenNames(bench: Bench): Given[] {
  const { merged } = bench;
  const of = (entry: MapEntry | undefined, what: Thing): Given[] =>
    entry?.value.type === 'map' ? entry.value.entries.map(({ key, ...rest }) => ({ name: keyText({ key, ...rest }), what, key })) : [];
  const steps = bench.drafts.flatMap((draft): Given[] => {
    const { node } = draft.spot;
    return draft.block.values.id !== undefined && node.type === 'scalar' ? [{ name: draft.id, what: 'step', key: node }] : [];
  });
  return [
    ...of(merged.settings, 'setting'),
    ...of(merged.dates, 'date'),
    ...of(merged.people, 'role'),
    ...of(merged.facts, 'fact'),
    ...steps,
  ];
}

/** A map of names, or nothing; something else is told. */
export function entriesOf(bench: Bench, entry: MapEntry | undefined): MapEntry[] {
  if (!entry) return [];
  if (entry.value.type === 'map') return entry.value.entries;
  const key = keyText(entry);
  const spot = { node: entry.value, key: entry.key };
  if (entry.value.type === 'scalar' && entry.value.value === null) report(bench, spot, 'empty-value', { key });
  else
    report(bench, spot, 'wrong-type', {
      key,
      expected: { en: 'names, each with its value', zh: '一组名字和值' },
      found: foundWords(entry.value),
    });
  return [];
}
