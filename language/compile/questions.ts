/** Questions and forms as written: first their names and types, which conditions need, then the questions themselves with labels and conditions. */
import type { Name, Question } from '../../engine/plan.ts';
import type { QuestionWords } from '../conditions/step-fields.ts';
import { stepFieldNames } from '../conditions/step-fields.ts';
import { readingCodes } from '../conditions/objects.ts';
import type { Scope } from '../conditions/scope.ts';
import { report } from '../schema/desk.ts';
import { readBlock } from '../schema/read.ts';
import type { Desk } from '../schema/desk.ts';
import type { Block } from '../schema/read.ts';
import { questionShape } from '../schema/question.ts';
import { entryOf, keyText } from '../schema/tree.ts';
import type { Spot } from '../schema/tree.ts';
import { isName, usableName } from '../schema/leaf.ts';
import { questionTypes } from '../../engine/plan.ts';
import { guess } from '../diagnostics/guess.ts';
import type { MapEntry, SourceNode } from '../node.ts';
import type { Bench } from './bench.ts';
import type { WrittenQuestion } from './written.ts';
import { conditionsAt, scopeAt } from './scopes.ts';
import type { FactTray, Here } from './scopes.ts';
import { textAt } from './texts.ts';
import type { Audience } from '../texts/compile.ts';

/** A map of name → question. */
export function readQuestions(desk: Desk, spot: Spot): WrittenQuestion[] {
  if (spot.node.type !== 'map') return [];
  const questions = spot.node.entries.flatMap((entry) => readQuestion(desk, entry) ?? []);
  checkScores(desk, spot, questions);
  return questions;
}

function readQuestion(desk: Desk, entry: MapEntry): WrittenQuestion | undefined {
  const name = keyText(entry);
  const spot: Spot = { node: entry.value, key: entry.key };
  checkName(desk, entry, name);
  const block = readBlock(desk, spot, questionShape, name);
  if (!block) return undefined;
  checkQuestion(desk, spot, block);
  return { name, words: wordsOf(name, block), block, spot };
}

function checkName(desk: Desk, entry: MapEntry, x: string): void {
  const at: Spot = { node: entry.key };
  const y = usableName(x);
  if (!isName(x)) report(desk, at, 'bad-name', { x, y }, { span: entry.key.span, text: y });
  else if (stepFieldNames.includes(x) || x === 'in') report(desk, at, 'reserved-name', { x });
}

function wordsOf(name: Name, { values, at }: Block<typeof questionShape>): QuestionWords {
  const options = at('options')?.node;
  return {
    name,
    ...typeOf(values, at('type')?.node),
    ...(options && { options: codesOf(options) }),
    ...(values.points && { points: values.points }),
    ...rangeOf(values),
    ...(values.dimension !== undefined && { dimension: values.dimension }),
    ...(values.optional && { optional: true }),
    ...(values.if && { conditional: true }),
  };
}

/** A type that cannot be read is told at its place; meanwhile it is what the rest of the question says. */
function typeOf(
  { type, min, max, options }: Block<typeof questionShape>['values'],
  node: SourceNode | undefined,
): Pick<QuestionWords, 'type'> {
  if (type) return { type };
  const near = node?.type === 'scalar' ? guess(node.source, questionTypes) : undefined;
  const written = questionTypes.find((one) => one === near);
  return { type: written ?? (min !== undefined || max !== undefined ? 'number' : options ? 'choice' : 'text') };
}

/** A question for NPS goes from 0 to 10 without saying so. */
function rangeOf({ min, max, nps }: Block<typeof questionShape>['values']): { min?: number; max?: number } {
  const [from, to] = [min ?? (nps ? 0 : undefined), max ?? (nps ? 10 : undefined)];
  // A range the wrong way round is told; nothing is concluded from it.
  if (from !== undefined && to !== undefined && from >= to) return {};
  return { ...(from !== undefined && { min: from }), ...(to !== undefined && { max: to }) };
}

/** The codes of a choice, in order. */
export function codesOf(options: SourceNode): string[] {
  if (options.type === 'map') return options.entries.map(keyText);
  return options.type === 'list' ? options.items.map((item) => (item.type === 'scalar' ? String(item.value) : '')) : [];
}

