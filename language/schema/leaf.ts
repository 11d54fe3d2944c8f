/** The small schemas that everything is made of. A mistake that has its own code is a custom issue; the rest are zod's own (issues.ts names them). */
import { z } from 'zod';
import type { DiagnosticCode, Value } from '../diagnostics/codes.ts';
import type { Reading } from '../time/reading.ts';
import { narrowed } from '../time/wide.ts';

/** What a custom issue carries. `fix`: the whole value as it should stand. */
export type Fault = { code: DiagnosticCode; values: Record<string, Value>; fix?: string };

type Refine = z.core.$RefinementCtx;

export function fault(context: Refine, input: unknown, params: Fault): never {
  context.issues.push({ code: 'custom', input, params, message: params.code });
  return z.NEVER;
}

/** Looks at the value to choose the schema, so that a mistake is told by the one that was meant. */
export function choose<T>(chosen: (value: unknown) => z.ZodType<T>): z.ZodType<T> {
  return z.unknown().transform((value, context) => {
    const result = chosen(value).safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
    return z.NEVER;
  });
}

export const isBlock = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A small block that is read as a whole. An unknown key in it is told together with the keys that it could have been. */
export function block<S extends z.ZodRawShape>(shape: S): z.ZodType<z.output<z.ZodObject<S, z.core.$strict>>> {
  const schema = z.strictObject(shape);
  return z.unknown().transform((value, context) => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      const known = issue.code === 'unrecognized_keys' && issue.path.length === 0 ? { known: Object.keys(shape) } : {};
      context.issues.push({ ...issue, ...known, input: value } as z.core.$ZodRawIssue);
    }
    return z.NEVER;
  });
}

/** A phrase with a grammar of its own, like `2 work days`. */
export function phrase<T>(parse: (text: string) => Reading<T>): z.ZodType<T> {
  return z.unknown().transform((value, context) => {
    if (typeof value !== 'string' && typeof value !== 'number') {
      context.issues.push({ code: 'invalid_type', expected: 'string', input: value });
      return z.NEVER;
    }
    const reading = parse(String(value));
    return 'value' in reading ? reading.value : fault(context, value, reading.mistake);
  });
}

export function oneOrMore<T>(item: z.ZodType<T>): z.ZodType<T[]> {
  return choose((value) => (Array.isArray(value) ? z.array(item).min(1) : item.transform((one) => [one])));
}

export const word = z.string();
/** A list written as a list, or one word. */
export const words = oneOrMore(word);

/** Words people read: as they are, or by language. */
export const text: z.ZodType<string | Record<string, string>> = choose<string | Record<string, string>>((value) =>
  isBlock(value) ? z.record(z.string(), z.string()) : z.string(),
);

/** A condition or value in CEL; read by conditions/. YAML makes `true` and `5` of the shortest ones. */
export const expression: z.ZodType<string> = z.unknown().transform((value, context) => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  context.issues.push({ code: 'invalid_type', expected: 'string', input: value });
  return z.NEVER;
});
export const expressions = oneOrMore(expression);

function numeric(whole: boolean): z.ZodType<number> {
  return z.unknown().transform((value, context) => {
    if (typeof value === 'number' && (whole ? Number.isSafeInteger(value) : Number.isFinite(value))) return value;
    const fix = typeof value === 'string' ? narrowed(value) : '';
    if (fix !== value && /^-?\d+(\.\d+)?$/.test(fix))
      return fault(context, value, { code: 'full-width-number', values: { x: String(value), y: fix }, fix });
    context.issues.push({ code: 'invalid_type', expected: whole ? 'int' : 'number', input: value });
    return z.NEVER;
  });
}
export const number = numeric(false);
export const whole = numeric(true);
export const positive = whole.pipe(z.number().min(1));
export const yes = z.literal(true);
export const flag = z.boolean();

const longestName = 40;
export const namePattern = /^[a-z][a-z0-9_]*$/;

/** A usable name made of what was written. */
export function usableName(written: string): string {
  const name = written
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, longestName);
  return name === '' ? 'name_1' : /^\d/.test(name) ? `n_${name}`.slice(0, longestName) : name;
}

export const isName = (written: string): boolean => namePattern.test(written) && written.length <= longestName;

/** A name that the file gives to something (language.md 2.3). */
export const name: z.ZodType<string> = z.string().transform((written, context) => {
  if (isName(written)) return written;
  const fix = usableName(written);
  return fault(context, written, { code: 'bad-name', values: { x: written, y: fix }, fix });
});

/** Part of the language that this release does not run: said at its place, never passed over (design 1). */
export const notYet = (what: string): z.ZodType<never> =>
  z.unknown().transform((value, context) => fault(context, value, { code: 'not-yet', values: { x: what } }));

/** Of the words a key takes, those that this release does not run. */
export function choiceWithNotYet<const Now extends string, const Later extends string>(
  now: readonly Now[],
  later: readonly Later[],
  key: string,
): z.ZodType<Now> {
  return choose<Now>((value) => ((later as readonly unknown[]).includes(value) ? notYet(`${key}: ${String(value)}`) : z.enum(now)));
}
