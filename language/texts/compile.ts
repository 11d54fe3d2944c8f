/** Texts: checked here, so that no empty hole and no unreadable date ever reaches a person (language.md 9). */
import type { Hole, Template } from '../../engine/plan.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { NameExpression } from '../conditions/expression.ts';
import { resolve, resolves, type Looking, type Resolved } from '../conditions/names.ts';
import { reporterFor, type Reporter, type Where } from '../conditions/reporter.ts';
import type { Scope, SettingValue } from '../conditions/scope.ts';
import { guess } from '../diagnostics/guess.ts';
import { isTime, typeName } from '../conditions/value-type.ts';
import { filterNames, isFilter, partsOf, piecesOf, type FilterName, type HolePart, type WrittenHole } from './holes.ts';
import { isPrivate } from './private-names.ts';

/** Patients never get a text with something missing: it must have a `default`. What staff read says `—` there by itself, because their work must not be held up by a missing word. */
export type Audience = 'patient' | 'staff';
/** `privates`: names that others must not read on a patient's phone, for `private-in-sms`. */
export type CompiledText = { template: Template; privates: string[]; diagnostics: Diagnostic[] };

/** What stands in a text for staff where the value is not known. */
export const nothingKnown = '—';

/** No channel carries more, and no patient reads more. */
const longest = 20_000;

/** Never throws. Words at the end lose their line break. With an error the template is still the best that can be made of it. */
export function compileText(source: string, scope: Scope, where: Where, audience: Audience): CompiledText {
  const reporter = reporterFor(where);
  const on: Looking = { scope, reporter, forText: true };
  const words = source.trimEnd();
  if (words.length > longest) {
    const what = { en: 'characters in one text', zh: '个字在一段文字里' };
    reporter.report('too-large', { start: 0, end: 1 }, { n: words.length, what, max: longest });
    return { template: [], privates: [], diagnostics: reporter.diagnostics };
  }
  tags(words, reporter);
  looseBraces(words, on);
  if (words.trim() === '') reporter.report('text-empty', { start: 0, end: source.length }, {});
  const privates: string[] = [];
  const template: Template = [];
  for (const piece of piecesOf(words)) {
    const made = typeof piece === 'string' ? piece : hole(piece, on, audience, privates);
    const last = template.at(-1);
    // A folded setting joins the words around it.
    if (typeof made === 'string' && typeof last === 'string') template[template.length - 1] = last + made;
    else template.push(made);
  }
  return { template, privates, diagnostics: reporter.diagnostics };
}

function tags(source: string, reporter: Reporter): void {
  for (const found of source.matchAll(/\{%[^\n]*?(?:%\}|$)/gm))
    reporter.report('no-tags', { start: found.index, end: found.index + found[0].length }, {});
}

