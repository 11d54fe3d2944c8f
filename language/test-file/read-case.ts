/** One case of a test file. */
import { broughtObjects } from '../conditions/events.ts';
import { foundWords, report } from '../schema/desk.ts';
import { readBlock } from '../schema/read.ts';
import type { Block } from '../schema/read.ts';
import { below, entryOf, isNothing, itemsOf } from '../schema/tree.ts';
import type { Spot } from '../schema/tree.ts';
import type { SourceNode } from '../node.ts';
import type { Name } from '../../engine/plan.ts';
import { checkAnswers, checkEvent, checkFigure, checkPatient, checkRole, checkStep } from './known.ts';
import type { Known } from './known.ts';
import type { Expectation, Play, TestCase, TestPlace, TestStart, TestValues } from './model.ts';
import { caseShape, expectShape, playShape, startShape } from './schema.ts';

/** Undefined if it cannot be run: without a sentence, a patient or a start. */
export function readCase(known: Known, node: SourceNode): TestCase | undefined {
  const block = readBlock(known, { node }, caseShape, 'cases');
  if (!block) return undefined;
  const { values, has, at, spot } = block;
  for (const key of ['case', 'patient', 'start'] as const) if (!has(key)) report(known, spot, 'key-missing', { key });
  if (values.patient !== undefined) checkPatient(known, at('patient')!, values.patient);
  const start = has('start') ? readStart(known, at('start')!) : undefined;
  const play = listAt(known, block, 'play').flatMap((item) => readPlay(known, item) ?? []);
  const expect = listAt(known, block, 'expect').flatMap((item) => readExpectation(known, item) ?? []);
  checkNames(known, block);
  if (typeof values.case !== 'string' || values.patient === undefined || !start) return undefined;
  return {
    ...placeOf(node),
    case: values.case,
    patient: values.patient,
    start,
    variants: values.variants ?? {},
    play,
    expect,
    never: values.never ?? [],
    times: values.times ?? {},
    figures: values.figures ?? {},
    enrolled: values.enrolled ?? true,
    ...(values.why && { why: values.why }),
    ...(values.until && { until: values.until }),
  };
}

const placeOf = (node: SourceNode): TestPlace => ({ line: node.span.line, column: node.span.column });

function listAt(known: Known, block: Block<typeof caseShape>, key: 'play' | 'expect'): SourceNode[] {
  const spot = block.at(key);
  if (!spot || isNothing(spot.node)) return [];
  if (spot.node.type === 'list') return spot.node.items;
  report(known, spot, 'wrong-type', { key, expected: { en: 'a list', zh: '列表' }, found: foundWords(spot.node) });
  return [];
}

function checkNames(known: Known, { values, at }: Block<typeof caseShape>): void {
  const never = at('never');
  for (const [index, id] of (values.never ?? []).entries()) checkStep(known, { node: itemsOf(never!.node)[index] ?? never!.node }, id);
  const keys = (key: 'times' | 'variants' | 'figures', look: typeof checkStep) => {
    const node = at(key)?.node;
    for (const name of Object.keys(values[key] ?? {})) look(known, { node: entryOf(node!, name)!.key }, name);
  };
  keys('times', checkStep);
  keys('variants', checkStep);
  keys('figures', checkFigure);
}

function readStart(known: Known, spot: Spot): TestStart | undefined {
  const block = readBlock(known, spot, startShape, 'start');
  if (!block) return undefined;
  const { values, has, at } = block;
  if (!has('at')) report(known, spot, 'key-missing', { key: 'at' });
  if (!has('event') && !has('sweep')) report(known, spot, 'key-missing', { key: 'event' });
  if (values.event !== undefined) checkEvent(known, at('event')!, values.event);
  if (!values.at) return undefined;
  const common = { at: values.at, running: values.running ?? [] };
  if (values.sweep) return { kind: 'sweep', ...common };
  if (values.event === undefined) return undefined;
  const { because } = values;
  return {
    kind: 'event',
    ...common,
    event: values.event,
    fields: valuesAt(values.with),
    objects: objectsOf(values),
    ...(because !== undefined && { because }),
  };
}

const valuesAt = (written: Record<string, unknown> | undefined): TestValues => (written ?? {}) as TestValues;

function objectsOf(values: Partial<Record<(typeof broughtObjects)[number], Record<string, unknown>>>): Record<Name, TestValues> {
  return Object.fromEntries(broughtObjects.flatMap((name) => (values[name] ? [[name, valuesAt(values[name])]] : [])));
}

const deeds = ['answer', 'done', 'claim', 'no_answer', 'result', 'event', 'says', 'down'] as const;

function readPlay(known: Known, node: SourceNode): Play[] | undefined {
  const block = readBlock(known, { node }, playShape, 'play');
  if (!block) return undefined;
  const { values, has, spot } = block;
  if (!has('at')) report(known, spot, 'key-missing', { key: 'at' });
  const named = deeds.filter(has);
  if (named.length === 0) report(known, spot, 'key-missing', { key: 'event' });
  if (named.length > 1) report(known, spot, 'one-kind', { list: named.join(', ') });
  const [deed] = named;
  if (!values.at || !deed || named.length > 1) return undefined;
  const common = { ...placeOf(node), at: values.at };
  return deedsOf(known, block, deed).map((one) => ({ ...common, ...one }));
}

type Deed = Play extends infer P ? (P extends Play ? Omit<P, 'at' | 'line' | 'column'> : never) : never;

/** An entry may answer several steps at once. */
function deedsOf(known: Known, { values, at }: Block<typeof playShape>, deed: (typeof deeds)[number]): Deed[] {
  switch (deed) {
    case 'answer':
    case 'done':
      return Object.entries(values[deed] ?? {}).map(([step, answers]) => {
        checkStep(known, { node: entryOf(at(deed)!.node, step)!.key }, step);
        checkAnswers(known, below(at(deed)!, step)!, step);
        return { kind: deed, step, answers: valuesAt(answers) };
      });
    case 'claim':
    case 'no_answer': {
      const step = values[deed];
      if (step !== undefined) checkStep(known, at(deed)!, step);
      return step === undefined ? [] : [{ kind: deed, step }];
    }
    case 'result':
      return Object.entries(values.result ?? {}).map(([step, outcome]) => {
        checkStep(known, { node: entryOf(at('result')!.node, step)!.key }, step);
        return { kind: 'result', step, outcome };
      });
    case 'event':
      if (values.event === undefined) return [];
      checkEvent(known, at('event')!, values.event);
      return [{ kind: 'event', event: values.event, fields: valuesAt(values.with), objects: objectsOf(values) }];
    case 'says':
      return values.says === undefined ? [] : [{ kind: 'says', words: values.says }];
    case 'down':
      return values.down ? [{ kind: 'down', until: values.down }] : [];
  }
}

function readExpectation(known: Known, node: SourceNode): Expectation | undefined {
  const block = readBlock(known, { node }, expectShape, 'expect');
  if (!block) return undefined;
  const { values, has, at, spot } = block;
  if (!has('step')) report(known, spot, 'key-missing', { key: 'step' });
  if (values.step !== undefined) checkStep(known, at('step')!, values.step);
  for (const key of ['by', 'told'] as const) if (values[key] !== undefined) checkRole(known, at(key)!, values[key]);
  return values.step === undefined ? undefined : { ...placeOf(node), ...values, step: values.step };
}
