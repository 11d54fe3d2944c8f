/** A condition as a tree: the small part of CEL that language.md 8 has. `start` and `end` are offsets in the source, the end exclusive. */
export const comparisons = ['==', '!=', '<', '<=', '>', '>='] as const;
export type Comparison = (typeof comparisons)[number];
export const calculations = ['+', '-', '*', '/'] as const;
export type Calculation = (typeof calculations)[number];
export type BinaryOperator = '&&' | '||' | 'in' | Comparison | Calculation;

type At = { start: number; end: number };
export type NamePart = At & { name: string };
/** `a.b.c`; `parts` has at least the root. */
export type NameExpression = At & { is: 'name'; parts: NamePart[] };
export type Expression = At &
  (
    | { is: 'literal'; value: number | string | boolean }
    | { is: 'list'; items: Expression[] }
    | { is: 'name'; parts: NamePart[] }
    | { is: 'not' | 'minus'; of: Expression }
    | { is: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
    /** `days_since(x)`; of a method, `x.contains("a")`, the receiver is the first argument. */
    | { is: 'call'; name: string; method: boolean; args: Expression[] }
  );

export const isComparison = (operator: BinaryOperator): operator is Comparison => (comparisons as readonly string[]).includes(operator);
export const isCalculation = (operator: BinaryOperator): operator is Calculation => (calculations as readonly string[]).includes(operator);
/** `patient.age` */
export const dotted = (name: NameExpression): string => name.parts.map((part) => part.name).join('.');
export const rootOf = (name: NameExpression): string => name.parts[0]!.name;

/** The expressions directly inside. */
export function children(expression: Expression): Expression[] {
  switch (expression.is) {
    case 'literal':
    case 'name':
      return [];
    case 'list':
      return expression.items;
    case 'not':
    case 'minus':
      return [expression.of];
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
      return expression.args;
  }
}

/** Every name in it, in order. */
export function namesIn(expression: Expression): NameExpression[] {
  return expression.is === 'name' ? [expression] : children(expression).flatMap(namesIn);
}
