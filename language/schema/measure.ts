import { parseClockDay } from '../time/days.ts';
import { parseOver, parseTarget } from '../time/target.ts';
import { expression, expressions, phrase, text, word, words } from './leaf.ts';

/** language.md 7.8. */
export const measureShape = {
  title: text,
  each: word,
  of: expressions,
  count: expressions,
  average: expression,
  nps: expression,
  number: expressions,
  clock: phrase(parseClockDay),
  over: phrase(parseOver),
  target: phrase(parseTarget),
  reasons: expression,
  split_by: words,
};
