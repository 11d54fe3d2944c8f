/**
 * Everything that is known when something is decided about one enrollment: read fresh under the patient's lock.
 * In memory the chart is the world itself; on the real engine it is loaded from PostgreSQL (database/charts.ts).
 * Plain JSON. Values that conditions read keep the language's names (snake_case).
 */
import type { Channel, DateValue, EventName, HouseRules, Instant, Language, Name, Outcome, Purpose, Reason, StepId } from './plan.ts';

/** What an SOP's condition can see of a fact: scalars and lists. A moment is an ISO string with a time, a day without. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Answers = Record<Name, Value>;

/** Something that happened. `id` is the sender's or ours, and is what makes the same event the same. */
export type EventRecord = {
  id: string;
  name: EventName;
  at: Instant;
  /** event.code, event.value, event.words … (language.md 16) */
  fields: Record<Name, Value>;
  /** encounter, appointment, order … as the event brought them, each with its `id`. */
  objects: Record<Name, Record<Name, Value>>;
};

export type Consent = { purpose: Purpose; channel?: Channel; given: boolean };
export type Address = { channel: Channel | 'phone'; value: string; bad?: boolean };
export type Relative = { id: string; name: string; relation?: string; consent: boolean; addresses: Address[] };

export type PatientChart = {
  id: string;
  /** language.md 8, `patient.*`: name, salutation, sex, age …; absent: unknown. */
  fields: Record<Name, Value>;
  language?: Language;
  /** IANA zone; absent: the hospital's. */
  zone?: string;
  diedAt?: Instant;
  /** The patient's own contact hours narrow the SOP's. */
  hours?: { from: string; to: string };
  wishedChannel?: Channel;
  addresses: Address[];
  relatives: Relative[];
  consents: Consent[];
  /** Said "stop" on every channel. */
  optedOut: boolean;
  readings: { code: string; value: number; unit?: string; at: Instant }[];
};

/** What a touch has become. Armed: its moment is known or awaited. Made: accepted, opened, handed over. Ended: it has its one outcome. */
export type TouchChart = {
  key: string;
  step: StepId;
  occurrence: string;
  /** 1, or the round of a repeat. */
  round: number;
  /** The touch whose outcome led here. */
  parent?: string;
  /** The event of a `when` step. */
  event?: EventRecord;
  /** The date of a rhythm's occurrence, before `before` moves the touch. */
  occurrenceDate?: DateValue;
  number?: number;
  target?: Instant;
  madeAt?: Instant;
  /** Who makes it: the role, and the name of the person if one is known. */
  role?: Name;
  person?: string;
  channel?: Channel;
  variant?: Name;
  claimedAt?: Instant;
  /** Wait, due: absolute, from when it was made. */
  dueAt?: Instant;
  endAt?: Instant;
  answers?: Answers;
  answeredLate?: boolean;
  notUnderstood?: boolean;
  score?: number;
  outcome?: Outcome;
  reason?: Reason;
  endedAt?: Instant;
  late?: boolean;
  /** For person's calls: tries made so far, and when the next is due. */
  tries?: { made: number; nextAt?: Instant };
  /** Channels that refused, did not get a receipt, or have no address. */
  refusedBy?: Channel[];
  /** Who was told, in order of time. */
  told?: { role: Name; at: Instant }[];
};

/** Counts over all touches of a step, for `times`, `times_answered`, `missed_in_a_row` (older touches need not be in the chart). */
export type StepTally = { made: number; answered: number; missedInARow: number };

export type EnrollmentStatus = 'active' | 'paused' | 'stopping' | 'completed' | 'stopped';

export type EnrollmentChart = {
  id: string;
  sop: Name;
  status: EnrollmentStatus;
  because?: string;
  startedAt: Instant;
  /** The event it began with, if one did. */
  startEvent?: EventRecord;
  /** What the start brought, as known now: encounter, appointment, order, treatment, birth, complaint. */
  objects: Record<Name, Record<Name, Value>>;
  /** Values of `dates`; null: not known (yet). */
  dates: Record<Name, DateValue | null>;
  /** Which pace rule a rhythm keeps, and the occurrence date it counts from; null: its own rhythm. */
  pace: Record<StepId, { rule: number; from: DateValue } | null>;
  /** Variant per step, where drawn or set. */
  variants: Record<StepId, Name>;
  pausedAt?: Instant;
  pausedBy?: number;
};

export type Chart = {
  house: HouseRules;
  patient: PatientChart;
  enrollment: EnrollmentChart;
  /** Touches by key: all that are not ended, and at least the newest ended one of each step and those a live one came from. */
  touches: Record<string, TouchChart>;
  tallies: Record<StepId, StepTally>;
  /** Automatic contacts with this patient over all SOPs, newest last: what caps count. */
  contacts: { at: Instant; purpose: Purpose; enrollment: string }[];
  /** Automatic touches of other enrollments of this patient that are armed, with their purposes: what caps of higher purpose still expect. */
  coming: { at: Instant; purpose: Purpose; urgent: boolean; enrollment: string }[];
  /** Other enrollments of this patient: for `not_with`, `gap`, `again`. `startedBy`: encounter:E1 … */
  others: { id: string; sop: Name; status: EnrollmentStatus; startedBy?: string; startedAt: Instant; endedAt?: Instant }[];
  /** When a member of staff last wrote to or phoned the patient. */
  staffTalkedAt?: Instant;
  /** The patient's events since the enrollment's day 0 or start, for `expect` that began in the past. */
  events: EventRecord[];
  /** The open "no way to reach" task of this patient, if there is one. */
  openNoWay?: string;
};
