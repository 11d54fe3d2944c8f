import { expression, word } from './leaf.ts';

/** language.md 7.6. */
export const roleShape = { person: expression, team: word, above: word };
