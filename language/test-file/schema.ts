/** The keys of a test file (language.md 13). */
import { z } from 'zod';
import { outcomes, reasons } from '../../engine/plan.ts';
import { broughtObjects } from '../conditions/events.ts';
import { flag, phrase, text, whole, word, words, yes } from '../schema/leaf.ts';
import type { Shape } from '../schema/read.ts';
import { parseTestMoment } from './moment.ts';

const moment = phrase(parseTestMoment);
const opened = z.unknown();
const fields = z.record(z.string(), z.unknown());
const objects = Object.fromEntries(broughtObjects.map((name) => [name, fields])) as Record<(typeof broughtObjects)[number], typeof fields>;
const outcome = z.enum(outcomes);
const byStep = z.record(z.string(), fields);

export const testShape = { tests: word, settings: opened, patients: opened, cases: opened } satisfies Shape;

export const caseShape = {
  case: text,
  patient: word,
  start: opened,
  variants: z.record(z.string(), z.string()),
  play: opened,
  expect: opened,
  never: words,
  times: z.record(z.string(), whole.pipe(z.number().min(0))),
  figures: z.record(z.string(), z.enum(['hit', 'miss', 'not counted'])),
  enrolled: flag,
  why: z.enum(reasons),
  until: moment,
} satisfies Shape;

export const startShape = { event: word, sweep: yes, at: moment, with: fields, ...objects, because: word, running: words } satisfies Shape;

export const playShape = {
  at: moment,
  answer: byStep,
  done: byStep,
  claim: word,
  no_answer: word,
  result: z.record(z.string(), outcome),
  event: word,
  with: fields,
  ...objects,
  says: word,
  down: moment,
} satisfies Shape;

export const expectShape = { step: word, at: moment, outcome, reason: z.enum(reasons), by: word, told: word } satisfies Shape;
