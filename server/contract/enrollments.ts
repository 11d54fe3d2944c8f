/** Enrollments: starting one, what was and what comes, and changes with their effect shown first. */
import { z } from 'zod';
import { outcomes, reasons } from '../../engine/plan.ts';
import { answers, bilingual, dateValue, instant, line, moment, name, shownMoment, sopName, value } from './common.ts';
import { objects } from './events.ts';
import { operation } from './operation.ts';
import { patientNamed } from './patients.ts';

const historyEntry = z
  .strictObject({
    step: name,
    occurrence: z
      .string()
      .max(80)
      .regex(/^[\w.:~+-]+$/, 'As touches have it: the day number, the date.')
      .optional(),
    outcome: z.enum(outcomes).optional().meta({ description: 'Left out: it was made and is still open.' }),
    reason: z.enum(reasons).optional(),
    at: moment,
    answers: answers.optional(),
  })
  .meta({ id: 'HistoryEntry' });

export const enrollmentId = z.object({ id: z.string().regex(/^[\w.-]{1,100}$/, 'An id of an enrollment.') });

export const postEnrollment = operation({
  method: 'post',
  path: '/v1/enrollments',
  tag: 'Enrollments',
  summary: 'Enroll a patient by hand, or take one over in mid-course',
  description:
    'The SOP’s `again`, `gap` and `not_with` hold, its `when` and `among` do not. `history` says what was done before, elsewhere: it is lived through, nothing of it is done again, and the enrollment goes on from there.',
  scope: 'enrollments:write',
  body: z
    .strictObject({
      sop: sopName,
      patient: patientNamed.optional(),
      patientId: line(100).optional(),
      because: line(300).optional(),
      dates: z.record(name, dateValue).optional().meta({ description: 'Dates of the SOP that no object brings, such as day_0.' }),
      startedAt: moment
        .optional()
        .meta({ description: 'When it began, for a patient who is taken over; left out: the first entry of the history, or now.' }),
      history: z.array(historyEntry).max(2000).optional(),
      ...objects,
    })
    .meta({ id: 'NewEnrollment' }),
  answers: {
    201: {
      words: 'Enrolled',
      schema: z.object({
        id: z.string(),
        sop: z.string(),
        dates: z.record(z.string(), z.string().nullable()),
        ended: z.array(z.object({ id: z.string(), reason: z.string() })),
      }),
    },
  },
});

const shownMessage = z.object({
  key: z.string(),
  part: z.string(),
  channel: z.string(),
  status: z.string(),
  claimed: shownMoment,
  accepted: shownMoment.nullable(),
});
const shownTask = z.object({
  id: z.int(),
  status: z.string(),
  team: z.string(),
  due: shownMoment.nullable(),
  claimedBy: z.string().nullable(),
  late: z.boolean(),
});
export const shownTouch = z
  .object({
    key: z.string(),
    step: z.string(),
    occurrence: z.string(),
    kind: z.string(),
    title: z.string(),
    target: shownMoment.nullable(),
    made: shownMoment.nullable(),
    ended: shownMoment.nullable(),
    held: z.object({ by: z.string(), until: shownMoment.nullable() }).nullable(),
    due: shownMoment.nullable(),
    waitsUntil: shownMoment.nullable(),
    outcome: z.enum(outcomes).nullable(),
    reason: z.enum(reasons).nullable(),
    why: bilingual.meta({ description: 'Why it was done or not, or what it waits for.' }),
    after: z.object({ step: z.string(), outcome: z.string() }).nullable().meta({ description: 'What led to it.' }),
    answers: z.record(z.string(), value).nullable(),
    answeredLate: z.boolean(),
    late: z.boolean(),
    by: z.object({ role: z.string().nullable(), person: z.string().nullable() }),
    channel: z.string().nullable(),
    told: z.array(z.object({ role: z.string(), moment: shownMoment })),
    messages: z.array(shownMessage),
    task: shownTask.nullable(),
  })
  .meta({ id: 'Touch' });
export const shownComing = z
  .object({
    step: z.string(),
    occurrence: z.string(),
    kind: z.string(),
    title: z.string(),
    target: shownMoment,
    armed: z.boolean().meta({ description: 'It exists already; else it will, when the one before it is made.' }),
    ifSilent: z.boolean().meta({ description: 'Only if nobody answers or does what comes before it.' }),
    after: z.object({ step: z.string(), outcome: z.string() }).nullable(),
    would: z
      .object({ outcome: z.string(), reason: z.string().nullable(), why: bilingual })
      .nullable()
      .meta({ description: 'How it would end without being made, as things are.' }),
  })
  .meta({ id: 'Coming' });
