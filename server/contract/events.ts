/** Events: what happened, told by hospital systems. */
import { z } from 'zod';
import { broughtFields } from '../../language/conditions/objects.ts';
import type { BroughtObject } from '../../language/conditions/events.ts';
import { foreignId, line, moment, value } from './common.ts';
import { operation } from './operation.ts';
import { patientNamed } from './patients.ts';
import { shapeOf } from './values.ts';

const thing = (object: BroughtObject) =>
  z
    .strictObject({ id: z.union([foreignId, z.int()]).optional(), ...shapeOf(broughtFields[object] ?? {}) })
    .optional()
    .meta({ id: object[0]!.toUpperCase() + object.slice(1) });

/** What an event brings (language.md 16). `id`: of the thing itself; the same thing never starts the same SOP twice. */
export const objects = {
  encounter: thing('encounter'),
  appointment: thing('appointment'),
  order: thing('order'),
  treatment: thing('treatment'),
  birth: thing('birth'),
  complaint: thing('complaint'),
} satisfies Record<BroughtObject, z.ZodType>;

const eventName = line(80).meta({
  description: 'An event of the language (language.md 16), or the hospital’s own, custom.name.',
  example: 'encounter.discharged',
});

export const eventBody = z
  .strictObject({
    id: foreignId.optional().meta({ description: 'The sender’s own: the same id twice is one event.' }),
    name: eventName,
    at: moment.optional().meta({ description: 'When it happened; left out: now.' }),
    patient: patientNamed.optional(),
    patientId: line(100).optional().meta({ description: 'Our own id of the patient, instead of `patient`.' }),
    fields: z.record(z.string().max(64), value).optional().meta({ description: 'What the event says itself.' }),
    ...objects,
  })
  .meta({
    id: 'Event',
    example: {
      id: 'A03-20260311-0007',
      name: 'encounter.discharged',
      patient: { externalId: 'P-1001', name: '王芳', phone: '13800001001' },
      encounter: { id: 'E-1', department: 'cardiology', procedures: ['36.06'], discharge_date: '2026-03-11T11:00:00+08:00' },
    },
  });

export const postEvent = operation({
  method: 'post',
  path: '/v1/events',
  tag: 'Events',
  summary: 'Tell that something happened',
  description:
    'Stored and answered at once, then given to the patient’s SOPs in the order of arrival. The same id again changes nothing. An event about a patient who is not known is kept until the patient is, unless it says who that is.',
  scope: 'events:write',
  body: eventBody,
  answers: {
    202: {
      words: 'Stored',
      schema: z.object({ id: z.string(), received: z.enum(['new', 'again']), patientKnown: z.boolean() }).meta({ id: 'EventReceived' }),
    },
  },
});
