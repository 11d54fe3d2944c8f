/** Which names a condition or text may use, and what each is: built by the compiler for each place in a file (language.md 8, "known"). */
import type { Name, StepId } from '../../engine/plan.ts';
import type { Expression } from './expression.ts';
import type { Field } from './objects.ts';
import type { Phrase, ValueType } from './value-type.ts';

/** A value of `settings`; `required` and not given: undefined. Spans are words too: conditions cannot use them. */
export type SettingValue = number | string | boolean | readonly (number | string)[];

export type Thing =
  | {
      is: 'object';
      fields: ReadonlyMap<string, Field>;
      step?: StepThing;
      /** Fields the language has, only not of this event. */ elsewhere?: ReadonlyMap<string, Phrase>;
    }
  | { is: 'value'; type: ValueType; known: boolean }
  | { is: 'setting'; type: ValueType; value: SettingValue | undefined }
  | { is: 'fact'; type: ValueType; expression: Expression };
/** A step as conditions see it. `questions`: its choice answers by name, for `has_answer`. */
export type StepThing = { id: StepId; questions: ReadonlyMap<Name, ValueType>; sure: boolean };

export type Scope = {
  readonly things: ReadonlyMap<string, Thing>;
  /** Names of the language that are not known here, with the reason. */
  readonly absent: ReadonlyMap<string, Phrase>;
  /** Objects that only texts have: `link`, `hospital` … */
  readonly textsOnly: ReadonlyMap<string, Thing>;
  /** Names that could be meant here, though nothing here says them: facts are only laid out where they are used. */
  readonly meant?: readonly string[];
};

/** The same scope with more names; they hide those of before. */
export function extend(scope: Scope, more: Iterable<readonly [string, Thing]>): Scope {
  const added = [...more];
  const absent = new Map(scope.absent);
  for (const [name] of added) absent.delete(name);
  return { ...scope, things: new Map([...scope.things, ...added]), absent };
}

/** All that can stand at the beginning of a name here. */
export const rootNames = (scope: Scope, forText: boolean): string[] => [
  ...scope.things.keys(),
  ...(scope.meant ?? []),
  ...(forText ? scope.textsOnly.keys() : []),
];
