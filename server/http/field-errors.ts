/** From what zod finds to the fields of a problem, in words for both readers. */
import type { z } from 'zod';
import { fieldError, type FieldError } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** Every fault, each at its place: `base` stands before the path. */
export function fieldErrors(issues: readonly Issue[], input: unknown, base = ''): FieldError[] {
  return issues.flatMap((issue) => errorsOf(issue, input, base, []));
}

function errorsOf(issue: Issue, input: unknown, base: string, above: PropertyKey[]): FieldError[] {
  const path = [...above, ...issue.path];
  const field = placeOf(path, base);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        fieldError(
          placeOf([...path, key], base),
          'unknown-field',
          `There is no field "${shown(key)}" here.`,
          `这里没有“${shown(key)}”这个字段。`,
        ),
      );
    case 'invalid_type':
      return [typeError(field, path, input, issue.expected)];
    case 'invalid_value':
      return valueAt(input, path) === undefined ? [missing(field)] : [notAnOption(field, issue.values.map(String))];
    case 'invalid_union':
      return unionErrors(issue, input, base, path, field);
    case 'too_small':
    case 'too_big':
      return [sizeError(field, issue)];
    case 'invalid_key':
      return [fieldError(field, 'bad-name', 'This name cannot stand here.', '这个名字不能用在这里。')];
    case 'custom':
      return [customError(field, issue.params)];
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_element':
      return [fieldError(field, 'bad-format', issue.message === '' ? 'This cannot be read.' : issue.message, '格式不对。')];
  }
}

/** A fault of a rule of ours: `refine(…, { params: rule(…) })`. */
export const rule = (code: string, en: string, zh: string) => ({ params: { code, en, zh } });

function customError(field: string, params: Record<string, unknown> | undefined): FieldError {
  const { code = 'bad-value', en = 'This is not possible.', zh = '不能这样写。' } = (params ?? {}) as Record<string, string>;
  return fieldError(field, code, en, zh);
}

const expectedWords: Record<string, { en: string; zh: string }> = {
  string: { en: 'text', zh: '文字' },
  number: { en: 'a number', zh: '数字' },
  int: { en: 'a whole number', zh: '整数' },
  boolean: { en: 'true or false', zh: 'true 或 false' },
  object: { en: 'an object', zh: '对象' },
  record: { en: 'an object', zh: '对象' },
  array: { en: 'a list', zh: '列表' },
};

function typeError(field: string, path: PropertyKey[], input: unknown, expected: string): FieldError {
  if (valueAt(input, path) === undefined) return missing(field);
  const words = expectedWords[expected] ?? { en: expected, zh: expected };
  return fieldError(field, 'wrong-type', `This takes ${words.en}.`, `这里要写${words.zh}。`);
}

const missing = (field: string): FieldError => fieldError(field, 'missing', 'This is required.', '缺少这一项。');

const notAnOption = (field: string, values: string[]): FieldError =>
  fieldError(field, 'not-an-option', `One of: ${values.join(', ')}.`, `只能是：${values.join('、')}。`);

/** The branch that came nearest says what is wrong. */
function unionErrors(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  input: unknown,
  base: string,
  path: PropertyKey[],
  field: string,
): FieldError[] {
  if (valueAt(input, path) === undefined) return [missing(field)];
  const branches = issue.errors.map((issues) => issues.flatMap((one) => errorsOf(one, input, base, path)));
  const best = branches.filter((errors) => errors.length > 0).sort((a, b) => nearness(b, field) - nearness(a, field))[0];
  return best ?? [fieldError(field, 'not-an-option', 'This is none of what can stand here.', '这里不能这样写。')];
}

/** Faults further inside mean that the branch fits from outside. */
const nearness = (errors: FieldError[], field: string): number =>
  errors.filter((error) => error.field !== field).length * 100 - errors.length;

function sizeError(field: string, issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): FieldError {
  const small = issue.code === 'too_small';
  const limit = String(small ? issue.minimum : issue.maximum);
  const [least, most] = [small ? limit : undefined, small ? undefined : limit];
  const what =
    issue.origin === 'string'
      ? { en: ' characters', zh: ' 个字' }
      : issue.origin === 'array'
        ? { en: ' entries', zh: ' 项' }
        : { en: '', zh: '' };
  return least !== undefined
    ? fieldError(field, 'too-small', `At least ${least}${what.en}.`, `至少 ${least}${what.zh}。`)
    : fieldError(field, 'too-large', `At most ${most}${what.en}.`, `最多 ${most}${what.zh}。`);
}

/** `history[0].answers.score`; '' is the request as a whole. */
export function placeOf(path: readonly PropertyKey[], base = ''): string {
  return path.reduce<string>(
    (place, part) =>
      typeof part === 'number' ? `${place}[${part}]` : place === '' ? shown(String(part)) : `${place}.${shown(String(part))}`,
    base,
  );
}

/** Names come from outside: what they say is said again only as far as a name would go. */
const shown = (name: string): string => (name.length > 60 ? `${name.slice(0, 59)}…` : name);

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}
