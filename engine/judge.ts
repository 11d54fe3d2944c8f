/** What the engine needs of the language: conditions, values and words. Implemented by language/judge.ts; the engine itself evaluates nothing. */
import type { Answers, Chart, EventRecord, TouchChart, Value } from './chart.ts';
import type { Expr, Instant, Language, Plan, Question, Rhythm, At, Text } from './plan.ts';

/** `unknown`: the name whose value was missing (language.md 8, "Unknown"). */
export type Verdict = { is: true } | { is: false } | { is: 'unknown'; name: string };
export type Known = { value: Value } | { unknown: string };

/** From where something is asked: the touch at hand (its `then` chain is found through `parent`), the event at hand, the moment, and what `link.*` stands for. */
export type Standpoint = {
  plan: Plan;
  chart: Chart;
  touch?: TouchChart;
  event?: EventRecord;
  answers?: Answers;
  links?: Record<string, string>;
  now: Instant;
};

/** `words` for a person; `gap`: a name without value and without default, so nothing may go out (`text_gap`). */
export type Rendering = { words: string; language: Language } | { gap: string };

/** What a patient's words say to a question. */
export type Understood = { answers: Answers } | { notUnderstood: true };

export type Judge = {
  /** All must hold. Unknown only if none is false. An empty list holds. */
  holds(conditions: Expr[], at: Standpoint): Verdict;
  value(expr: Expr, at: Standpoint): Known;
  /** In the patient's language, else the first of the text. */
  render(text: Text, at: Standpoint): Rendering;
  /** Leniently: 7, 7分, 七, 好 … Only for a single open question. */
  understand(question: Question, words: string, at: Standpoint): Understood;
  /** Red-flag words first, then stop words (whole message only). */
  triage(words: string, alarmWords: string[]): 'alarm' | 'wants_call' | 'stop' | 'other';
  /** The sum of points, or 0–100 over dimensions; undefined if the form is not scored. */
  score(questions: Question[], answers: Answers): number | undefined;
  /** `next("month on last Fri at 15:00")` and the like need the calendar; the engine gives it. */
  readonly nextMoment?: (rhythm: Rhythm, at: At | undefined, from: Instant) => Instant;
};
