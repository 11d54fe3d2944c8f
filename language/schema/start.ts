import { z } from 'zod';
import { parseAt } from '../time/clock.ts';
import { parseRhythm } from '../time/rhythm.ts';
import { parseSpan } from '../time/span.ts';
import { expressions, notYet, phrase, words } from './leaf.ts';

/** language.md 7.3. `every` and `once` are read where they are, so that what is beside them is checked; the compiler says that they do not run yet. */
export const startShape = {
  when: words,
  every: phrase(parseRhythm),
  once: z.string(),
  at: phrase(parseAt),
  among: notYet('among'),
  if: expressions,
  again: z.enum(['restart', 'keep', 'both']),
  gap: phrase(parseSpan),
  at_most: notYet('at_most'),
  highest: notYet('highest'),
  not_with: words,
  replaces: words,
};
