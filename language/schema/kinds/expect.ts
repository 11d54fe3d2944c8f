import { expressions, words } from '../leaf.ts';

/** language.md 5, expect. */
export const expectShape = { when: words, if: expressions };
