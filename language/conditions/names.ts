/** What a dotted name stands for in a scope; if nothing, the mistake is reported. */
import { guess } from '../diagnostics/guess.ts';
import type { Expression, NameExpression, NamePart } from './expression.ts';
import { dotted, namesIn } from './expression.ts';
import { personFields } from './objects.ts';
import { quiet, type Reporter } from './reporter.ts';
import { rootNames, type Scope, type StepThing, type Thing } from './scope.ts';
import { stepFieldNames } from './step-fields.ts';
import { type Phrase, type ValueType } from './value-type.ts';

/** `known`: it has a value whenever one asks here. `step`, with `field`, if it is something of a step. */
export type Resolved = { type: ValueType; known: boolean; step?: StepThing; field?: string; thing: Thing };

/** Where names are looked up. `forText`: `link`, `hospital` … are known too. */
export type Looking = { scope: Scope; reporter: Reporter; forText: boolean };

export function resolve(name: NameExpression, on: Looking): Resolved | undefined {
  const [root, field, inner, ...deeper] = name.parts as [NamePart, ...NamePart[]];
  const thing = on.scope.things.get(root.name) ?? (on.forText ? on.scope.textsOnly.get(root.name) : undefined);
  if (!thing) return missingRoot(root, field, on);
  if (thing.is === 'fact') noteFact(root, thing.expression, on);
  if (thing.is !== 'object') {
    if (field && thing.type.is !== 'person' && thing.type.is !== 'any') return unknown(name, root.name, on);
    if (!field) return { type: thing.type, known: isKnown(thing, on), thing };
    return personPart(name, field, inner === undefined, { type: thing.type, known: false, thing }, on);
  }
  if (!field) return { type: { is: 'object' }, known: true, thing, ...(thing.step && { step: thing.step }) };
  const found = thing.fields.get(field.name);
  if (!found) return missingField(name, thing, on);
  const resolved: Resolved = { ...found, thing, field: field.name, ...(thing.step && { step: thing.step }) };
  if (!inner) return resolved;
  return personPart(name, inner, deeper.length === 0, resolved, on);
}

/** `encounter.nurse.name` */
function personPart(name: NameExpression, part: NamePart, last: boolean, of: Resolved, on: Looking): Resolved | undefined {
  if (last && of.type.is === 'any') return { ...of, known: false };
  const field = of.type.is === 'person' && last && Object.hasOwn(personFields, part.name) ? personFields[part.name] : undefined;
  if (field) return { ...of, type: field.type, known: of.known && part.name === 'name' };
  const before = name.parts
    .slice(0, name.parts.indexOf(part))
    .map((one) => one.name)
    .join('.');
  const near = of.type.is === 'person' ? guess(part.name, Object.keys(personFields)) : undefined;
  return unknown(name, near ? `${before}.${near}` : before, on);
}

function unknown(name: { start: number; end: number } & Partial<NameExpression>, near: string | undefined, on: Looking): undefined {
  on.reporter.report('unknown-variable', name, { x: dotted(name as NameExpression), guess: near });
  return undefined;
}

function missingRoot(root: NamePart, field: NamePart | undefined, on: Looking): undefined {
  const why =
    on.scope.absent.get(root.name) ??
    (on.scope.textsOnly.has(root.name) ? { en: 'only texts have it', zh: '它只能用在文字里' } : undefined);
  if (why) on.reporter.report('not-available-here', root, { x: root.name, why });
  else if (field && stepFieldNames.includes(field.name))
    on.reporter.report('unknown-step', root, { x: root.name, guess: guess(root.name, stepNames(on.scope)) });
  else
    on.reporter.report('unknown-variable', root, {
      x: root.name,
      guess: guess(root.name, [...rootNames(on.scope, on.forText), ...on.scope.absent.keys()]),
    });
  return undefined;
}

export const stepNames = (scope: Scope): string[] =>
  [...scope.things].filter(([, thing]) => thing.is === 'object' && thing.step).map(([name]) => name);

function missingField(name: NameExpression, thing: Extract<Thing, { is: 'object' }>, on: Looking): undefined {
  const [root, field] = name.parts as [NamePart, NamePart];
  const x = `${root.name}.${field.name}`;
  const why = thing.elsewhere?.get(field.name);
  const at = { start: name.start, end: field.end };
  if (why) on.reporter.report('not-available-here', at, { x, why });
  else {
    const near = guess(field.name, thing.fields.keys());
    on.reporter.report('unknown-variable', at, { x, guess: near && `${root.name}.${near}` });
  }
  return undefined;
}

/** What a fact needs may be missing where it is used, though not where it is written: `event` of another step. */
type FactHere = { trouble?: { x: string; why: Phrase }; known: boolean };
const factsHere = new WeakMap<Scope, Map<Expression, FactHere>>();

function factHere(expression: Expression, scope: Scope): FactHere {
  const seen = factsHere.get(scope) ?? new Map<Expression, FactHere>();
  factsHere.set(scope, seen);
  const before = seen.get(expression);
  if (before) return before;
  // Said first, so that facts in a ring (reported elsewhere) end here.
  seen.set(expression, { known: false });
  const reporter = quiet();
  const found = namesIn(expression).map((name) => resolve(name, { scope, reporter, forText: false }));
  const missing = reporter.codes.find(({ code }) => code === 'not-available-here')?.values as FactHere['trouble'];
  const here: FactHere = { known: found.every((one) => one?.known), ...(missing && { trouble: missing }) };
  seen.set(expression, here);
  return here;
}

function noteFact(at: NamePart, expression: Expression, on: Looking): void {
  const { trouble } = factHere(expression, on.scope);
  if (trouble) on.reporter.report('not-available-here', at, { x: trouble.x, why: trouble.why });
}

function isKnown(thing: Exclude<Thing, { is: 'object' }>, on: Looking): boolean {
  if (thing.is === 'value') return thing.known;
  return thing.is === 'setting' ? true : factHere(thing.expression, on.scope).known;
}

/** Would it resolve? Without reporting. */
export function resolves(name: NameExpression, on: Looking): boolean {
  return resolve(name, { ...on, reporter: quiet() }) !== undefined;
}

/** The words or numbers of a literal list, or of a setting that is one; undefined if they are not there as written. */
export function constantItems(expression: Expression, scope: Scope): readonly (string | number | boolean)[] | undefined {
  if (expression.is === 'list') {
    const items = expression.items.map((item) => constant(item, scope));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (expression.is !== 'name' || expression.parts.length !== 1) return undefined;
  const thing = scope.things.get(expression.parts[0]!.name);
  return thing?.is === 'setting' && Array.isArray(thing.value) ? (thing.value as readonly (string | number)[]) : undefined;
}

/** The value of a literal or of a setting. */
export function constant(expression: Expression, scope: Scope): string | number | boolean | undefined {
  if (expression.is === 'literal') return expression.value;
  if (expression.is === 'minus') {
    const of = constant(expression.of, scope);
    return typeof of === 'number' ? -of : undefined;
  }
  if (expression.is !== 'name' || expression.parts.length !== 1) return undefined;
  const thing = scope.things.get(expression.parts[0]!.name);
  return thing?.is === 'setting' && typeof thing.value !== 'object' ? thing.value : undefined;
}
