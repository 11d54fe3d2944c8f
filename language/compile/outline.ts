/** Finds all steps of the file, those under `then` too, with their ids, kinds, questions and what follows what. */
import { kinds, outcomes } from '../../engine/plan.ts';
import type { EventName, Outcome } from '../../engine/plan.ts';
import { guess } from '../diagnostics/guess.ts';
import { list } from '../diagnostics/list.ts';
import type { ListNode, MapNode, SourceNode } from '../node.ts';
import { kindShapes } from '../schema/kinds/kinds.ts';
import { isName, usableName } from '../schema/leaf.ts';
import { foundWords, report } from '../schema/desk.ts';
import { readBlock } from '../schema/read.ts';
import type { Block } from '../schema/read.ts';
import { stepShape } from '../schema/step.ts';
import { below, isNothing, itemsOf, keyText } from '../schema/tree.ts';
import type { Spot } from '../schema/tree.ts';
import type { Bench } from './bench.ts';
import type { Act, Draft } from './draft.ts';
import { readQuestions } from './questions.ts';
import { eventsAt } from './references.ts';

const mostSteps = 400;

/** Puts the steps on the bench, flat and in the order of the file; the last steps of `stop` come at the end. */
export function outline(bench: Bench): void {
  const { steps, stop } = bench.merged;
  if (steps) topSteps(bench, { node: steps.value, key: steps.key });
  for (const rule of stop ? itemsOf(stop.value) : []) lastSteps(bench, below({ node: rule }, 'last')?.node);
  const n = steps ? countSteps(steps.value) : 0;
  if (n > mostSteps && steps) report(bench, { node: steps.key }, 'too-large', { n, what: { en: 'steps', zh: '个步骤' }, max: mostSteps });
  for (const draft of bench.drafts) draft.questions = askedBy(bench, draft, []);
}

function topSteps(bench: Bench, spot: Spot): void {
  const { node } = spot;
  if (isNothing(node)) return report(bench, spot, 'empty-value', { key: 'steps' });
  if (node.type !== 'list')
    return report(bench, spot, 'wrong-type', {
      key: 'steps',
      expected: { en: 'a list of steps', zh: '步骤列表' },
      found: foundWords(node),
    });
  if (node.items.length === 0) report(bench, spot, 'nothing-to-do');
  stepsIn(bench, node);
}

/** After stopping, only staff may be given work (language.md 7.7). */
function lastSteps(bench: Bench, node: SourceNode | undefined): void {
  if (node?.type !== 'list') return;
  const before = bench.drafts.length;
  stepsIn(bench, node);
  for (const { act, spot } of bench.drafts.slice(before))
    if (act && act.kind !== 'task') report(bench, spot, 'last-step-contacts', { kind: act.kind });
}

/** Steps in lists, those under `then` too. */
function countSteps(node: SourceNode): number {
  if (node.type !== 'list') return 0;
  return node.items.reduce((sum, item) => {
    const then = below({ node: item }, 'then')?.node;
    return sum + 1 + (then?.type === 'map' ? then.entries.reduce((inner, entry) => inner + countSteps(entry.value), 0) : 0);
  }, 0);
}

/** Of a file with far too many steps the first are looked at; the rest would only take time. */
function stepsIn(bench: Bench, node: ListNode, parent?: Draft['parent']): Draft[] {
  return node.items.flatMap((item) => (bench.drafts.length > mostSteps ? [] : (readStep(bench, item, parent) ?? [])));
}

function readStep(bench: Bench, node: SourceNode, parent: Draft['parent']): Draft | undefined {
  const found = { node };
  const block = readBlock(bench, found, stepShape, '-');
  if (!block) return undefined;
  const spot = block.at('id') ?? found;
  if (!block.has('id')) report(bench, { node: firstKey(block.node) }, 'id-missing', { suggestion: suggestId(bench, block) });
  const act = readAct(bench, block, spot);
  const draft: Draft = {
    id: block.values.id ?? `step_${bench.drafts.length + 1}`,
    spot,
    block,
    ...(act && { act, ...howOf(act) }),
    ...(parent && { parent }),
    next: {},
    spoken: new Set(),
    ...eventsOf(bench, block, parent),
    rhythm: block.has('every') || (parent?.draft.rhythm ?? false),
    questions: [],
    asks: block.has('ask'),
  };
  bench.drafts.push(draft);
  remember(bench, draft);
  readThen(bench, draft);
  return draft;
}

const firstKey = (node: MapNode): SourceNode => node.entries[0]?.key ?? node;

