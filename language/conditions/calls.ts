/** Function calls: the right number of arguments, each of the right type (language.md 8). */
import { parseRhythmAt } from '../time/rhythm.ts';
import { parseSpan } from '../time/span.ts';
import type { Reading } from '../time/reading.ts';
import type { Expression } from './expression.ts';
import { functionEntry, functionNames, type Parameter } from './functions.ts';
import { constant, constantItems, resolve, type Looking } from './names.ts';
import { readingCodes } from './objects.ts';
import { mustBeOption } from './options.ts';
import { any, choice, isTime, isWords, typeName, type Phrase, type ValueType } from './value-type.ts';

type Call = Extract<Expression, { is: 'call' }>;

/** `typeOf` looks at an argument, and reports what is wrong inside it. */
export function checkCall(call: Call, on: Looking, typeOf: (arg: Expression) => ValueType): ValueType {
  const entry = functionEntry(call.name);
  // Each argument is looked at once: its own mistakes, then whether it fits.
  const types = call.args.map((arg) => (entry && isStepArgument(call, arg) ? ({ is: 'object' } as const) : typeOf(arg)));
  const fits = entry && Boolean(entry.method) === call.method && entry.parameters.length === call.args.length;
  if (!fits || !entry.parameters.every((parameter, i) => accepts(parameter, call.args[i]!, types[i]!, on)))
    return unknownFunction(call, types, on);
  if (call.name === 'hours_since' && types[0]!.is === 'day') return unknownFunction(call, types, on);
  if (call.name === 'has_answer') return answered(call, on) ?? entry.gives;
  if (call.name === 'band') return bands(call, types, on);
  return entry.gives;
}

const isStepArgument = (call: Call, arg: Expression): boolean => call.name === 'has_answer' && arg === call.args[0];

function unknownFunction(call: Call, types: ValueType[], on: Looking): ValueType {
  const names = types.map(typeName);
  const joined: Phrase = { en: names.map((name) => name.en).join(', ') || 'nothing', zh: names.map((name) => name.zh).join('、') || '空' };
  const alone = call.args[1];
  // `has_code(codes, "E11")`: the list was forgotten.
  const listed = call.name === 'has_code' && call.args.length === 2 && alone?.is === 'literal' && typeof alone.value === 'string';
  on.reporter.report(
    'unknown-function',
    listed ? alone : call,
    { x: call.name, types: joined, list: functionNames.join(', ') },
    listed ? `["${alone.value}"]` : undefined,
  );
  return any;
}

function accepts(parameter: Parameter, arg: Expression, type: ValueType, on: Looking): boolean {
  if (type.is === 'any' && parameter !== 'name' && parameter !== 'step') return true;
  switch (parameter) {
    case 'time':
      return isTime(type);
    case 'number':
      return type.is === 'number';
    case 'text':
      return isWords(type);
    case 'bool':
      return type.is === 'bool';
    case 'code':
      return isWords(type) || isListOf(type, isWords);
    case 'texts':
      return isListOf(type, isWords);
    case 'numbers':
      return isListOf(type, (of) => of.is === 'number');
    case 'bools':
      return isListOf(type, (of) => of.is === 'bool');
    case 'step':
      return isStep(arg, on);
    case 'name':
      return arg.is === 'name' && type.is !== 'object';
    case 'reading':
      mustBeOption(choice(readingCodes, 'latest'), arg, on);
      return typeof constant(arg, on.scope) === 'string';
    case 'span':
      return phrase(arg, parseSpan, on);
    case 'rhythm':
      return phrase(arg, withoutHours, on);
  }
}

/** An hourly rhythm has moments, not days: `next` would have nothing to count from. */
function withoutHours(words: string): ReturnType<typeof parseRhythmAt> {
  const reading = parseRhythmAt(words);
  return 'value' in reading && reading.value.rhythm.unit === 'hour' ? { mistake: { code: 'bad-rhythm', values: { x: words } } } : reading;
}

const isListOf = (type: ValueType, fits: (of: ValueType) => boolean): boolean =>
  type.is === 'list' && (type.of.is === 'any' || fits(type.of));

function isStep(arg: Expression, on: Looking): boolean {
  if (arg.is !== 'name') return false;
  const found = resolve(arg, on);
  return found === undefined || (found.step !== undefined && found.field === undefined);
}

/** A phrase in quotes that another part of the language reads. Its mistakes are told in that part's words. */
function phrase(arg: Expression, parse: (words: string) => Reading<unknown>, on: Looking): boolean {
  const words = constant(arg, on.scope);
  if (typeof words !== 'string') return false;
  const reading = parse(words);
  if ('mistake' in reading) {
    const { code, values, fix } = reading.mistake;
    on.reporter.report(code, arg, values, fix === undefined || arg.is !== 'literal' ? undefined : `"${fix}"`);
  }
  return true;
}

/** `has_answer(call, "poor")`: some question of the step must have that option. */
function answered(call: Call, on: Looking): ValueType | undefined {
  const [step, word] = call.args as [Expression, Expression];
  const found = step.is === 'name' ? resolve(step, on) : undefined;
  if (!found?.step) return any;
  const types = [...found.step.questions.values()].map((type) => (type.is === 'list' ? type.of : type));
  // Questions that could not be read are told where they stand.
  if (types.length === 0 || types.some((type) => type.is === 'text' || type.is === 'any')) return undefined;
  const options = [...new Set(types.flatMap((type) => (type.is === 'choice' ? type.options : [])))];
  if (options.length === 0)
    on.reporter.report('not-an-option', word, { x: String(constant(word, on.scope) ?? ''), question: found.step.id, list: '' });
  else mustBeOption(choice(options, found.step.id), word, on);
  return undefined;
}

/** One name more than there are limits, and the limits rising: else some number would lie in no band. */
function bands(call: Call, types: ValueType[], on: Looking): ValueType {
  const limits = constantItems(call.args[1]!, on.scope);
  const names = constantItems(call.args[2]!, on.scope);
  if (!limits || !names) return types.some((type) => type.is === 'any') ? any : unknownFunction(call, types, on);
  const rising = limits.every((limit, i) => i === 0 || Number(limits[i - 1]) < Number(limit));
  if (!rising || names.length !== limits.length + 1) return unknownFunction(call, types, on);
  return choice(names.map(String), 'band');
}
