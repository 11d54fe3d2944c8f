/** What a step's id stands for: its answers, and how its newest touch went (language.md 8). */
import { endings, reasons, type Name, type Outcome, type QuestionType, type StepId, type Kind } from '../../engine/plan.ts';
import type { Field } from './objects.ts';
import type { StepThing, Thing } from './scope.ts';
import { bool, choice, listOf, moment, number, text, time, yesNo, type ValueType } from './value-type.ts';

/** A question, as far as conditions need it. `title` is how a message calls it. */
export type QuestionWords = {
  name: Name;
  type: QuestionType;
  title?: string;
  options?: readonly string[];
  points?: readonly number[];
  min?: number;
  max?: number;
  dimension?: Name;
  /** Left out by choice or by its own `if`: its answer may be missing though the step was answered. */
  optional?: boolean;
  conditional?: boolean;
};

/**
 * A step, as far as conditions need it. `how` tells the three kinds of call apart. `sure`: from here it has certainly been answered
 * (we stand under its `answered`, `done` or `reached`).
 */
export type StepWords = {
  id: StepId;
  kind: Kind;
  how?: 'ring' | 'say' | 'person';
  questions?: readonly QuestionWords[];
  variants?: readonly Name[];
  outcomes?: readonly Outcome[];
  sure?: boolean;
};

/** Every kind can end so too (language.md 5). */
const always: readonly Outcome[] = ['skipped', 'expired', 'cancelled', 'failed'];

export function outcomesOf({ kind, how, outcomes }: StepWords): readonly Outcome[] {
  const entry = how === 'ring' ? endings.ring : how === 'say' ? endings.say : how === 'person' ? endings.person_call : endings[kind];
  return [...(outcomes ?? entry.outcomes), ...always];
}

export function answerType(question: QuestionWords): ValueType {
  const of = question.title ?? question.name;
  switch (question.type) {
    case 'yes_no':
      return yesNo(of);
    case 'choice':
      return choice(question.options ?? [], of);
    case 'choices':
      return listOf(choice(question.options ?? [], of));
    case 'number':
      return number(question.min, question.max);
    case 'text':
      return text;
    case 'photo':
      return { is: 'photo' };
    case 'date':
      return time;
    case 'person':
      return { is: 'person' };
  }
}

/** From the worst possible score to the best, or undefined if the form is not scored. */
export function scoreRange(questions: readonly QuestionWords[]): [number, number] | undefined {
  if (questions.some((question) => question.dimension !== undefined)) return [0, 100];
  const scored = questions.filter((question) => question.points !== undefined && question.points.length > 0);
  if (scored.length === 0) return undefined;
  const sum = (pick: (...points: number[]) => number) => scored.reduce((total, { points = [] }) => total + pick(...points), 0);
  const least = scored.reduce(
    (total, { points = [], optional, conditional }) => total + Math.min(...points, ...(optional || conditional ? [0] : [])),
    0,
  );
  return [least, sum(Math.max)];
}

export function stepThing(step: StepWords): Thing {
  const questions = step.questions ?? [];
  const sure = step.sure ?? false;
  const known = (type: ValueType): Field => ({ type, known: true });
  const maybe = (type: ValueType): Field => ({ type, known: sure });
  const fields = new Map<string, Field>();
  const range = scoreRange(questions);
  if (range) fields.set('score', maybe(number(...range)));
  for (const question of questions)
    fields.set(question.name, { type: answerType(question), known: sure && !question.optional && !question.conditional });
  for (const [name, type] of journal(step)) fields.set(name, counted.has(name) ? known(type) : maybe(type));
  const answers = new Map(questions.map((question) => [question.name, answerType(question)]));
  return { is: 'object', fields, step: { id: step.id, questions: answers, sure } satisfies StepThing };
}

/** Zero where nothing has happened yet, so always known. */
const counted = new Set(['times', 'times_answered', 'missed_in_a_row']);

function journal(step: StepWords): [string, ValueType][] {
  const outcome: ValueType = { is: 'choice', options: outcomesOf(step), of: step.id, outcomesOf: step.kind };
  return [
    ['outcome', outcome],
    ['outcome_reason', choice(reasons, `${step.id}.outcome_reason`)],
    ['made_at', moment],
    ['made_by', text],
    ['was_late', bool],
    ['times', number(0)],
    ['times_answered', number(0)],
    ['missed_in_a_row', number(0)],
    ['hours_to_claim', number(0)],
    ['hours_to_done', number(0)],
    ['variant', step.variants?.length ? choice(step.variants, `${step.id}.variant`) : text],
  ];
}

/** Names a step has by itself: no question may be called so, except `score`. */
export const stepFieldNames: readonly string[] = journal({ id: '', kind: 'record' }).map(([name]) => name);
