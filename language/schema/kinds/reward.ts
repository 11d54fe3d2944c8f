import { z } from 'zod';
import { name, positive, text } from '../leaf.ts';

/** language.md 5, reward. */
export const rewardShape = { points: positive, grant: name, how_many: positive, to: z.enum(['patient', 'newcomer']), note: text };
