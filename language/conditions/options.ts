/** Words that stand for an answer or an outcome must be one of its options. */
import type { Expression } from './expression.ts';
import { constant, type Looking } from './names.ts';
import type { ValueType } from './value-type.ts';

/** A word that is no option can never be the answer: the condition would silently never hold. */
export function mustBeOption(type: ValueType, word: Expression, on: Looking): void {
  if (type.is !== 'choice' || type.options.length === 0) return;
  const x = constant(word, on.scope);
  if (typeof x !== 'string' || type.options.includes(x)) return;
  const list = type.options.join(', ');
  if (type.outcomesOf) on.reporter.report('not-an-outcome', word, { kind: type.outcomesOf, list, x });
  else on.reporter.report('not-an-option', word, { x, question: type.of, list });
}
