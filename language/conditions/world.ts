/** What an evaluation may ask: names, answers, readings, and the hospital's calendar. */
import type { Answers, Value } from '../../engine/chart.ts';
import type { Known } from '../../engine/judge.ts';
import type { Day, Instant, WorkCalendar } from '../../engine/plan.ts';

export type Reading = { code: string; value: number; at: Instant };
export type World = {
  now: Instant;
  /** The hospital's zone: days are counted there (language.md 8). */
  zone: string;
  calendar?: WorkCalendar;
  /** From where `next` counts rhythms of several weeks or months; absent: today. */
  dayZero?: Day;
  /** The value behind a dotted name; null counts as unknown. */
  lookup(parts: readonly string[]): Known;
  /** The answers that a step's id stands for; undefined: none yet. */
  answersOf(step: string): Answers | undefined;
  readings: readonly Reading[];
};

export const known = (value: Value): Known => ({ value });
export const unknown = (name: string): Known => ({ unknown: name });