/** `{patient.name}`, `{{ patient.name }` and full-width braces would go out as they stand. */
function looseBraces(source: string, on: Looking): void {
  const told = new Set<number>();
  for (const found of source.matchAll(/[｛{]{1,3}[ \t]*([a-z_][\w.]*)[^{}｛｝\n"']{0,80}[}｝]{1,3}/g)) {
    const [whole, name = ''] = found;
    if (whole.startsWith('{{') && !whole.startsWith('{{{') && whole.endsWith('}}') && !whole.endsWith('}}}')) continue;
    const at = { start: found.index, end: found.index + whole.length };
    const wide = /[｛｝]/.exec(whole)?.[0];
    told.add(at.start);
    const mended = `{{ ${whole.replace(/^[｛{]+|[}｝]+$/g, '').trim()} }}`;
    if (wide) on.reporter.report('full-width-bracket', at, { x: wide, y: wide === '｛' ? '{' : '}' }, mended);
    else if (resolves(nameOf(name, at.start), on)) on.reporter.report('unknown-variable', at, { x: whole, guess: mended }, mended);
  }
  for (const piece of piecesOf(source)) {
    const open = typeof piece === 'string' ? piece.indexOf('{{') : -1;
    if (typeof piece !== 'string' || open < 0) continue;
    const line = piece.slice(open).split('\n')[0]!;
    const start = source.indexOf(line);
    if (!told.has(start)) on.reporter.report('unknown-variable', { start, end: start + line.length }, { x: line });
  }
}

/** `a.b.c` at an offset, as the checker of conditions knows names. */
function nameOf(dotted: string, start: number): NameExpression {
  let at = start;
  const parts = dotted.split('.').map((name) => {
    const part = { name, start: at, end: at + name.length };
    at = part.end + 1;
    return part;
  });
  return { is: 'name', parts, start, end: start + dotted.length };
}

const namePattern = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

function hole(written: WrittenHole, on: Looking, audience: Audience, privates: string[]): string | Hole {
  const [first, ...rest] = partsOf(written.inside) as [HolePart, ...HolePart[]];
  const at = { start: written.insideAt + first.start, end: written.insideAt + first.end };
  const filters = rest.flatMap((part) => filter(part, written.insideAt, on.reporter) ?? []);
  if (!namePattern.test(first.text)) {
    const whole = { start: written.start, end: written.end };
    on.reporter.report('unknown-variable', first.text === '' ? whole : at, { x: first.text || `{{${written.inside}}}` });
    return { name: first.text, filters };
  }
  const name = nameOf(first.text, at.start);
  const found = resolve(name, on);
  if (!found) return { name: first.text, filters };
  check(found, first.text, filters, at, on.reporter, audience, rest.length);
  if (isPrivate(name, on.scope) && !privates.includes(first.text)) privates.push(first.text);
  if (found.thing.is === 'setting' && found.thing.value !== undefined) return settingWords(found.thing.value);
  const unsaid = audience === 'staff' && !filters.some((one) => one.name === 'default');
  return { name: first.text, filters: unsaid ? [...filters, { name: 'default', argument: nothingKnown }] : filters };
}

const settingWords = (value: SettingValue): string => (typeof value === 'object' ? value.join('、') : String(value));

/** `default: "…"`; the others stand alone. */
function filter({ text, start, end }: HolePart, offset: number, reporter: Reporter): Hole['filters'][number] | undefined {
  const at = { start: offset + start, end: offset + end };
  const wide = /[“”‘’]([^“”‘’]*)[“”‘’]/.exec(text);
  if (wide) {
    const mended = { start: at.start + wide.index, end: at.start + wide.index + wide[0].length };
    reporter.report('full-width-quote', mended, { x: wide[0] }, `"${wide[1]}"`);
    return undefined;
  }
  const [, name = '', argument] = /^([^\s:]*)(?:\s*:\s*(.*))?$/s.exec(text) ?? [];
  const quoted = argument === undefined ? undefined : /^"([^"]*)"$|^'([^']*)'$/.exec(argument);
  const fits = name === 'default' ? quoted : argument === undefined;
  if (!isFilter(name) || !fits) {
    const near = isFilter(name) ? undefined : guess(name, filterNames);
    reporter.report('unknown-filter', at, { x: text }, near === undefined ? undefined : text.replace(name, near));
    return undefined;
  }
  return name === 'default' ? { name, argument: quoted?.[1] ?? quoted?.[2] ?? '' } : { name };
}

const showsTime: readonly FilterName[] = ['date', 'time', 'weekday'];

function check(
  found: Resolved,
  name: string,
  filters: Hole['filters'],
  at: { start: number; end: number },
  reporter: Reporter,
  audience: Audience,
  written: number,
): void {
  const { type } = found;
  const shown = filters.find((one) => showsTime.includes(one.name));
  if (type.is === 'object') {
    reporter.report('unknown-variable', at, { x: name, guess: found.thing.is === 'object' ? firstField(name, found) : undefined });
    return;
  }
  // A filter that cannot be read is told; it most likely was the one that shows it.
  if (isTime(type) && !shown && filters.length === written) reporter.report('date-without-filter', at, { x: name }, `${name} | date`);
  const other = shown && !isTime(type) && type.is !== 'any' ? { en: 'a date', zh: '日期' } : undefined;
  const counted =
    filters.some((one) => one.name === 'number') && type.is !== 'number' && type.is !== 'any' ? { en: 'a number', zh: '数字' } : undefined;
  const typeB = other ?? counted;
  if (typeB) reporter.report('wrong-comparison', at, { a: name, typeA: typeName(type), typeB });
  const hasDefault = filters.some((one) => one.name === 'default');
  if (audience === 'patient' && !found.known && !hasDefault) reporter.report('text-may-be-empty', at, { x: name });
}

function firstField(name: string, found: Resolved): string | undefined {
  const fields = found.thing.is === 'object' ? [...found.thing.fields.keys()] : [];
  const field = fields.includes('name') ? 'name' : fields[0];
  return field && `${name}.${field}`;
}
