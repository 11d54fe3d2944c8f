import { z } from 'zod';
import { parseSpan } from '../time/span.ts';
import { choiceWithNotYet, expressions, notYet, phrase, whole, words } from './leaf.ts';

/** language.md 7.7. */
export const stopShape = {
  when: words,
  if: expressions,
  day: whole,
  do: z.literal('pause'),
  until: words,
  wait: phrase(parseSpan),
  then: z.enum(['resume', 'stop']),
  meanwhile: choiceWithNotYet(['days go on'], ['days stand still'], 'meanwhile'),
  last: notYet('last'),
};
