import { z } from 'zod';
import { parseSpan } from '../../time/span.ts';
import { block, notYet, phrase, positive, text, words } from '../leaf.ts';
import { attach, reachShape } from './reach.ts';

export const tries = z
  .array(
    block({
      reach: z.enum(['patient', 'family']),
      via: z.enum(['phone', 'sms', 'wechat', 'visit', 'letter']),
      times: positive.optional(),
      every: phrase(parseSpan).optional(),
    }),
  )
  .min(1);

/** language.md 5, call: it rings, a voice reads, or a person phones. */
export const callShape = {
  ...reachShape,
  ring: z.literal('once'),
  say: notYet('say'),
  by: words,
  script: text,
  attach,
  tries,
  close_when: words,
};
