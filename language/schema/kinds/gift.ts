import { parseSpan } from '../../time/span.ts';
import { parseMoney } from '../../time/money.ts';
import { name, phrase, word, words } from '../leaf.ts';
import { reachShape } from './reach.ts';

/** language.md 5, gift. */
export const giftShape = {
  ...reachShape,
  item: name,
  by: word,
  budget: phrase(parseMoney),
  enclose: words,
  check_address: phrase(parseSpan),
};
