/** The body of a request: JSON in UTF-8, within its size, without what no store could keep. */
import { invalid, Problem, fieldError, type FieldError } from './problem.ts';
import { placeOf } from './field-errors.ts';

const deepest = 40;

const malformed = (en: string, zh: string): Problem =>
  new Problem({
    status: 400,
    code: 'malformed-json',
    title: { en: 'The body cannot be read.', zh: '请求内容读不出来。' },
    detail: { en, zh },
  });

/** The parsed body; an empty one is `undefined`. `anyText`: control characters and half characters may stand in it (a file that is to be checked). */
export function parseBody(bytes: Uint8Array, { anyText = false }: { anyText?: boolean } = {}): unknown {
  if (bytes.length === 0) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed('It is not JSON.', '不是 JSON。');
    throw malformed('It is not UTF-8.', '不是 UTF-8 编码。');
  }
  const faults: FieldError[] = [];
  look(value, [], anyText, faults);
  if (faults.length > 0) throw invalid(faults.slice(0, 50));
  return value;
}

function look(value: unknown, path: PropertyKey[], anyText: boolean, faults: FieldError[]): void {
  if (typeof value === 'string') {
    if (!anyText && !isStorable(value)) faults.push(unreadable(path));
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (path.length > deepest) {
    faults.push(fieldError(placeOf(path.slice(0, 3)), 'too-deep', 'This is nested too deeply.', '嵌套太深。'));
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    const part = Array.isArray(value) ? Number(key) : key;
    if (!isStorable(key) || key === '__proto__') faults.push(unreadable(path));
    else look(inner, [...path, part], anyText, faults);
    if (faults.length > 50) return;
  }
}

const unreadable = (path: PropertyKey[]): FieldError =>
  fieldError(placeOf(path), 'bad-characters', 'There are characters in it that are no text.', '里面有不是文字的字符。');

/** NUL and half characters are refused by PostgreSQL; other control characters but line breaks and tabs are no words of anybody. */
export function isStorable(text: string): boolean {
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u.test(text);
}