function remember(bench: Bench, draft: Draft): void {
  const x = draft.id;
  const before = bench.draftById.get(x);
  if (before) report(bench, draft.spot, 'name-twice', { x, what: { en: 'step', zh: '步骤' }, line: before.spot.node.span.line });
  else bench.draftById.set(x, draft);
}

function suggestId(bench: Bench, block: Block<typeof stepShape>): string {
  const title = block.values.title;
  const words = typeof title === 'string' ? usableName(title) : '';
  const kind = kinds.find((one) => block.has(one)) ?? 'step';
  const base = isName(words) && words !== 'name_1' ? words : kind;
  return bench.draftById.has(base) ? `${base}_${bench.drafts.length + 1}` : base;
}

function readAct(bench: Bench, block: Block<typeof stepShape>, spot: Spot): Act | undefined {
  const named = kinds.filter((kind) => block.has(kind));
  const [kind] = named;
  if (!kind || named.length > 1) {
    report(bench, named[1] ? { node: block.at(named[1])!.key ?? spot.node } : spot, 'one-kind', { list: list(named) });
    return undefined;
  }
  const at = block.at(kind)!;
  return { kind, spot: at, block: readBlock(bench, at, kindShapes[kind], kind) } as Act;
}

function howOf(act: Act): Pick<Draft, 'how'> {
  if (act.kind !== 'call' || !act.block) return {};
  return { how: act.block.has('by') ? 'person' : act.block.has('say') ? 'say' : 'ring' };
}

function eventsOf(bench: Bench, block: Block<typeof stepShape>, parent: Draft['parent']): { events?: EventName[] } {
  const { values, at } = block;
  const own = values.when && eventsAt(bench, at('when')!, values.when);
  const events = own && own.length > 0 ? own : parent?.draft.events;
  return events ? { events } : {};
}

const isOutcome = (word: string): word is Outcome => (outcomes as readonly string[]).includes(word);

/** Whether a kind can end so is looked at later, when all is known of the step. */
function readThen(bench: Bench, draft: Draft): void {
  const spot = draft.block.at('then');
  if (!spot || isNothing(spot.node)) return;
  if (spot.node.type !== 'map')
    return report(bench, spot, 'wrong-type', {
      key: 'then',
      expected: { en: 'outcomes, each with steps', zh: '各种结果和后面的步骤' },
      found: foundWords(spot.node),
    });
  for (const entry of spot.node.entries) {
    const word = keyText(entry);
    draft.spoken.add(word);
    const branch: Spot = { node: entry.value, key: entry.key };
    const steps = readBranch(bench, draft, word, branch);
    if (isOutcome(word) && steps) draft.next[word] = steps;
  }
}

function readBranch(bench: Bench, draft: Draft, word: string, spot: Spot): Draft[] | undefined {
  const { node } = spot;
  if (node.type === 'scalar' && node.value === 'go on') return [];
  if (node.type !== 'list') {
    report(bench, spot, 'bad-then', { outcome: word });
    return undefined;
  }
  if (node.items.length === 0) report(bench, spot, 'nothing-to-do');
  // Under a word that is no outcome the steps are read all the same, so that they are found where they are named.
  return stepsIn(bench, node, { draft, outcome: isOutcome(word) ? word : 'sent' });
}

/** The step's own questions, a form's, or those of another step. */
function askedBy(bench: Bench, draft: Draft, above: readonly Draft[]): Draft['questions'] {
  const spot = draft.block.at('ask');
  if (!spot || above.includes(draft)) return [];
  if (draft.questions.length > 0) return draft.questions;
  const { node } = spot;
  if (node.type === 'map') return readQuestions(bench, spot);
  if (node.type !== 'scalar' || typeof node.value !== 'string') return wrongAsk(bench, spot);
  const form = bench.forms.get(node.value);
  if (form) return form.questions;
  const other = bench.draftById.get(node.value);
  if (other && other !== draft && other.asks) return askedBy(bench, other, [...above, draft]);
  const known = [...bench.forms.keys()];
  const near = guess(node.value, known);
  report(
    bench,
    spot,
    'unknown-form',
    { x: node.value, list: list(known) },
    near === undefined ? undefined : { span: node.span, text: near },
  );
  return near === undefined ? [] : bench.forms.get(near)!.questions;
}

function wrongAsk(bench: Bench, spot: Spot): [] {
  if (!isNothing(spot.node)) {
    const expected = { en: 'questions, or the name of a form', zh: '问题，或者一份问题的名字' };
    report(bench, spot, 'wrong-type', { key: 'ask', expected, found: foundWords(spot.node) });
  }
  return [];
}
