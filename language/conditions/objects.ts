/** The objects of language.md 8 and 16: which fields they have, of what type, and which of them are always known once the object is. */
import { bool, choice, day, listOf, moment, number, person, text, time, type ValueType } from './value-type.ts';

/** `known`: has a value whenever the object has (a text may use it without `default`). */
export type Field = { type: ValueType; known: boolean };
export type Fields = Readonly<Record<string, Field>>;

const maybe = (type: ValueType): Field => ({ type, known: false });
const known = (type: ValueType): Field => ({ type, known: true });

export const personFields: Fields = { name: maybe(text), phone: maybe(text) };

export const patientFields: Fields = {
  name: known(text),
  salutation: maybe(text),
  sex: maybe(text),
  age: maybe(number()),
  age_months: maybe(number()),
  birth_date: maybe(day),
  language: maybe(text),
  city: maybe(text),
  area: maybe(text),
  distance_km: maybe(number()),
  diagnoses: maybe(listOf(text)),
  tags: maybe(listOf(text)),
  departments: maybe(listOf(text)),
  has_wechat: maybe(bool),
  has_family: maybe(bool),
  manager: maybe(person),
  doctor: maybe(person),
  last_visit: maybe(time),
  visits_12m: maybe(number()),
  spend_12m: maybe(number()),
  spend_before_12m: maybe(number()),
  usual_interval_days: maybe(number()),
  satisfaction: maybe(number()),
  nps: maybe(number()),
  complaints_12m: maybe(number()),
  open_complaints: maybe(number()),
  answer_rate: maybe(number()),
  loss_reason: maybe(text),
  points: maybe(number()),
  contact_time: maybe(text),
};

/** What a start can bring. What a scheduling system always says about an appointment or an order is known; a room often is not. */
export const broughtFields: Readonly<Record<string, Fields>> = {
  encounter: {
    kind: known(text),
    department: known(text),
    ward: maybe(text),
    nurse: maybe(person),
    doctor: maybe(person),
    disease: maybe(text),
    diagnoses: maybe(listOf(text)),
    procedures: maybe(listOf(text)),
    surgery_date: maybe(time),
    admit_date: maybe(time),
    discharge_date: maybe(time),
    end_time: maybe(time),
    treated: maybe(bool),
    visit_number: maybe(number()),
    days_to_next_visit: maybe(number()),
  },
  appointment: {
    department: known(text),
    clinic: known(text),
    room: maybe(text),
    doctor: known(person),
    time: known(moment),
    kind: known(text),
    status: known(text),
  },
  order: { exam: known(text), time: known(moment), room: maybe(text) },
  treatment: {
    plan: maybe(text),
    cycle: maybe(number()),
    started_at: maybe(time),
    next_cycle_date: maybe(time),
    nurse: maybe(person),
    doctor: maybe(person),
  },
  birth: { time: known(moment), way: maybe(text), babies: maybe(number()) },
  complaint: { summary: known(text), filed_at: known(moment), department: maybe(text), serious: maybe(bool) },
};

const reading = maybe(number());
export const latestFields: Fields = {
  glucose: reading,
  systolic: reading,
  diastolic: reading,
  heart_rate: reading,
  weight: reading,
  temperature: reading,
  spo2: reading,
  peak_flow: reading,
  hba1c: reading,
};
export const readingCodes: readonly string[] = Object.keys(latestFields);

export const enrollmentFields: Fields = { because: maybe(text), started_at: known(moment), day: known(number()) };
export const occurrenceFields: Fields = { date: known(time), number: known(number()) };
export const houseFields: Fields = { name: known(text), phone: known(text) };
export const linkFields: Fields = Object.fromEntries(
  ['survey', 'choose', 'appointment', 'page', 'refill', 'points', 'offer'].map((name) => [name, known(text)]),
);
export const referralFields: Fields = { link: known(text), code: known(text) };
/** Of the things counted by `each: patient_message`. */
export const messageFields: Fields = { hours_to_answer: maybe(number()) };

export const weekdayWords = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
export const segments = {
  '111': '核心',
  '110': '价值',
  '101': '潜力',
  '100': '一般',
  '011': '预警',
  '010': '流失',
  '001': '沉睡',
  '000': '无效',
} as const;
export const segmentType: ValueType = choice(Object.values(segments), 'rfm');
export const weekdayType: ValueType = choice(weekdayWords, 'weekday');
