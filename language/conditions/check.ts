/** The typed walk: every part of a condition has a type, and what does not fit is reported where it stands. */
import { guess } from '../diagnostics/guess.ts';
import { checkCall } from './calls.ts';
import { isCalculation, isComparison, type Expression, type NameExpression } from './expression.ts';
import { constantItems, resolve, resolves, type Looking } from './names.ts';
import { mustBeOption } from './options.ts';
import { any, bool, comparable, isWords, listOf, number, ordered, text, typeName, type ValueType } from './value-type.ts';

/** `source` is the whole condition, from which messages quote. */
export type Checking = Looking & { source: string };

/** The type; after a report `any`, so that one mistake is told once. */
export function typeOf(expression: Expression, on: Checking): ValueType {
  switch (expression.is) {
    case 'literal':
      return typeof expression.value === 'number'
        ? number(expression.value, expression.value)
        : typeof expression.value === 'string'
          ? text
          : bool;
    case 'list':
      return listType(expression.items, on);
    case 'name':
      return resolve(expression, on)?.type ?? any;
    case 'not':
      mustBeCondition(expression.of, on);
      return bool;
    case 'minus':
      return calculation([expression.of], on);
    case 'call':
      return checkCall(expression, on, (arg) => typeOf(arg, on));
    case 'binary':
      return binaryType(expression, on);
  }
}

type Binary = Extract<Expression, { is: 'binary' }>;

function binaryType(expression: Binary, on: Checking): ValueType {
  const { operator, left, right } = expression;
  if (operator === '&&' || operator === '||') {
    mustBeCondition(left, on);
    mustBeCondition(right, on);
    return bool;
  }
  if (isCalculation(operator)) return calculation([left, right], on);
  if (isComparison(operator)) compare(expression, on);
  else membership(expression, on);
  return bool;
}

/** `type` as a condition: true or false. A yes/no answer is none: it is compared with "yes" (trap 16). */
export function mustBeCondition(expression: Expression, on: Checking): ValueType {
  const type = typeOf(expression, on);
  if (type.is !== 'bool' && type.is !== 'any')
    on.reporter.report('not-a-condition', expression, { x: quote(expression, on), type: typeName(type) });
  return type;
}

export const quote = (expression: { start: number; end: number }, on: { source: string }): string =>
  on.source.slice(expression.start, expression.end);

function listType(items: Expression[], on: Checking): ValueType {
  const types = items.map((item) => typeOf(item, on));
  const first = types[0] ?? any;
  return listOf(types.every((type) => type.is === first.is) ? withoutRange(first) : any);
}

const withoutRange = (type: ValueType): ValueType => (type.is === 'number' ? number() : type);

function calculation(operands: Expression[], on: Checking): ValueType {
  for (const [i, operand] of operands.entries()) {
    const type = typeOf(operand, on);
    if (type.is === 'number' || type.is === 'any') continue;
    const other = operands[1 - i];
    // 5 + "a": the text is the one that does not fit.
    wrong(operand, type, other ? typeOf(other, { ...on, reporter: mute }) : number(), on, operand);
    return number();
  }
  return number();
}

const mute = { diagnostics: [], report: () => undefined };

function wrong(a: Expression, typeA: ValueType, typeB: ValueType, on: Checking, at: { start: number; end: number }): void {
  on.reporter.report('wrong-comparison', at, { a: quote(a, on), typeA: typeName(typeA), typeB: typeName(typeB) });
}

function compare(expression: Binary, on: Checking): void {
  const { operator, left, right } = expression;
  const [a, b] = sides(left, right, on);
  if (!a || !b) return;
  const fits = operator === '==' || operator === '!=' ? comparable(a, b) : ordered(a, b);
  if (!fits) {
    // The name is what the author knows: it is named first.
    if (left.is === 'literal' && right.is !== 'literal') wrong(right, b, a, on, expression);
    else wrong(left, a, b, on, expression);
    return;
  }
  mustBeOption(a, right, on);
  mustBeOption(b, left, on);
}

/** Both types, unless one side is a word that only lacks its quotes: `department == cardiology`. */
function sides(left: Expression, right: Expression, on: Checking): [ValueType | undefined, ValueType | undefined] {
  if (isBareWord(right, on)) {
    const a = typeOf(left, on);
    return isWords(a) ? [a, withoutQuotes(right, a, on)] : [a, typeOf(right, on)];
  }
  if (isBareWord(left, on)) {
    const b = typeOf(right, on);
    return isWords(b) ? [withoutQuotes(left, b, on), b] : [typeOf(left, on), b];
  }
  return [typeOf(left, on), typeOf(right, on)];
}

function isBareWord(expression: Expression, on: Checking): expression is NameExpression {
  return (
    expression.is === 'name' &&
    expression.parts.length === 1 &&
    !on.scope.absent.has(expression.parts[0]!.name) &&
    !resolves(expression, on)
  );
}

function withoutQuotes(name: NameExpression, other: ValueType, on: Checking): undefined {
  const word = name.parts[0]!.name;
  const isOption = other.is === 'choice' && other.options.includes(word);
  const near = isOption ? undefined : guess(word, on.scope.things.keys());
  const quoted = `"${word}"`;
  on.reporter.report('unknown-variable', name, { x: word, guess: near ?? quoted }, isOption ? quoted : undefined);
  return undefined;
}

function membership({ left, right, ...at }: Binary, on: Checking): void {
  const a = typeOf(left, on);
  if (right.is === 'list') {
    for (const item of right.items) {
      const b = isBareWord(item, on) && isWords(a) ? withoutQuotes(item, a, on) : typeOf(item, on);
      if (!b) continue;
      if (!comparable(a, b)) return wrong(left, a, b, on, { start: at.start, end: item.end });
      mustBeOption(a, item, on);
    }
    return;
  }
  const list = typeOf(right, on);
  if (list.is === 'any') return;
  if (list.is !== 'list') return wrong(right, list, listOf(a), on, right);
  if (!comparable(a, list.of)) return wrong(left, a, list.of, on, at);
  mustBeOption(list.of, left, on);
  // A setting's words stand for the options too.
  for (const word of constantItems(right, on.scope) ?? [])
    mustBeOption(a, { is: 'literal', value: word, start: right.start, end: right.end }, on);
}
