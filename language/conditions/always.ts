/** Whether a condition is the same for everybody: no answer, no patient can change it. Ranges of questions count (0 to 10 is never over 10). */
import type { Comparison, Expression } from './expression.ts';
import { resolve } from './names.ts';
import { quiet } from './reporter.ts';
import type { Scope } from './scope.ts';

/** The value it always has, or undefined. What settings decide is not the same for everybody: a variant of the SOP may set them otherwise. */
export function alwaysSame(expression: Expression, scope: Scope): boolean | undefined {
  switch (expression.is) {
    case 'literal':
      return typeof expression.value === 'boolean' ? expression.value : undefined;
    case 'not': {
      const of = alwaysSame(expression.of, scope);
      return of === undefined ? undefined : !of;
    }
    case 'binary':
      return binary(expression, scope);
    default:
      return undefined;
  }
}

function binary({ operator, left, right }: Extract<Expression, { is: 'binary' }>, scope: Scope): boolean | undefined {
  switch (operator) {
    case '&&':
    case '||': {
      const decides = operator === '||';
      const sides = [alwaysSame(left, scope), alwaysSame(right, scope)];
      if (sides.includes(decides)) return decides;
      if (sides.every((side) => side === !decides)) return !decides;
      const all = flat(operator, { is: 'binary', operator, left, right, start: left.start, end: right.end });
      return excludesItself(all, operator, scope) ? decides : undefined;
    }
    case 'in':
      return right.is === 'list' && right.items.length === 0 ? false : undefined;
    case '==':
    case '!=':
      if (left.is === 'literal' && right.is === 'literal') return (left.value === right.value) === (operator === '==');
      return compareRanges(operator, left, right, scope);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compareRanges(operator, left, right, scope);
    default:
      return undefined;
  }
}

/** `low` to `high`, both included. */
type Range = { low: number; high: number };
const nowhere = { low: -Infinity, high: Infinity };

function rangeOf(expression: Expression, scope: Scope): Range | undefined {
  if (expression.is === 'literal')
    return typeof expression.value === 'number' ? { low: expression.value, high: expression.value } : undefined;
  if (expression.is === 'minus') {
    const of = rangeOf(expression.of, scope);
    return of && { low: -of.high, high: -of.low };
  }
  if (expression.is !== 'name') return nowhere;
  const found = resolve(expression, { scope, reporter: quiet(), forText: false });
  if (found?.type.is !== 'number' || found.thing.is === 'setting') return undefined;
  return { low: found.type.min ?? -Infinity, high: found.type.max ?? Infinity };
}

function compareRanges(operator: Comparison, left: Expression, right: Expression, scope: Scope): boolean | undefined {
  const a = rangeOf(left, scope);
  const b = rangeOf(right, scope);
  if (!a || !b) return undefined;
  switch (operator) {
    case '<':
      return a.high < b.low ? true : a.low >= b.high ? false : undefined;
    case '<=':
      return a.high <= b.low ? true : a.low > b.high ? false : undefined;
    case '>':
      return compareRanges('<', right, left, scope);
    case '>=':
      return compareRanges('<=', right, left, scope);
    case '==':
      return a.low > b.high || a.high < b.low ? false : undefined;
    case '!=':
      return a.low > b.high || a.high < b.low ? true : undefined;
  }
}

const flat = (operator: '&&' | '||', expression: Expression): Expression[] =>
  expression.is === 'binary' && expression.operator === operator
    ? [...flat(operator, expression.left), ...flat(operator, expression.right)]
    : [expression];

/** `x > 5 && x < 3`, `a == "b" && a == "c"`: no value fits; with `||` the same of the opposites: every value fits. */
function excludesItself(parts: Expression[], operator: '&&' | '||', scope: Scope): boolean {
  const allowed = new Map<string, Allowed>();
  for (const part of parts) {
    const bound = boundOf(part, operator === '||', scope);
    if (!bound) continue;
    const before = allowed.get(bound.name) ?? { ...nowhere, lowOpen: false, highOpen: false };
    const now = narrowed(before, bound);
    if (now === 'nothing') return true;
    allowed.set(bound.name, now);
  }
  return false;
}

type Allowed = Range & { lowOpen: boolean; highOpen: boolean; word?: string };
type Bound = { name: string; operator: Comparison; value: number | string };

const opposite: Record<Comparison, Comparison> = { '==': '!=', '!=': '==', '<': '>=', '>=': '<', '>': '<=', '<=': '>' };
const mirrored: Record<Comparison, Comparison> = { '==': '==', '!=': '!=', '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

function boundOf(part: Expression, turned: boolean, scope: Scope): Bound | undefined {
  if (part.is !== 'binary' || !(part.operator in opposite)) return undefined;
  const operator = part.operator as Comparison;
  const swap = part.left.is === 'literal';
  const [name, literal] = swap ? [part.right, part.left] : [part.left, part.right];
  if (name.is !== 'name' || literal.is !== 'literal' || typeof literal.value === 'boolean') return undefined;
  // Whoever changes a setting changes both sides: nothing can be said.
  if (name.parts.length === 1 && scope.things.get(name.parts[0]!.name)?.is === 'setting') return undefined;
  const straight = swap ? mirrored[operator] : operator;
  return { name: name.parts.map((one) => one.name).join('.'), operator: turned ? opposite[straight] : straight, value: literal.value };
}

function narrowed(allowed: Allowed, { operator, value }: Bound): Allowed | 'nothing' {
  if (typeof value === 'string') {
    if (operator !== '==') return operator === '!=' && allowed.word === value ? 'nothing' : allowed;
    return allowed.word !== undefined && allowed.word !== value ? 'nothing' : { ...allowed, word: value };
  }
  const next = { ...allowed };
  if (operator === '>' || operator === '>=' || operator === '==') raise(next, value, operator === '>');
  if (operator === '<' || operator === '<=' || operator === '==') lower(next, value, operator === '<');
  const empty = next.low > next.high || (next.low === next.high && (next.lowOpen || next.highOpen));
  return empty ? 'nothing' : next;
}

function raise(allowed: Allowed, low: number, open: boolean): void {
  if (low > allowed.low || (low === allowed.low && open)) Object.assign(allowed, { low, lowOpen: open });
}
function lower(allowed: Allowed, high: number, open: boolean): void {
  if (high < allowed.high || (high === allowed.high && open)) Object.assign(allowed, { high, highOpen: open });
}
