import { z } from 'zod';
import { questionTypes } from '../../engine/plan.ts';
import { guess } from '../diagnostics/guess.ts';
import { choose, expression, fault, isBlock, number, text, word, yes } from './leaf.ts';

/** One of the closed list, with a message of its own (language.md 9). */
const questionType: z.ZodType<(typeof questionTypes)[number]> = z.string().transform((written, context) => {
  const type = questionTypes.find((known) => known === written);
  const near = guess(written, questionTypes);
  return (
    type ??
    fault(context, written, {
      code: 'unknown-question-type',
      values: { list: questionTypes.join(', '), x: written },
      ...(near !== undefined && { fix: near }),
    })
  );
});

/** A list of words that are code and label at once, or code → label. Whole numbers may stand for words. */
const code = z.union([z.string(), z.number().transform(String)]);
const options = choose<string[] | Record<string, string | Record<string, string>>>((value) =>
  isBlock(value) ? z.record(z.string(), text) : z.array(code).min(1),
);

/** language.md 9. */
export const questionShape = {
  label: text,
  type: questionType,
  options,
  points: z.array(number),
  min: number,
  max: number,
  unit: word,
  dimension: word,
  nps: yes,
  record: word,
  optional: yes,
  if: expression,
};

/** A set of questions with its title, as `forms` keep them. */
export const formShape = { title: text, questions: z.unknown() };
