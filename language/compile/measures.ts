/** `measures`: the figures to reach (language.md 7.8). */
import type { Expr, Measure } from '../../engine/plan.ts';
import { guess } from '../diagnostics/guess.ts';
import { list } from '../diagnostics/list.ts';
import { measureShape } from '../schema/measure.ts';
import { foundWords, report } from '../schema/desk.ts';
import { readBlock } from '../schema/read.ts';
import type { Block } from '../schema/read.ts';
import { keyText } from '../schema/tree.ts';
import type { Spot } from '../schema/tree.ts';
import type { Bench } from './bench.ts';
import { isName, usableName } from '../schema/leaf.ts';
import { stepFieldNames } from '../conditions/step-fields.ts';
import { withPlaces } from './references.ts';
import { conditionsAt, exprAt, scopeAt } from './scopes.ts';
import type { FactTray, Here } from './scopes.ts';
import { textAt } from './texts.ts';

type Written = Block<typeof measureShape>;
const figures = ['count', 'average', 'nps', 'number'] as const;
const counted = ['enrollment', 'patient', 'visit', 'patient_message'] as const;
const splits = ['team', 'nurse', 'doctor', 'department', 'ward', 'channel', 'disease', 'segment', 'dimension', 'sex'];

export function compileMeasures(bench: Bench, tray: FactTray): Measure[] {
  const entry = bench.merged.measures;
  if (!entry) return [];
  if (entry.value.type !== 'map') {
    report(bench, { node: entry.value, key: entry.key }, 'wrong-type', {
      key: 'measures',
      expected: { en: 'figures by name', zh: '各项数据' },
      found: foundWords(entry.value),
    });
    return [];
  }
  return entry.value.entries.flatMap((one) => {
    const name = keyText(one);
    if (!isName(name))
      report(bench, { node: one.key }, 'bad-name', { x: name, y: usableName(name) }, { span: one.key.span, text: usableName(name) });
    const block = readBlock(bench, { node: one.value, key: one.key }, measureShape, name);
    return (block && compileMeasure(bench, tray, name, block)) ?? [];
  });
}

function compileMeasure(bench: Bench, tray: FactTray, name: string, block: Written): Measure | undefined {
  const { values, has, at, node, spot } = block;
  const each = eachOf(bench, block);
  const place: Here = { steps: 'all', each: typeof each === 'object' ? 'step' : each };
  const scope = scopeAt(bench, tray, place, [node]);
  const title = at('title') && textAt(bench, scope, at('title')!, { audience: 'staff' });
  if (!has('title')) report(bench, spot, 'key-missing', { key: 'title' });
  const conditions = (key: 'of' | 'count' | 'number') => conditionsAt(bench, scope, at(key));
  const value = (key: 'average' | 'nps' | 'reasons') => at(key) && exprAt(bench, scope, at(key)!.node, 'value').expr;
  const of = conditions('of');
  const figure = figureOf(bench, block, conditions, value);
  const reasons = value('reasons');
  checkClock(bench, block, each);
  const splitBy = splitsOf(bench, block);
  if (!title || !figure) return undefined;
  return {
    name,
    title,
    each,
    of,
    figure,
    ...(values.clock !== undefined && { clock: values.clock }),
    over: values.over ?? { amount: 1, unit: 'month' },
    ...(values.target && { target: values.target }),
    ...(reasons && { reasons }),
    splitBy,
  };
}

function eachOf(bench: Bench, { values, at }: Written): Measure['each'] {
  const each = values.each ?? 'enrollment';
  const known = counted.find((thing) => thing === each);
  if (known) return known;
  if (bench.draftById.has(each)) return { step: each };
  const names = [...counted, ...bench.draftById.keys()];
  const near = guess(each, names);
  report(
    bench,
    at('each')!,
    'bad-split',
    { list: list(names), x: each },
    near === undefined ? undefined : { span: at('each')!.node.span, text: near },
  );
  return 'enrollment';
}

type Conditions = (key: 'count' | 'number') => Expr[];
type Value = (key: 'average' | 'nps') => Expr | undefined;

function figureOf(bench: Bench, { has, at, spot }: Written, conditions: Conditions, value: Value): Measure['figure'] | undefined {
  const named = figures.filter(has);
  const [kind] = named;
  if (!kind || named[1]) {
    report(bench, named[1] ? { node: at(named[1])!.key! } : spot, 'one-figure');
    return undefined;
  }
  if (kind === 'count') return { kind, if: conditions('count') };
  if (kind === 'number') return { kind, if: isAll(at('number')) ? [] : conditions('number') };
  const of = value(kind);
  return of && { kind, of };
}

const isAll = (spot: Spot | undefined): boolean => spot?.node.type === 'scalar' && spot.node.value === 'all';

function checkClock(bench: Bench, { has, spot }: Written, each: Measure['each']): void {
  if (has('count') && !has('clock') && (each === 'enrollment' || each === 'visit')) report(bench, spot, 'clock-missing');
}

/** By something the hospital knows, or by a field of a step. */
function splitsOf(bench: Bench, { values, at }: Written): string[] {
  return withPlaces(at('split_by') ?? { node: bench.merged.measures!.value }, values.split_by ?? []).flatMap(({ name, spot }) => {
    if (splits.includes(name) || isStepField(bench, name)) return [name];
    const near = guess(name, splits);
    report(
      bench,
      spot,
      'bad-split',
      { list: list(splits), x: name },
      near === undefined ? undefined : { span: spot.node.span, text: near },
    );
    return [];
  });
}

function isStepField(bench: Bench, name: string): boolean {
  const [step = '', field = '', ...more] = name.split('.');
  const draft = bench.draftById.get(step);
  return (
    draft !== undefined &&
    more.length === 0 &&
    (stepFieldNames.includes(field) || draft.questions.some((question) => question.name === field))
  );
}
