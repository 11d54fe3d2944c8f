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
  const known = extend(
    scope,
    rings.map(([{ name }]) => [name, { is: 'value', type: { is: 'any' }, known: false }]),
  );
  // Ours until it is handed on: each fact joins as soon as it is known, and is not copied for each that follows.
  const things = new Map(known.things);
  const absent = new Map(known.absent);
  const growing: Scope = { ...known, things, absent };
  for (const { name, source, where } of order) {
    const compiled = compileCondition(source, growing, where, 'fact');
    diagnostics.push(...compiled.diagnostics);
    if (compiled.expr) facts[name] = compiled.expr;
    // A fact with a mistake is told once, not again wherever it is used.
    const { type = { is: 'any' as const }, expression = { is: 'literal' as const, value: true, start: 0, end: 0 } } = compiled;
    things.set(name, { is: 'fact', type, expression });
    absent.delete(name);
  }
  return { facts, scope: growing, diagnostics };
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

/**
 * What others need comes first. Those of a ring are left out, each with its neighbour in it. One walk over all of them, however many there are: each
 * is left when everything it needs has been left, and what is left together is a ring (Tarjan's strongly connected components).
 */
function sorted(sources: readonly FactSource[]): Sorted {
  const byName = new Map(sources.map((fact) => [fact.name, fact]));
  const needs = new Map(sources.map((fact) => [fact.name, namesUsed(fact.source).filter((name) => byName.has(name))]));
  const groups = components(needs);
  const groupOf = new Map(groups.flatMap((group, index) => group.map((name) => [name, index] as const)));
  const inRing = (name: Name): boolean => groups[groupOf.get(name)!]!.length > 1 || needs.get(name)!.includes(name);
  const rings = sources
    .filter(({ name }) => inRing(name))
    .map((fact): [FactSource, FactSource] => {
      const next = needs.get(fact.name)!.find((name) => groupOf.get(name) === groupOf.get(fact.name)) ?? fact.name;
      return [fact, byName.get(next)!];
    });
  // What needs a ring is checked all the same, with the ring's names unknown; it is told where the ring is.
  const broken = new Set(rings.map(([{ name }]) => name));
  return { order: groups.flatMap((group) => group.filter((name) => !broken.has(name)).map((name) => byName.get(name)!)), rings };
}

/** Groups of names that reach each other, those first that others need. Without recursion: a chain may be as long as the file. */
function components(needs: ReadonlyMap<Name, readonly Name[]>): Name[][] {
  const groups: Name[][] = [];
  const number = new Map<Name, number>();
  const low = new Map<Name, number>();
  const open: Name[] = [];
  const isOpen = new Set<Name>();
  const enter = (name: Name) => {
    number.set(name, number.size);
    low.set(name, number.get(name)!);
    open.push(name);
    isOpen.add(name);
    return { name, at: 0 };
  };
  const lower = (name: Name, to: number) => low.set(name, Math.min(low.get(name)!, to));
  for (const root of needs.keys()) {
    if (number.has(root)) continue;
    const path = [enter(root)];
    for (let here = path.at(-1); here; here = path.at(-1)) {
      const next = needs.get(here.name)![here.at++];
      if (next !== undefined && !number.has(next)) path.push(enter(next));
      else if (next !== undefined) {
        if (isOpen.has(next)) lower(here.name, number.get(next)!);
      } else {
        path.pop();
        const above = path.at(-1);
        if (above) lower(above.name, low.get(here.name)!);
        if (low.get(here.name) === number.get(here.name)) groups.push(left(here.name));
      }
    }
  }
  return groups;

  function left(name: Name): Name[] {
    const group = open.splice(open.lastIndexOf(name));
    for (const one of group) isOpen.delete(one);
    return group;
  }
}
