/** The scope of each place in the file, with the facts that are used there: facts see what their place sees (language.md 7.2). */
import type { Expr, Name } from '../../engine/plan.ts';
import { compileCondition } from '../conditions/compile.ts';
import type { Expectation } from '../conditions/compile.ts';
import { compileFacts, factsInUse } from '../conditions/facts.ts';
import type { FactSource } from '../conditions/facts.ts';
import type { Where } from '../conditions/reporter.ts';
import { extend } from '../conditions/scope.ts';
import type { Scope, Thing } from '../conditions/scope.ts';
import { scopeFor } from '../conditions/scope-for.ts';
import type { Place } from '../conditions/scope-for.ts';
import { answerType, stepThing } from '../conditions/step-fields.ts';
import type { StepWords } from '../conditions/step-fields.ts';
import type { ValueType } from '../conditions/value-type.ts';
import type { ScalarNode, SourceNode } from '../node.ts';
import { reportSpan } from '../schema/desk.ts';
import { itemsOf } from '../schema/tree.ts';
import type { Spot } from '../schema/tree.ts';
import type { Bench } from './bench.ts';
import { chainOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { endingOf } from './endings.ts';

/** Facts are put into the plan as soon as something uses them. */
export type FactTray = Record<Name, Expr>;

/** What every place of the file knows. */
function commonPlace(bench: Bench): Place {
  return {
    startEvents: bench.startEvents,
    customEvents: bench.customEvents,
    settings: bench.settingValues,
    spans: bench.spanSettings,
    dates: [...bench.dates.keys()],
    roles: [...bench.roles.keys()],
  };
}

/** Where something stands. `steps`: it may name the steps; `sure`: those of them that have certainly been answered here. */
export type Here = Partial<Omit<Place, 'steps'>> & { steps?: 'all'; sure?: ReadonlySet<Draft> };

/** Every step as conditions see it where nothing is sure; made once, because each of many steps may name each. */
const thingsByDrafts = new WeakMap<readonly Draft[], Map<string, Thing>>();

function stepThings(bench: Bench): Map<string, Thing> {
  const made = thingsByDrafts.get(bench.drafts) ?? new Map(bench.drafts.map((draft) => [draft.id, stepThing(stepWords(draft))]));
  thingsByDrafts.set(bench.drafts, made);
  return made;
}

function namesAt(bench: Bench, { steps, sure, form, ...place }: Here): Scope {
  let scope = scopeFor({ ...commonPlace(bench), ...place });
  if (steps) scope = extend(scope, stepThings(bench));
  if (sure)
    scope = extend(
      scope,
      [...sure].map((draft) => [draft.id, stepThing({ ...stepWords(draft), sure: true })]),
    );
  return form
    ? extend(
        scope,
        form.map((question) => [question.name, { is: 'value', type: answerType(question), known: false }]),
      )
    : scope;
}

/** The facts as written; read once, because every place of the file asks for them. */
const sourcesBefore = new WeakMap<Bench['facts'], { count: number; sources: Record<Name, string> }>();

function sourcesOf({ facts }: Bench): Record<Name, string> {
  const before = sourcesBefore.get(facts);
  if (before?.count === facts.size) return before.sources;
  const sources = Object.fromEntries([...facts].map(([name, entry]) => [name, sourceOf(entry.value)]));
  sourcesBefore.set(facts, { count: facts.size, sources });
  return sources;
}

/** `nodes`: what is written at this place; facts named in it are compiled for it. */
export function scopeAt(bench: Bench, tray: FactTray, here: Here, nodes: readonly (SourceNode | undefined)[]): Scope {
  const base = namesAt(bench, here);
  const sources = sourcesOf(bench);
  const roots = new Set<string>();
  for (const node of nodes) if (node) namesWritten(node, roots);
  const used = factsInUse(
    [...roots].filter((name) => bench.facts.has(name)),
    sources,
  );
  const facts = used.flatMap((name): FactSource[] => {
    const { value } = bench.facts.get(name)!;
    return value.type === 'scalar' ? [{ name, source: sources[name]!, where: whereOf(bench, value) }] : [];
  });
  const compiled = compileFacts(facts, base);
  bench.diagnostics.push(...compiled.diagnostics);
  for (const [name, expr] of Object.entries(compiled.facts)) tray[name] ??= placed(bench, bench.facts.get(name)!.value, expr);
  return { ...compiled.scope, meant: [...bench.facts.keys()] };
}

/** Every word that could be a name. A word of a text too many does no harm: its fact is only made known. */
function namesWritten(node: SourceNode, into: Set<string>): void {
  if (node.type === 'scalar') for (const [name] of node.source.matchAll(/[a-z][a-z0-9_]*/g)) into.add(name);
  if (node.type === 'list') for (const item of node.items) namesWritten(item, into);
  if (node.type === 'map') for (const entry of node.entries) namesWritten(entry.value, into);
}

export const sourceOf = (node: SourceNode): string =>
  node.type !== 'scalar' ? '' : typeof node.value === 'string' ? node.value : node.source;

export const whereOf = (bench: Bench, scalar: ScalarNode): Where => ({ file: bench.fileOf(scalar), scalar });

/** Names the file, where it is not the SOP's own. */
function placed(bench: Bench, node: SourceNode, expr: Expr): Expr {
  const file = bench.fileOf(node);
  return file === bench.file ? expr : { ...expr, file };
}

/** One condition or value; undefined if it has a mistake. */
export function exprAt(bench: Bench, scope: Scope, node: SourceNode, expect: Expectation, hint = false): { expr?: Expr; type?: ValueType } {
  if (node.type !== 'scalar') return {};
  const { expr, type, reads, diagnostics } = compileCondition(sourceOf(node), scope, whereOf(bench, node), expect);
  bench.diagnostics.push(...diagnostics);
  if (hint) for (const { sure, step, span } of reads) if (!sure) reportSpan(bench, node, span, 'may-be-missing', { step });
  return { ...(expr && { expr: placed(bench, node, expr) }), ...(type && { type }) };
}

/** A condition, or a list of which all must hold. `hint`: in a step, which is skipped if an answer is missing. */
export function conditionsAt(bench: Bench, scope: Scope, spot: Spot | undefined, hint = false): Expr[] {
  if (!spot) return [];
  return itemsOf(spot.node).flatMap((node) => exprAt(bench, scope, node, 'condition', hint).expr ?? []);
}

/** Under these outcomes of a step above, it has certainly been answered. */
const answeredOutcomes: ReadonlySet<string> = new Set(['answered', 'done', 'reached']);

function stepWords(draft: Draft): StepWords {
  const { id, act, how, questions } = draft;
  return {
    id,
    kind: act?.kind ?? 'task',
    ...(how && { how }),
    questions: questions.map(({ words }) => words),
    outcomes: endingOf(draft).outcomes,
  };
}

/** Where the condition of a step stands. `events` and `rhythm` come from the step itself or from one above. */
export function placeOf(bench: Bench, draft: Draft): Here {
  const sure = new Set(chainOf(draft).flatMap(({ parent }) => (parent && answeredOutcomes.has(parent.outcome) ? [parent.draft] : [])));
  return {
    steps: 'all',
    sure,
    ...(draft.events && { events: draft.events }),
    rhythm: draft.rhythm,
    known: knownDates(bench, draft),
  };
}

/** The dates that a step above, or this one, counts from. */
function knownDates(bench: Bench, draft: Draft): Name[] {
  return chainOf(draft).flatMap(({ block: { values } }) => {
    const from = values.after?.from ?? values.before?.from;
    return from !== undefined && bench.dates.has(from) ? [from] : [];
  });
}
