/** Rehearsals: a case lived through on the real engine, in skipped time, with a made-up patient. */
import { z } from 'zod';
import { outcomes, reasons } from '../../engine/plan.ts';
import { instant } from './common.ts';
import { operation } from './operation.ts';

const file = z.strictObject({ path: z.string().min(1).max(300), text: z.string() });

export const postRehearsal = operation({
  method: 'post',
  path: '/v1/rehearsals',
  tag: 'SOPs',
  summary: 'Live through a case on the real engine',
  description:
    'The real workflow, worker, database and sandbox, with time skipped from one moment to the next: 30 days in seconds. Nothing of it reaches a patient, a cap or a figure. `tests`: a test file of the SOP; `case`: which of its cases, from 0.',
  scope: 'rehearsals:write',
  largest: 4 * 1024 * 1024,
  anyText: true,
  body: z
    .strictObject({ sop: z.string().min(1).max(200), files: z.array(file).min(1).max(200), tests: file, case: z.int().min(0).max(10_000) })
    .meta({ id: 'Rehearsal' }),
  answers: {
    200: {
      words: 'What became of it',
      schema: z
        .object({
          enrolled: z.boolean(),
          why: z.enum(reasons).nullable(),
          zone: z.string(),
          dayZero: z.string().nullable(),
          touches: z.array(
            z.object({
              step: z.string(),
              occurrence: z.string(),
              kind: z.string(),
              title: z.string().nullable(),
              target: instant.nullable(),
              madeAt: instant.nullable(),
              endedAt: instant.nullable(),
              outcome: z.enum(outcomes).nullable(),
              reason: z.enum(reasons).nullable(),
              role: z.string().nullable(),
              channel: z.string().nullable(),
            }),
          ),
          told: z.array(z.object({ step: z.string(), role: z.string(), at: instant })),
          figures: z.record(z.string(), z.string()),
          deviations: z.array(z.object({ line: z.int(), column: z.int(), expected: z.string(), actual: z.string() })),
          tookMs: z.number(),
        })
        .meta({ id: 'Course' }),
    },
  },
});
