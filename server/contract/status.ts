/** Whether everything that was planned is accounted for. */
import { z } from 'zod';
import { outcomes } from '../../engine/plan.ts';
import { day, instant } from './common.ts';
import { operation } from './operation.ts';

const count = z.int();
const backlog = z.object({ waiting: count, oldest: instant.nullable(), failing: count });

export const getStatus = operation({
  method: 'get',
  path: '/v1/status',
  tag: 'Operation',
  summary: 'A day’s touches: planned = ended + open, and whatever must be zero',
  description:
    '`planned`, `ended`, `open` and `outcomes` are of the touches planned on that day; everything else is as it is now. `sound`: every fault is zero.',
  scope: 'metrics:read',
  query: z.strictObject({ day: day.optional().meta({ description: 'On the hospital’s calendar; left out: today.' }) }),
  answers: {
    200: {
      words: 'The figures',
      schema: z
        .object({
          day: z.string(),
          zone: z.string(),
          planned: count,
          ended: count,
          open: count,
          outcomes: z.partialRecord(z.enum(outcomes), count),
          enrollments: z.object({ active: count, paused: count, stopping: count }),
          outbox: backlog,
          events: backlog,
          faults: z.object({
            unaccounted: count,
            openInEnded: count,
            forgotten: count,
            tasksOfEnded: count,
            withoutTask: count,
            acceptedUnmade: count,
            sendsStuck: count,
            eventsGivenUp: count,
          }),
          sound: z.boolean(),
        })
        .meta({ id: 'Status' }),
    },
  },
});
