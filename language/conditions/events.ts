/** The events of language.md 16: their fields, what they bring, and which must be about the thing the enrollment started with. */
import type { EventName } from '../../engine/plan.ts';
import { any, bool, moment, number, text, type ValueType } from './value-type.ts';

export const broughtObjects = ['encounter', 'appointment', 'order', 'treatment', 'birth', 'complaint'] as const;
export type BroughtObject = (typeof broughtObjects)[number];

export type EventEntry = {
  fields: Readonly<Record<string, ValueType>>;
  brings: readonly BroughtObject[];
  /** `same`: counts only if it is about the very thing the enrollment started with; `other`: only if it is about another; absent: any. */
  about?: 'same' | 'other';
  /** Not about one patient: `among` chooses whom it concerns. */
  noPatient?: true;
};

const plain: EventEntry = { fields: {}, brings: [] };
const encounter: EventEntry = { fields: {}, brings: ['encounter'] };
const sameEncounter: EventEntry = { ...encounter, about: 'same' };
const otherEncounter: EventEntry = { fields: { department: text, ward: text }, brings: ['encounter'], about: 'other' };
const appointment: EventEntry = { fields: { department: text }, brings: ['appointment'], about: 'same' };
const order: EventEntry = { fields: {}, brings: ['order'], about: 'same' };
const treatment: EventEntry = { fields: {}, brings: ['treatment'], about: 'same' };
const birth: EventEntry = { fields: {}, brings: ['birth', 'encounter'] };
const complaint: EventEntry = { fields: {}, brings: ['complaint'], about: 'same' };
const words: EventEntry = { fields: { words: text }, brings: [] };
const enrollment: EventEntry = { fields: { because: text }, brings: [] };

export const eventCatalogue: Readonly<Record<EventName, EventEntry>> = {
  'encounter.discharge_planned': encounter,
  'encounter.discharged': encounter,
  'encounter.discharge_cancelled': sameEncounter,
  'encounter.updated': sameEncounter,
  'encounter.admitted': otherEncounter,
  'encounter.visited': otherEncounter,
  'appointment.booked': appointment,
  'appointment.moved': appointment,
  'appointment.cancelled': appointment,
  'appointment.kept': appointment,
  'appointment.missed': appointment,
  'diagnosis.recorded': { fields: { code: text, name: text }, brings: [] },
  'order.scheduled': order,
  'order.cancelled': order,
  'lab.done': { fields: { code: text, value: number(), abnormal: bool }, brings: [] },
  'reading.received': { fields: { code: text, value: number(), unit: text }, brings: [] },
  'treatment.cycle_started': treatment,
  'treatment.ended': treatment,
  'birth.recorded': birth,
  'birth.baby_died': birth,
  'complaint.filed': complaint,
  'complaint.updated': complaint,
  'patient.registered': plain,
  'patient.died': plain,
  'patient.moved_away': plain,
  'patient.joined': plain,
  'patient.wrote': words,
  'patient.alarm': words,
  'patient.wants_call': words,
  'patient.opted_out': words,
  'staff.replied': plain,
  'referral.arrived': { fields: { newcomer: text }, brings: [] },
  'payment.made': { fields: { amount: number() }, brings: [] },
  'weather.alert': { fields: { kind: text, title: text, area: text }, brings: [], noPatient: true },
  'enrollment.requested': enrollment,
  'enrollment.started': enrollment,
  'enrollment.ended': enrollment,
};

/** Every event has a time. */
export const fieldsOfEvery: Readonly<Record<string, ValueType>> = { time: moment };

/** The entry of an event; a hospital's own `custom.x` has the fields its library names (language.md 13), of any type. */
export function eventEntry(name: EventName, custom: Readonly<Record<EventName, readonly string[]>> = {}): EventEntry | undefined {
  if (Object.hasOwn(eventCatalogue, name)) return eventCatalogue[name];
  const fields = Object.hasOwn(custom, name) ? custom[name] : undefined;
  return fields && { fields: Object.fromEntries(fields.map((field) => [field, any])), brings: [] };
}
