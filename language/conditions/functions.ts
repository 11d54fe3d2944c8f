/** The functions of language.md 8: how many arguments, and of what. The checker and the evaluator both read this list. */
import { weekdayType, segmentType } from './objects.ts';
import { bool, moment, number, text, type ValueType } from './value-type.ts';

/** What an argument may be. `code`: a text or a list of texts; `step`: the id of a step; `literal…`: must stand there as written. */
export type Parameter =
  'time' | 'number' | 'text' | 'bool' | 'code' | 'texts' | 'step' | 'numbers' | 'bools' | 'name' | 'reading' | 'span' | 'rhythm';
export type FunctionEntry = { parameters: readonly Parameter[]; gives: ValueType; method?: true };

export const functions: Readonly<Record<string, FunctionEntry>> = {
  days_since: { parameters: ['time'], gives: number() },
  hours_since: { parameters: ['time'], gives: number() },
  days_until: { parameters: ['time'], gives: number() },
  has_code: { parameters: ['code', 'texts'], gives: bool },
  has_answer: { parameters: ['step', 'text'], gives: bool },
  how_many: { parameters: ['bools'], gives: number(0) },
  is_work_day: { parameters: ['time'], gives: bool },
  weekday: { parameters: ['time'], gives: weekdayType },
  next: { parameters: ['rhythm'], gives: moment },
  /** Its words are the choice; the checker puts them in. */
  band: { parameters: ['number', 'numbers', 'texts'], gives: text },
  rfm: { parameters: ['bool', 'bool', 'bool'], gives: segmentType },
  average_of: { parameters: ['reading', 'span'], gives: number() },
  highest_of: { parameters: ['reading', 'span'], gives: number() },
  lowest_of: { parameters: ['reading', 'span'], gives: number() },
  has: { parameters: ['name'], gives: bool },
  contains: { parameters: ['text', 'text'], gives: bool, method: true },
};
export const functionNames: readonly string[] = Object.keys(functions);
export const functionEntry = (name: string): FunctionEntry | undefined => (Object.hasOwn(functions, name) ? functions[name] : undefined);
