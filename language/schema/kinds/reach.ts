import { z } from 'zod';
import { choiceWithNotYet, choose, flag, notYet, oneOrMore, text, word } from '../leaf.ts';

/** A channel is a word of its own list, with its own message when it is none (`unknown-channel`, by the compiler). */
export const via = oneOrMore(word);

/** What every step that reaches a patient may say (language.md 5). */
export const reachShape = {
  to: choiceWithNotYet(['patient'], ['family'], 'to'),
  via,
  urgent: flag,
  text,
  text_from: word,
  variants: notYet('variants'),
};

/** Files of the department, or the papers that the product makes. */
export const attach = oneOrMore(
  choose<string>((value) => (value === 'recovery_portrait' || value === 'visit_card' ? notYet(`attach: ${value}`) : z.string())),
);