export const shownEnrollment = z
  .object({
    id: z.string(),
    sop: z.string(),
    title: z.string(),
    version: z.string(),
    department: z.string(),
    status: z.enum(['active', 'paused', 'stopping', 'completed', 'stopped']),
    because: z.string().nullable(),
    started: shownMoment,
    ended: shownMoment.nullable(),
    endReason: z.string().nullable(),
    why: bilingual,
    pause: z.object({ since: shownMoment, until: shownMoment.nullable() }).nullable(),
    stops: shownMoment.nullable(),
    dates: z.record(z.string(), z.string().nullable()),
    patient: z.object({ id: z.string(), externalId: z.string(), name: z.string().nullable() }),
    timeline: z.array(z.object({ moment: shownMoment, what: z.string(), words: bilingual, data: z.record(z.string(), value) })),
    touches: z.array(shownTouch),
    coming: z.array(shownComing),
    comingUntil: instant,
    comingComplete: z.boolean().meta({ description: 'False: there is more before `comingUntil` than is shown.' }),
  })
  .meta({ id: 'Enrollment' });

export const getEnrollment = operation({
  method: 'get',
  path: '/v1/enrollments/{id}',
  tag: 'Enrollments',
  summary: 'An enrollment: what was, what is open, what comes, and why or why not',
  description: '`coming` is what will come if everything goes as planned and nobody answers, worked out by the engine itself.',
  scope: 'enrollments:read',
  params: enrollmentId,
  query: z.strictObject({
    until: z.iso.datetime({ offset: true }).optional().meta({ description: 'How far `coming` looks; left out: 60 days.' }),
  }),
  answers: { 200: { words: 'The enrollment', schema: shownEnrollment } },
});

export const change = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('move_date'), date: name, value: dateValue }),
    z.strictObject({ do: z.literal('pause'), until: moment.optional() }),
    z.strictObject({ do: z.literal('resume') }),
    z.strictObject({ do: z.literal('stop') }),
    z.strictObject({ do: z.literal('cancel_touch'), touch: line(400) }),
  ])
  .meta({ id: 'EnrollmentChange' });
export type ChangeAsked = z.output<typeof change>;

const touched = z.object({ step: z.string(), occurrence: z.string(), title: z.string() });
const shownDifference = z
  .object({
    words: z.array(bilingual).meta({ description: 'The difference, one sentence a line.' }),
    status: z.object({ from: z.string(), to: z.string() }).nullable(),
    dates: z.array(z.object({ date: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
    stops: z.object({ from: shownMoment.nullable(), to: shownMoment.nullable() }).nullable(),
    moved: z.array(touched.extend({ from: shownMoment.nullable(), to: shownMoment.nullable(), armed: z.boolean() })),
    deadlines: z.array(touched.extend({ from: shownMoment.nullable(), to: shownMoment.nullable() })),
    added: z.array(touched.extend({ target: shownMoment.nullable() })),
    doneNow: z.array(touched),
    cancelled: z.array(touched.extend({ reason: z.string(), why: bilingual })),
    nowPast: z.array(touched.extend({ outcome: z.string(), reason: z.string(), why: bilingual })),
    stays: z.int().meta({ description: 'Touches that are open or to come and stay as they are.' }),
  })
  .meta({ id: 'Difference' });

export const postPreview = operation({
  method: 'post',
  path: '/v1/enrollments/{id}/previews',
  tag: 'Enrollments',
  summary: 'What a change would do',
  description: 'Nothing is changed.',
  scope: 'enrollments:read',
  params: enrollmentId,
  body: z.strictObject({ change }),
  answers: { 200: { words: 'The difference', schema: shownDifference } },
});
export const postChange = operation({
  method: 'post',
  path: '/v1/enrollments/{id}/changes',
  tag: 'Enrollments',
  summary: 'Move a date, pause, resume, stop, or cancel one touch',
  description: 'Takes effect at once. Who did it and why is kept.',
  scope: 'enrollments:write',
  params: enrollmentId,
  body: z.strictObject({ change, reason: line(500) }),
  answers: { 200: { words: 'What was changed', schema: shownDifference } },
});
