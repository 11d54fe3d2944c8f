import { name, text } from '../leaf.ts';

/** language.md 5, record. */
export const recordShape = { tag: name, untag: name, list: name, note: text };
