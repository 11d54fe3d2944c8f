/** What a filled form is worth (language.md 9): the sum of points, or 0 to 100 over the dimensions. */
import type { Answers, Value } from '../../engine/chart.ts';
import type { Question } from '../../engine/plan.ts';

/**
 * Undefined if the form is not scored, or if an answer that counts is missing: half a depression screening is no screening. What may be left out
 * (`optional`, `if`) counts only if it is there.
 */
export function score(questions: readonly Question[], answers: Answers): number | undefined {
  if (questions.some((question) => question.dimension !== undefined)) return overDimensions(questions, answers);
  const scored = questions.filter((question) => question.options?.some((option) => option.points !== undefined));
  if (scored.length === 0) return undefined;
  return total(scored.map((question) => ({ question, worth: points(question, answerTo(question, answers)) })));
}

const answerTo = ({ name }: Question, answers: Answers): Value | undefined =>
  Object.hasOwn(answers, name) ? (answers[name] ?? undefined) : undefined;
type Worth = { question: Question; worth: number | undefined };

function total(all: Worth[]): number | undefined {
  if (all.some(missing) || all.every(({ worth }) => worth === undefined)) return undefined;
  return tidy(all.reduce((sum, { worth = 0 }) => sum + worth, 0));
}

const missing = ({ question, worth }: Worth): boolean => worth === undefined && !question.optional && !question.if;
/** 0.1 + 0.2 is 0.3 to a person. */
const tidy = (value: number): number => Number(value.toFixed(2));

function points({ options = [] }: Question, answer: Value | undefined): number | undefined {
  const chosen = Array.isArray(answer) ? answer : [answer];
  const worths = chosen.map((code) => options.find((option) => option.code === code)?.points);
  return worths.length > 0 && worths.every((worth) => worth !== undefined) ? worths.reduce((sum, worth) => sum + worth, 0) : undefined;
}

/** Each answer from 0 (its `min`) to 100 (its `max`), the mean within a dimension, then the mean of the dimensions: each weighs the same. */
function overDimensions(questions: readonly Question[], answers: Answers): number | undefined {
  const all = questions
    .filter((question) => question.dimension !== undefined)
    .map((question) => ({ question, worth: percent(question, answerTo(question, answers)) }));
  if (all.some(missing)) return undefined;
  const byDimension = new Map<string, number[]>();
  for (const { question, worth } of all)
    if (worth !== undefined) byDimension.set(question.dimension!, [...(byDimension.get(question.dimension!) ?? []), worth]);
  return byDimension.size === 0 ? undefined : tidy(mean([...byDimension.values()].map(mean)));
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function percent(question: Question, answer: Value | undefined): number | undefined {
  const { min, max, options } = question;
  if (typeof answer === 'number' && min !== undefined && max !== undefined && max > min)
    return ((Math.min(max, Math.max(min, answer)) - min) / (max - min)) * 100;
  const worth = points(question, answer);
  const all = options?.flatMap((option) => option.points ?? []) ?? [];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  return worth === undefined || high <= low ? undefined : ((worth - low) / (high - low)) * 100;
}
