/** One shape for every step (language.md 4). The kinds' own blocks and `then` are opened by the compiler. */
import { z } from 'zod';
import { parseAt } from '../time/clock.ts';
import { parseBound, parseDays } from '../time/days.ts';
import { parseMove, parseOffset } from '../time/offset.ts';
import { mistaken, read } from '../time/reading.ts';
import type { Reading } from '../time/reading.ts';
import { parseRhythm } from '../time/rhythm.ts';
import { parseShift } from '../time/shift.ts';
import { parseSpan } from '../time/span.ts';
import { parseDeadline } from '../time/until.ts';
import { kindShapes } from './kinds/kinds.ts';
import { block, choose, expressions, name, oneOrMore, phrase, text, whole, word, words } from './leaf.ts';

/** `skip`, or `tell nurse`. */
export function parseMissed(written: string): Reading<'skip' | { tell: string }> {
  if (written === 'skip') return read('skip');
  const role = /^tell ([a-z][a-z0-9_]*)$/.exec(written)?.[1];
  return role ? read({ tell: role }) : mistaken('not-a-choice', { key: 'missed', list: 'skip, tell …', x: written });
}

const days: z.ZodType<number[]> = choose<number[]>((value) => {
  if (typeof value === 'string') return phrase(parseDays);
  return Array.isArray(value) ? z.array(whole).min(1) : whole.transform((one) => [one]);
});

const span = phrase(parseSpan);
const deadline = phrase(parseDeadline);

export const whenShape = {
  day: days,
  every: phrase(parseRhythm),
  when: words,
  after: phrase(parseMove),
  before: phrase(parseMove),
  at: phrase(parseAt),
  shift: phrase(parseShift),
  starts: phrase(parseBound),
  ends: phrase(parseBound),
  pace: z.array(block({ if: expressions, every: phrase(parseRhythm), until: expressions })).min(1),
};

export const waitShape = {
  wait: deadline,
  due: deadline,
  remind: oneOrMore(deadline),
  escalate: z.array(block({ after: phrase(parseOffset), to: word, unless: z.enum(['claimed', 'done']).optional() })).min(1),
  early: span,
  late: span,
  missed: phrase(parseMissed),
};

/** `ask`: the name of a form or of another step, or questions; they are read by question.ts. */
const anything = z.unknown();

export const stepShape = {
  id: name,
  title: text,
  card: text,
  ...whenShape,
  if: expressions,
  ask: anything,
  ...waitShape,
  then: anything,
  ...(Object.fromEntries(Object.keys(kindShapes).map((kind) => [kind, anything])) as Record<keyof typeof kindShapes, typeof anything>),
};
