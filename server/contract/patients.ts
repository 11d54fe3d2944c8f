/** Patients: what other systems tell of them, and what is shown. */
import { z } from 'zod';
import { channels, purposes } from '../../engine/plan.ts';
import { patientFields } from '../../language/conditions/objects.ts';
import { bilingual, clock, instant, language, limit, line, next, shownMoment, value, zone } from './common.ts';
import { operation } from './operation.ts';
import { shapeOf } from './values.ts';

/** The hospital's own number of the patient. */
export const externalId = line(100).refine((text) => !/[/?#\\]/.test(text), {
  params: { code: 'bad-format', en: 'Without / ? # \\.', zh: '不能有 / ? # \\。' },
});
export const channel = z.enum(channels);
const hours = z.strictObject({ from: clock, to: clock }).refine(({ from, to }) => from < to, {
  params: { code: 'bad-hours', en: 'Hours lie within one day: from before to.', zh: '时间要在同一天内，from 早于 to。' },
});

const address = z
  .strictObject({ channel: z.enum([...channels, 'phone']), value: line(500), bad: z.boolean().optional() })
  .meta({ id: 'Address', description: 'Telephone numbers (phone, sms, voice) are kept in E.164; without +, they are numbers of China.' });
const relative = z
  .strictObject({
    id: z.string().regex(/^[\w.:@+=-]{1,64}$/, 'Letters, digits and . : @ + = _ -'),
    name: line(100),
    relation: line(50).optional(),
    consent: z.boolean().meta({ description: 'The patient agrees that this person is contacted.' }),
    phone: line(40).optional(),
    addresses: z.array(address).max(10).optional(),
  })
  .meta({ id: 'RelativeUpdate' });
const consent = z
  .strictObject({ purpose: z.enum(purposes), channel: channel.optional(), given: z.boolean() })
  .meta({ id: 'Consent', description: 'Without channel: for all of them.' });

const { name, ...otherFields } = shapeOf(patientFields);
/** What is left out stays as it was; lists that are given replace what was there; consents are added. */
const update = {
  name: line(100).optional(),
  phone: line(40).optional().meta({ description: 'Replaces the telephone number, and no other address.' }),
  fields: z
    .strictObject({ name: name!, ...otherFields })
    .optional()
    .meta({ description: 'What conditions see as patient.*; null: known no more.' }),
  language: language.nullable().optional(),
  zone: zone.nullable().optional(),
  hours: hours.nullable().optional().meta({ description: 'The patient’s own contact hours; they narrow those of the SOPs.' }),
  wishedChannel: channel.nullable().optional(),
  departments: z.array(line(64)).max(50).optional(),
  addresses: z.array(address).max(30).optional(),
  relatives: z.array(relative).max(20).optional(),
  consents: z.array(consent).max(50).optional(),
  optedOut: z.boolean().optional(),
};
export const patientUpdate = z.strictObject(update).meta({ id: 'PatientUpdate' });
/** Of an event or an enrollment: whose it is, and what is told of the patient by the way. */
export const patientNamed = z.strictObject({ externalId, ...update }).meta({ id: 'PatientNamed' });
export type PatientUpdateBody = z.output<typeof patientUpdate>;

const shownAddress = z.object({ channel: z.enum([...channels, 'phone']), value: z.string(), bad: z.boolean().optional() });
export const shownPatient = z
  .object({
    id: z.string(),
    externalId: z.string(),
    fields: z.record(z.string(), value),
    language: z.string().nullable(),
    zone: z.string().nullable(),
    hours: z.object({ from: z.string(), to: z.string() }).nullable(),
    wishedChannel: z.string().nullable(),
    departments: z.array(z.string()),
    addresses: z.array(shownAddress),
    relatives: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        relation: z.string().nullable(),
        consent: z.boolean(),
        addresses: z.array(shownAddress),
      }),
    ),
    consents: z.array(z.object({ purpose: z.enum(purposes), channel: channel.nullable(), given: z.boolean() })),
    optedOut: z.boolean(),
    diedAt: instant.nullable(),
    updatedAt: instant,
    enrollments: z.array(
      z.object({
        id: z.string(),
        sop: z.string(),
        status: z.string(),
        startedAt: instant,
        endedAt: instant.nullable(),
        endReason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Patient' });

export const touchLine = z
  .object({
    key: z.string(),
    enrollment: z.string(),
    department: z.string(),
    step: z.string(),
    kind: z.string(),
    urgent: z.boolean(),
    target: shownMoment.nullable(),
    made: shownMoment.nullable(),
    ended: shownMoment.nullable(),
    heldBy: z.string().nullable(),
    heldUntil: shownMoment.nullable(),
    outcome: z.string().nullable(),
    reason: z.string().nullable(),
    why: bilingual,
  })
  .meta({ id: 'TouchLine' });

const byNumber = z.object({ externalId });

export const putPatient = operation({
  method: 'put',
  path: '/v1/patients/{externalId}',
  tag: 'Patients',
  summary: 'Tell what is known of a patient',
  description:
    'Makes the patient, or adds to what is known: what is left out stays as it was, lists that are given replace what was there. Events that came before the patient was known are taken up.',
  scope: 'patients:write',
  params: byNumber,
  body: patientUpdate,
  answers: { 200: { words: 'The patient as known now', schema: shownPatient }, 201: { words: 'A new patient', schema: shownPatient } },
});
export const getPatient = operation({
  method: 'get',
  path: '/v1/patients/{externalId}',
  tag: 'Patients',
  summary: 'What is known of a patient',
  scope: 'patients:read',
  params: byNumber,
  answers: { 200: { words: 'The patient', schema: shownPatient } },
});
export const getTouches = operation({
  method: 'get',
  path: '/v1/patients/{externalId}/touches',
  tag: 'Patients',
  summary: 'Everything that was and is planned for a patient, over all SOPs',
  description: 'In order of their moments, a page at a time.',
  scope: 'patients:read',
  params: byNumber,
  query: z.strictObject({
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
    after: z.string().max(600).optional(),
    limit: limit(500),
  }),
  answers: { 200: { words: 'A page', schema: z.object({ touches: z.array(touchLine), next }) } },
});
