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

export const holders = ['contact_hours', 'cap', 'talking', 'paused', 'carrier_down'] as const;
/** What can hold a touch back (language.md 10.5, 11). */
export type HeldBy = (typeof holders)[number];
/** A moment in the life of a made touch: a reminder, a rung of the ladder, the carrier's time for a receipt, the end of the wait. `n` counts from 1. */
export type Mark = { at: Instant; do: 'remind' | 'rung' | 'receipt' | 'end'; n: number };

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
  /** When it should be made; absent while the date it counts from is not known. */
  target?: Instant;
  /** Since when that moment was known: a target that was past already was late, one that passed unseen was an outage. */
  plannedAt: Instant;
  /** Not to be made before this, and what holds it; `until` absent: until the pause ends. */
  held?: { by: HeldBy; until?: Instant };
  /** The message that is on its way to the carrier, until its result is known; a merged touch's is that of the first one. */
  sending?: string;
  /** Reminders and the like that are on their way. */
  underWay?: string[];
  /** Touches whose words go out with this one's (language.md 10.5, row 9). */
  merged?: string[];
  /** The name whose value was missing when `if` was asked. */
  unknown?: string;
  /** How many messages were claimed for it so far: the attempt in the next message's key. */
  attempts?: number;
  /** Whether the address is right was asked already. */
  addressAsked?: true;
  /** The question was asked a second time because the first reply was not understood. */
  askedAgain?: boolean;
  madeAt?: Instant;
  /** What is still to come of a made touch, in order of time. */
  marks?: Mark[];
  /** Who makes it: the role, and the name of the person if one is known. */
  role?: Name;
  person?: string;
  channel?: Channel;
  variant?: Name;
  claimedAt?: Instant;
  /** Wait, due: absolute. */
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
  /** Why the last of them refused. */
  refusal?: Reason;
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
  /** Dates moved by a person: they hold until the source itself says something else than `instead`. */
  movedDates?: Record<Name, { value: DateValue; instead: DateValue | null }>;
  /** Values of `dates`; null: not known (yet). */
  dates: Record<Name, DateValue | null>;
  /** Which pace rule a rhythm keeps, and the occurrence date it counts from; null: its own rhythm. */
  pace: Record<StepId, { rule: number; from: DateValue } | null>;
  /** Variant per step, where drawn or set. */
  variants: Record<StepId, Name>;
  /** The last pause that is over: what fell into it was held by it. */
  lastPause?: { from: Instant; to: Instant };
  /** While paused: since when, by which stop rule (none: by a person), and until when at most. */
  pause?: {
    at: Instant;
    rule?: number;
    until?: Instant;
    /** When the event happened that paused it, if that was earlier. */ since?: Instant;
  };
  /** The day of `stop: day`, as a moment. */
  stopAt?: Instant;
  /** How it ended: completed, or why it was stopped. */
  endReason?: Reason;
  endedAt?: Instant;
  /** Rises by one with every transaction about this enrollment; the start is 1. */
  seq: number;
};

export type Chart = {
  house: HouseRules;
  patient: PatientChart;
  enrollment: EnrollmentChart;
  /** Touches by key: all that are not ended, and at least the newest ended one of each step and those a live one came from. */
  touches: Record<string, TouchChart>;
  tallies: Record<StepId, StepTally>;
  /** Automatic contacts with this patient over all SOPs, newest last: what caps count. */
  contacts: { at: Instant; purpose: Purpose; enrollment: string; message?: string }[];
  /** Automatic touches of other enrollments of this patient that are armed, with their purposes: what caps of higher purpose still expect. */
  coming: { at: Instant; purpose: Purpose; urgent: boolean; enrollment: string }[];
  /** Other enrollments of this patient: for `not_with`, `gap`, `again`. `startedBy`: encounter:E1 … */
  others: {
    id: string;
    sop: Name;
    status: EnrollmentStatus;
    startedBy?: string;
    startedAt: Instant;
    endedAt?: Instant;
    endReason?: Reason;
  }[];
  /** When a member of staff last wrote to or phoned the patient. */
  staffTalkedAt?: Instant;
  /** The patient's events since the enrollment's day 0 or start, for `expect` that began in the past. */
  events: EventRecord[];
  /** The open "no way to reach" task of this patient, if there is one. */
  openNoWay?: string;
};