function checkQuestion(desk: Desk, spot: Spot, block: Block<typeof questionShape>): void {
  const { values, has, at } = block;
  const choice = values.type === 'choice' || values.type === 'choices';
  if (!has('label')) report(desk, spot, 'label-missing');
  if (!has('type')) report(desk, spot, 'key-missing', { key: 'type' });
  if (values.type && choice !== has('options')) report(desk, at('options') ?? spot, 'options-missing');
  if (values.type === 'number' && !values.nps && !(has('min') && has('max'))) report(desk, spot, 'range-missing');
  if (values.min !== undefined && values.max !== undefined && values.min >= values.max) report(desk, at('min')!, 'range-missing');
  if (values.options && values.points) {
    const n = codesOf(at('options')!.node).length;
    if (n !== values.points.length) report(desk, at('points')!, 'points-count', { n, m: values.points.length });
  }
  const records = [...readingCodes, 'family'];
  if (values.record !== undefined && !records.includes(values.record))
    report(desk, at('record')!, 'not-a-choice', { key: 'record', list: records.join(', '), x: values.record });
  oldWords(desk, at('options')?.node);
}

/** `yes`, `no`, `on`, `off` are words here, but not to every program that reads the file. */
function oldWords(desk: Desk, options: SourceNode | undefined): void {
  if (!options || options.type === 'scalar') return;
  for (const node of options.type === 'list' ? options.items : options.entries.map((entry) => entry.key)) {
    if (node.type !== 'scalar' || node.style !== 'plain' || !/^(yes|no|on|off)$/i.test(node.source)) continue;
    report(desk, { node }, 'old-yaml-word', { x: node.source }, { span: node.span, text: `"${node.source}"` });
  }
}

function checkScores(desk: Desk, spot: Spot, questions: readonly WrittenQuestion[]): void {
  const byDimension = questions.find(({ block }) => block.has('dimension'));
  if (byDimension && questions.some(({ block }) => block.has('points')))
    report(desk, byDimension.block.at('dimension') ?? spot, 'scored-twice');
}

/** The questions as the plan has them. */
export function compileQuestions(
  bench: Bench,
  tray: FactTray,
  place: Here,
  written: readonly WrittenQuestion[],
  audience: Audience,
): Question[] {
  const form = written.map(({ words }) => words);
  const nodes = written.map(({ spot }) => spot.node);
  const scope = scopeAt(bench, tray, place, nodes);
  const withAnswers = written.some(({ block }) => block.has('if')) ? scopeAt(bench, tray, { ...place, form }, nodes) : scope;
  return written.flatMap((question) => compileQuestion(bench, question, audience, scope, withAnswers) ?? []);
}

function compileQuestion(
  bench: Bench,
  { name, block }: WrittenQuestion,
  audience: Audience,
  scope: Scope,
  withAnswers: Scope,
): Question | undefined {
  const { values, at } = block;
  const label = at('label') && textAt(bench, scope, at('label')!, { audience });
  const guard = at('if') && conditionsAt(bench, withAnswers, at('if'));
  if (!label || !values.type) return undefined;
  const { unit, dimension, record, optional } = values;
  return {
    name,
    label,
    type: values.type,
    ...(at('options') && { options: optionsOf(bench, scope, at('options')!.node, values.points, audience) }),
    ...rangeOf(values),
    ...(unit !== undefined && { unit }),
    ...(dimension !== undefined && { dimension }),
    ...(values.nps && { nps: true }),
    ...(record !== undefined && { record }),
    ...(optional && { optional }),
    ...(guard?.[0] && { if: guard[0] }),
  };
}

function optionsOf(
  bench: Bench,
  scope: Scope,
  node: SourceNode,
  points: number[] | undefined,
  audience: Audience,
): NonNullable<Question['options']> {
  return codesOf(node).map((code, index) => {
    const labelNode = node.type === 'map' ? entryOf(node, code)!.value : node.type === 'list' ? node.items[index]! : node;
    const label = textAt(bench, scope, { node: labelNode }, { audience }) ?? { kind: 'words' as const, in: {} };
    return { code, label, ...(points?.[index] !== undefined && { points: points[index] }) };
  });
}
