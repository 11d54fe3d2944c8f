import { parseBetween } from '../../time/between.ts';
import { choiceWithNotYet, expression, phrase, word } from '../leaf.ts';
import { reachShape } from './reach.ts';

/** language.md 5, appointment. */
export const appointmentShape = {
  ...reachShape,
  do: choiceWithNotYet(['offer', 'move'], ['confirm', 'book', 'cancel'], 'do'),
  clinic: word,
  doctor: expression,
  between: phrase(parseBetween),
  by: word,
};
