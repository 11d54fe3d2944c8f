/** Conditions and values: checked here once, so that nothing can go wrong where they are evaluated (language.md 8). */
import type { Expr } from '../../engine/plan.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { alwaysSame } from './always.ts';
import { mustBeCondition, typeOf, type Checking } from './check.ts';
import { children, namesIn, rootOf, type Expression } from './expression.ts';
import { foldSettings } from './fold.ts';
import { readable } from './limits.ts';
import { resolve } from './names.ts';
import { parse, parseAgain } from './parse.ts';
import { spanWithin } from './places.ts';
import { quiet, reporterFor, type Reporter, type Where } from './reporter.ts';
import { countOperators } from './scan.ts';
import type { Scope } from './scope.ts';
import { stepFieldNames } from './step-fields.ts';
import { tokenize } from './tokens.ts';
import type { Phrase, ValueType } from './value-type.ts';

/** What the place wants: true or false; any value; a fact, which may be either and as long as it needs. */
export type Expectation = 'condition' | 'value' | 'fact';

/** An answer or the score of a step that the condition reads. `sure`: it certainly has a value here. For the hint `may-be-missing`. */
export type StepRead = { step: string; field: string; sure: boolean; span: Diagnostic['span'] };

/** `expr` only if there is no error. `source` of it has the settings folded in. */
export type CompiledCondition = { expr?: Expr; type?: ValueType; expression?: Expression; reads: StepRead[]; diagnostics: Diagnostic[] };

/** Never throws, whatever the text; refuses what is too large within milliseconds. */
export function compileCondition(source: string, scope: Scope, where: Where, expect: Expectation): CompiledCondition {
  const reporter = reporterFor(where);
  const { diagnostics } = reporter;
  const expression = parse(source, reporter);
  if (!expression) return { reads: [], diagnostics };
  const on: Checking = { source, scope, reporter, forText: false };
  const type = expect === 'condition' ? mustBeCondition(expression, on) : typeOf(expression, on);
  const reads = readsOf(expression, on, where);
  if (diagnostics.length > 0) return { type, expression, reads, diagnostics };
  if (expect === 'condition') hints(source, expression, scope, reporter);
  const { line, column } = spanWithin(where.scalar, 0, 1);
  const expr: Expr = { source: foldSettings(source, expression, scope), uses: usesOf(expression, scope), line, column };
  return { expr, type, expression, reads, diagnostics };
}

const same: Record<'true' | 'false', Phrase> = { true: { en: 'true', zh: '真' }, false: { en: 'false', zh: '假' } };

function hints(source: string, expression: Expression, scope: Scope, reporter: Reporter): void {
  const value = alwaysSame(expression, scope);
  if (value !== undefined) reporter.report('always-same', expression, { value: same[value ? 'true' : 'false'] });
  const long = source.length > readable.length || countOperators(tokenize(source)) > readable.operators;
  if (long) reporter.report('long-condition', expression, {});
}

/** Root names, the ones behind facts too, without settings; sorted, each once. */
export function usesOf(expression: Expression, scope: Scope): string[] {
  const seen = new Set<string>();
  const visit = (inside: Expression): void => {
    for (const name of namesIn(inside)) {
      const root = rootOf(name);
      const thing = scope.things.get(root);
      if (thing?.is === 'setting' && thing.value !== undefined) continue;
      if (seen.has(root)) continue;
      seen.add(root);
      if (thing?.is === 'fact') visit(thing.expression);
    }
  };
  visit(expression);
  return [...seen].sort();
}

function readsOf(expression: Expression, on: Checking, { scalar }: Where): StepRead[] {
  // `has(x.y)` asks whether it is there: it is never missing.
  if (expression.is === 'call' && expression.name === 'has') return [];
  if (expression.is !== 'name') return children(expression).flatMap((inside) => readsOf(inside, on, { scalar, file: '' }));
  const found = resolve(expression, { ...on, reporter: quiet() });
  if (!found?.step || found.field === undefined || stepFieldNames.includes(found.field)) return [];
  return [{ step: found.step.id, field: found.field, sure: found.known, span: spanWithin(scalar, expression.start, expression.end) }];
}

/** Root names of a condition, before anything is known about them: which facts must be compiled. None if it cannot be read. */
export function namesUsed(source: string): string[] {
  const expression = parseAgain(source);
  return expression ? [...new Set(namesIn(expression).map(rootOf))] : [];
}
