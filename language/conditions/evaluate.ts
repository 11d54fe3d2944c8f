/**
 * Evaluation with three values (language.md 8, "Unknown"): a name without a value makes what it stands in unknown; `false && unknown` is
 * false, `true || unknown` is true. Total: nothing throws, nothing loops. A value of a type that does not fit is unknown, never false.
 */
import type { Value } from '../../engine/chart.ts';
import type { Known } from '../../engine/judge.ts';
import { builtins } from './builtins.ts';
import { compareValues } from './compare-values.ts';
import { children, dotted, isCalculation, isComparison, namesIn, type Calculation, type Expression } from './expression.ts';
import { known, unknown, type World } from './world.ts';

export function evaluate(expression: Expression, world: World): Known {
  switch (expression.is) {
    case 'literal':
      return known(expression.value);
    case 'name':
      return name(
        expression.parts.map((part) => part.name),
        world,
      );
    case 'list':
      return listOf(expression.items, world);
    case 'not':
      return truth(expression.of, world, (is) => !is);
    case 'minus':
      return numbers([expression.of], world, ([n]) => -n!, expression);
    case 'call':
      return call(expression, world);
    case 'binary':
      return binary(expression, world);
  }
}

type Binary = Extract<Expression, { is: 'binary' }>;

function binary(expression: Binary, world: World): Known {
  const { operator, left, right } = expression;
  if (operator === '&&' || operator === '||') return connected(operator === '||', left, right, world);
  if (isCalculation(operator)) return numbers([left, right], world, ([a, b]) => calculate(operator, a!, b!), expression);
  if (operator === 'in') return membership(left, right, world);
  const [a, b] = [evaluate(left, world), evaluate(right, world)];
  if ('unknown' in a) return a;
  if ('unknown' in b) return b;
  const holds = isComparison(operator) ? compareValues(operator, a.value, b.value, world.zone) : undefined;
  return holds === undefined ? unknown(nameOf(expression)) : known(holds);
}

/** Kleene's and, or: the value that decides wins over unknown, on either side. */
function connected(decides: boolean, left: Expression, right: Expression, world: World): Known {
  const sides = [truth(left, world), truth(right, world)];
  if (sides.some((side) => 'value' in side && side.value === decides)) return known(decides);
  return sides.find((side) => 'unknown' in side) ?? known(!decides);
}

function truth(expression: Expression, world: World, change: (is: boolean) => boolean = (is) => is): Known {
  const is = evaluate(expression, world);
  if ('unknown' in is) return is;
  return typeof is.value === 'boolean' ? known(change(is.value)) : unknown(nameOf(expression));
}

function name(parts: readonly string[], world: World): Known {
  const found = world.lookup(parts);
  return 'value' in found && (found.value === null || found.value === undefined) ? unknown(parts.join('.')) : found;
}

function listOf(items: Expression[], world: World): Known {
  const values: Value[] = [];
  for (const item of items) {
    const value = evaluate(item, world);
    if ('unknown' in value) return value;
    values.push(value.value);
  }
  return known(values);
}

function calculate(operator: Calculation, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
  }
}

/** What is no finite number (5 / 0) is not known. */
function numbers(operands: Expression[], world: World, figure: (values: number[]) => number, whole: Expression): Known {
  const values: number[] = [];
  for (const operand of operands) {
    const value = evaluate(operand, world);
    if ('unknown' in value) return value;
    if (typeof value.value !== 'number') return unknown(nameOf(operand));
    values.push(value.value);
  }
  const result = figure(values);
  return Number.isFinite(result) ? known(result) : unknown(nameOf(whole));
}

/** Like a chain of `==` with `||`: found is true even if another item is unknown. */
function membership(left: Expression, right: Expression, world: World): Known {
  const sought = evaluate(left, world);
  if ('unknown' in sought) return sought;
  const items = right.is === 'list' ? right.items.map((item) => evaluate(item, world)) : itemsOf(evaluate(right, world), right);
  const compared = items.map((item): Known => ('unknown' in item ? item : equal(sought.value, item.value, left, world)));
  if (compared.some((one) => 'value' in one && one.value === true)) return known(true);
  return compared.find((one) => 'unknown' in one) ?? known(false);
}

function itemsOf(list: Known, expression: Expression): Known[] {
  if ('unknown' in list) return [list];
  return Array.isArray(list.value)
    ? list.value.map((value) => (value === null ? unknown(nameOf(expression)) : known(value)))
    : [unknown(nameOf(expression))];
}

function equal(a: Value, b: Value, left: Expression, world: World): Known {
  const is = compareValues('==', a, b, world.zone);
  return is === undefined ? unknown(nameOf(left)) : known(is);
}

function call(expression: Extract<Expression, { is: 'call' }>, world: World): Known {
  const [first, second] = expression.args;
  // Never unknown: it asks just that.
  if (expression.name === 'has') return known(first !== undefined && 'value' in evaluate(first, world));
  if (expression.name === 'has_answer' && first && second) return hasAnswer(first, second, world);
  const builtin = Object.hasOwn(builtins, expression.name) ? builtins[expression.name] : undefined;
  const args = listOf(expression.args, world);
  if ('unknown' in args) return args;
  const result = builtin?.(args.value as Value[], world);
  return result === undefined ? unknown(nameOf(expression)) : known(result);
}

function hasAnswer(step: Expression, word: Expression, world: World): Known {
  const sought = evaluate(word, world);
  if ('unknown' in sought) return sought;
  const id = step.is === 'name' ? dotted(step) : '';
  const answers = world.answersOf(id);
  if (!answers) return unknown(id);
  return known(
    Object.values(answers).some((answer) => answer === sought.value || (Array.isArray(answer) && answer.includes(sought.value))),
  );
}

/** What a message calls it: its first name, or for readings what was looked for. */
function nameOf(expression: Expression): string {
  const first = namesIn(expression)[0];
  if (first) return dotted(first);
  if (expression.is === 'call') return String(literals(expression)[0] ?? expression.name);
  return String(literals(expression)[0] ?? '');
}

function literals(expression: Expression): (string | number | boolean)[] {
  return expression.is === 'literal' ? [expression.value] : children(expression).flatMap(literals);
}
