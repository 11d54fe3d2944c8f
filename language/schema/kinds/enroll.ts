import { text, word } from '../leaf.ts';

/** language.md 5, enroll. */
export const enrollShape = { sop: word, because: text };
