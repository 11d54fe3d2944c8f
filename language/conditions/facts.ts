/** Facts: names for conditions and values, which may use each other but not in a ring (language.md 7.2). */
import type { Expr, Name } from '../../engine/plan.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { compileCondition, namesUsed } from './compile.ts';
import { reporterFor, type Where } from './reporter.ts';
import { extend, type Scope } from './scope.ts';

export type FactSource = { name: Name; source: string; where: Where };
export type CompiledFacts = { facts: Record<Name, Expr>; scope: Scope; diagnostics: Diagnostic[] };

/**
 * All facts given, those first that others need, and the scope that knows them. Give only the ones in use (`factsInUse`): a library's fact about
 * appointments is no mistake of an SOP that has none.
 */
export function compileFacts(sources: readonly FactSource[], scope: Scope): CompiledFacts {
  const { order, rings } = sorted(sources);
  const diagnostics: Diagnostic[] = [];
  for (const [a, b] of rings) {
    const reporter = reporterFor(a.where);
    reporter.report('fact-ring', { start: 0, end: a.source.length }, { a: a.name, b: b.name });
    diagnostics.push(...reporter.diagnostics);
  }
  const facts: Record<Name, Expr> = {};
  let known = scope;
  for (const { name, source, where } of order) {
    const compiled = compileCondition(source, known, where, 'fact');
    diagnostics.push(...compiled.diagnostics);
    if (compiled.expr) facts[name] = compiled.expr;
    // A fact with a mistake is told once, not again wherever it is used.
    const { type = { is: 'any' as const }, expression = { is: 'literal' as const, value: true, start: 0, end: 0 } } = compiled;
    known = extend(known, [[name, { is: 'fact', type, expression }]]);
  }
  for (const [{ name }] of rings) known = extend(known, [[name, { is: 'value', type: { is: 'any' }, known: false }]]);
  return { facts, scope: known, diagnostics };
}

/** The facts that these conditions and names need, directly or through others. */
export function factsInUse(roots: Iterable<Name>, facts: Readonly<Record<Name, string>>): Name[] {
  const used = new Set<Name>();
  const todo = [...roots];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (used.has(name) || !Object.hasOwn(facts, name)) continue;
    used.add(name);
    todo.push(...namesUsed(facts[name]!));
  }
  return Object.keys(facts).filter((name) => used.has(name));
}

type Sorted = { order: FactSource[]; rings: [FactSource, FactSource][] };

/** What others need comes first. Those of a ring are left out, each with its neighbour in it. */
function sorted(sources: readonly FactSource[]): Sorted {
  const byName = new Map(sources.map((fact) => [fact.name, fact]));
  const needs = new Map(sources.map((fact) => [fact.name, namesUsed(fact.source).filter((name) => byName.has(name))]));
  const reach = new Map(sources.map(({ name }) => [name, reachable(name, needs)]));
  const inRing = (fact: FactSource) => reach.get(fact.name)!.has(fact.name);
  const rings = sources.filter(inRing).map((fact): [FactSource, FactSource] => {
    const next = needs.get(fact.name)!.find((name) => name === fact.name || reach.get(name)!.has(fact.name)) ?? fact.name;
    return [fact, byName.get(next)!];
  });
  const order: FactSource[] = [];
  const rest = sources.filter((fact) => !inRing(fact));
  const placed = new Set(rings.map(([fact]) => fact.name));
  while (order.length < rest.length) {
    const next = rest.find((fact) => !placed.has(fact.name) && needs.get(fact.name)!.every((name) => placed.has(name)));
    if (!next) break;
    placed.add(next.name);
    order.push(next);
  }
  return { order, rings };
}

function reachable(name: Name, needs: ReadonlyMap<Name, readonly Name[]>): Set<Name> {
  const seen = new Set<Name>();
  const todo = [...needs.get(name)!];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    todo.push(...needs.get(next)!);
  }
  return seen;
}
