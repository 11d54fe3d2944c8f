/** Work for people: the inbox, and what a person does with a task or a call. */
import { z } from 'zod';
import { answers, bilingual, flag, limit, line, moment, next, shownMoment, value, words } from './common.ts';
import { operation } from './operation.ts';

const question = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  options: z.array(z.object({ code: z.string(), label: z.string() })).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  unit: z.string().optional(),
  optional: z.boolean(),
  conditional: z.boolean().meta({ description: 'Asked only if other answers say so.' }),
});
const attachment = z.union([
  z.object({ kind: z.enum(['service_calendar', 'recovery_portrait', 'visit_card']) }),
  z.object({ kind: z.literal('file'), path: z.string() }),
]);

const taskLine = {
  id: z.int(),
  kind: z.enum(['task', 'call']),
  title: z.string(),
  status: z.enum(['open', 'claimed', 'done', 'expired', 'cancelled']),
  urgent: z.boolean(),
  overdue: z.boolean(),
  late: z.boolean().meta({ description: 'Done after it was due.' }),
  why: z.object({ words: z.string(), sop: z.string(), step: z.string() }).meta({ description: 'Why now.' }),
  patient: z.object({ id: z.string(), externalId: z.string(), name: z.string().nullable() }),
  enrollment: z.string(),
  department: z.string(),
  role: z.string(),
  team: z.string(),
  person: z.string().nullable().meta({ description: 'Whom the hospital’s system names for it.' }),
  opened: shownMoment,
  due: shownMoment.nullable(),
  putOffUntil: shownMoment.nullable(),
  claimedBy: z.string().nullable(),
  claimed: shownMoment.nullable(),
  completedBy: z.string().nullable(),
  completed: shownMoment.nullable(),
  outcome: z.string().nullable(),
  version: z.int().meta({ description: 'For If-Match.' }),
};
export const shownTaskLine = z.object(taskLine).meta({ id: 'TaskLine' });
export const shownTask = z
  .object({
    ...taskLine,
    script: z.string().nullable(),
    questions: z.array(question),
    attach: z.array(attachment),
    reach: z
      .object({
        who: z.enum(['patient', 'family']),
        via: z.string(),
        to: z.array(z.object({ name: z.string().nullable(), relation: z.string().nullable(), channel: z.string(), value: z.string() })),
        note: bilingual.nullable().meta({ description: 'What stands in the way of reaching them.' }),
      })
      .meta({ description: 'Whom to reach now, how, and where.' }),
    contactHours: z
      .object({ from: z.string(), to: z.string(), zone: z.string(), now: z.string() })
      .meta({ description: 'When the patient may be contacted, and what time it is there.' }),
    lastAnswers: z.array(
      z.object({
        step: z.string(),
        title: z.string(),
        moment: shownMoment,
        answers: z.array(z.object({ question: z.string(), name: z.string(), value, words: z.string() })),
      }),
    ),
    said: z.array(z.object({ moment: shownMoment, words: z.string() })).meta({ description: 'What the patient wrote last, newest first.' }),
    tries: z.object({ made: z.int(), of: z.int(), next: shownMoment.nullable() }).nullable(),
    answers: z.record(z.string(), value).nullable(),
    events: z.array(z.object({ what: z.string(), by: z.string(), moment: shownMoment, note: z.string().nullable() })),
  })
  .meta({ id: 'Task' });

export const taskId = z.object({
  id: z
    .string()
    .regex(/^\d{1,15}$/, 'A number.')
    .transform(Number),
});
const staffNote =
  'Who acts is the member of staff that `X-Aftercare-Staff` names, else the key. With `If-Match`, only if the task is still that version (412).';

export const getTasks = operation({
  method: 'get',
  path: '/v1/tasks',
  tag: 'Tasks',
  summary: 'The inbox',
  description: 'By due, those without one last. A page never shows one twice or passes one over.',
  scope: 'tasks:read',
  query: z.strictObject({
    mine: flag.optional().meta({ description: 'Claimed by who asks.' }),
    team: z.union([line(100), z.array(line(100)).max(50)]).optional(),
    status: z
      .enum(['open', 'claimed', 'done', 'expired', 'cancelled', 'all'])
      .optional()
      .meta({ description: 'open (also claimed ones) if left out.' }),
    overdue: flag.optional(),
    urgent: flag.optional(),
    patient: line(100).optional().meta({ description: 'The hospital’s number of the patient, or our id.' }),
    enrollment: line(100).optional(),
    department: line(64).optional(),
    snoozed: flag.optional().meta({ description: 'Also those put off until later.' }),
    after: z.string().max(60).optional(),
    limit: limit(200),
  }),
  answers: { 200: { words: 'A page', schema: z.object({ tasks: z.array(shownTaskLine), next }) } },
});
export const getTask = operation({
  method: 'get',
  path: '/v1/tasks/{id}',
  tag: 'Tasks',
  summary: 'A task with all that is needed to do it',
  scope: 'tasks:read',
  params: taskId,
  answers: { 200: { words: 'The task', schema: shownTask } },
});

const act = <const B extends z.ZodType>(what: string, summary: string, body: B, bodyOptional: boolean) =>
  operation({
    method: 'post',
    path: `/v1/tasks/{id}/${what}`,
    tag: 'Tasks',
    summary,
    description: staffNote,
    scope: 'tasks:write',
    params: taskId,
    body,
    bodyOptional,
    answers: { 200: { words: 'The task as it is now', schema: shownTask } },
  });

export const postClaim = act('claim', 'Take a task: one wins, the others are told who has it', z.strictObject({}), true);
export const postRelease = act(
  'release',
  'Give a task back to its team',
  z.strictObject({ anyone: z.boolean().optional().meta({ description: 'Also one that another has.' }) }),
  true,
);

const given = answers.optional();
export const completion = z
  .discriminatedUnion('result', [
    z.strictObject({ result: z.literal('done'), answers: given }),
    z.strictObject({ result: z.literal('reached'), answers: given }),
    z.strictObject({ result: z.literal('family_answered'), answers: given }),
    z.strictObject({ result: z.literal('refused'), by: z.enum(['patient', 'family']).optional() }),
    z.strictObject({ result: z.literal('wrong_number') }),
    z.strictObject({ result: z.literal('died'), diedAt: moment.optional() }),
    z.strictObject({ result: z.literal('not_done'), reason: words(1000).min(1) }),
  ])
  .meta({
    id: 'Completion',
    description: 'done: of a task. reached, family_answered, refused, wrong_number, died: of a call. not_done: of either, with why.',
  });
export type CompletionAsked = z.output<typeof completion>;
export const postComplete = act(
  'complete',
  'Say how a task or a call ended; also after its due, then it is marked late',
  completion,
  false,
);

export const noAnswer = z.discriminatedUnion('result', [
  z.strictObject({ result: z.literal('no_answer') }),
  z.strictObject({ result: z.literal('busy') }),
  z.strictObject({ result: z.literal('call_back'), at: moment }),
]);
export const postNoAnswer = act(
  'no-answer',
  'A try that reached nobody: the call comes back by its `tries`',
  z.union([noAnswer, z.strictObject({})]),
  true,
);
export const postSnooze = act('snooze', 'Put a task off; its due and its ladder stay', z.strictObject({ until: moment }), false);
