import { z } from 'zod';
import { text, word } from '../leaf.ts';

/** language.md 5, tell_system. */
export const tellSystemShape = { system: word, event: word, data: z.record(z.string(), text) };
