import { z } from 'zod';
import { purposes } from '../../engine/plan.ts';
import type { Cap, Purpose, Span } from '../../engine/plan.ts';
import { parseCap } from '../time/cap.ts';
import { parseHours } from '../time/clock.ts';
import { mistaken, read } from '../time/reading.ts';
import { parseSpan } from '../time/span.ts';
import { tries } from './kinds/call.ts';
import { via } from './kinds/reach.ts';
import { block, choose, expressions, isBlock, phrase, word, words } from './leaf.ts';
import { parseMissed } from './step.ts';

const cap = phrase(parseCap);
const capOrByPurpose = choose<Cap | Partial<Record<Purpose, Cap>>>((value) =>
  isBlock(value) ? z.partialRecord(z.enum(purposes), cap) : cap,
);

/** language.md 7.5. */
export const contactShape = {
  hours: phrase(parseHours),
  days: z.enum(['every day', 'work days']),
  via,
  via_if: z.array(block({ if: expressions, via })),
  purpose: z.enum(purposes),
  late: phrase(parseSpan),
  missed: phrase(parseMissed),
  at_most: capOrByPurpose,
  merge: z.enum(['same day', 'never']),
  calendar: word,
  time_zone: phrase<string>((zone) =>
    isZone(zone) ? read(zone) : mistaken('wrong-type', { expected: '“Asia/Shanghai”', found: `“${zone}”` }),
  ),
  languages: words,
  alarm_words: words,
  hold_while_talking: choose<Span | 'never'>((value) => (value === 'never' ? z.literal('never') : phrase(parseSpan))),
  no_way: word,
  tries,
};

/** An IANA name that this Node knows. */
export function isZone(zone: string): boolean {
  try {
    return /^[A-Z]/.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
