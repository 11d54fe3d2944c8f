import { flag, positive, word } from '../leaf.ts';

/** language.md 5, repeat. */
export const repeatShape = { step: word, at_most: positive, one_level_up: flag };
