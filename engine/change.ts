/**
 * What one step of the engine changes in the world, and what the workflow must know of it.
 * In memory the changes are applied to the chart; on the real engine database/changes.ts writes them in the same transaction
 * that holds the patient's lock.
 */
import type { Answers, EnrollmentChart, EventRecord, TouchChart, Value } from './chart.ts';
import type { Attachment, Channel, Instant, Kind, Language, Name, Purpose, Question, StepId } from './plan.ts';

/** Work for a person, one per touch. Its status follows the touch: ended by silence is expired, by a person done, by a stop cancelled. */
export type TaskOpened = {
  touch: string;
  kind: 'task' | 'call';
  step: StepId;
  role: Name;
  team: Name;
  /** The one the HIS names, if known. */
  person?: string;
  title: string;
  script?: string;
  /** Why now, in the staff's words: what led here. */
  because?: string;
  urgent: boolean;
  attach: Attachment[];
  questions: Question[];
  openedAt: Instant;
  dueAt?: Instant;
  /** For calls: whom to reach now, and how. */
  reach?: { who: 'patient' | 'family'; via: string };
};

/** `main`, `remind.1`, `again` (asked once more), `check` (an address), `copy.<relative>`, `try.2` (an operator's new attempt). */
export type MessagePart = string;

/** A message that was claimed for sending: from here on exactly one carrier call may come of it, or a person is asked. */
export type MessageClaimed = {
  /** touch key / part / channel / attempt */
  key: string;
  touch: string;
  step: StepId;
  part: MessagePart;
  channel: Channel | 'fulfilment' | 'system' | 'his';
  /** What the channel must do. */
  form: 'text' | 'ring' | 'parcel' | 'notice' | 'choice_of_slots';
  /** For `system`: whose address. */
  system?: Name;
  to: { who: 'patient' | 'family' | 'system'; address: string };
  words: string;
  language?: Language;
  /** The questions that can be answered to it. */
  questions: Question[];
  /** For parcels, notices and choices of slots: item, enclosures, event, data, clinic, from and to. */
  data?: Record<Name, Value>;
  purpose: Purpose;
  urgent: boolean;
  /** Counts against the patient's cap (answers to what was just written do not). */
  counts: boolean;
  claimedAt: Instant;
};

export type Told = {
  touch: string;
  step: StepId;
  role: Name;
  team: Name;
  person?: string;
  at: Instant;
  what: 'rung' | 'remind' | 'daily' | 'note';
  n: number;
  words: string;
};

/** One line of the timeline that is not a touch: moved, paused, stopped, a date that changed. */
export type TimelineEntry = {
  at: Instant;
  what: 'started' | 'date_moved' | 'paused' | 'resumed' | 'stopped' | 'completed' | 'pace' | 'taken_over' | 'note';
  data: Record<string, Value>;
};

export type Change =
  | { kind: 'touch'; touch: TouchChart; step: { kind: Kind; order: number; reaches: boolean; urgent: boolean; purpose: Purpose } }
  | { kind: 'task'; task: TaskOpened }
  /** The open task of a touch goes on with another owner, due or way to reach. */
  | {
      kind: 'task_changed';
      touch: string;
      role?: Name;
      team?: Name;
      dueAt?: Instant;
      snoozedUntil?: Instant;
      reach?: { who: 'patient' | 'family'; via: string };
      words?: string;
    }
  | { kind: 'message'; message: MessageClaimed }
  | { kind: 'told'; told: Told }
  | { kind: 'enrollment'; enrollment: EnrollmentChart }
  | { kind: 'entry'; list?: Name; tag?: Name; untag?: Name; note: string; touch: string; at: Instant }
  | { kind: 'reward'; points?: number; grant?: Name; howMany: number; to: 'patient' | 'newcomer'; note: string; touch: string; at: Instant }
  /** Another SOP begins for this patient; admitted already. */
  | { kind: 'start'; sop: Name; because: string; touch: string; at: Instant }
  | { kind: 'reading'; code: string; value: number; unit?: string; at: Instant; touch: string }
  | { kind: 'address_bad'; channel: Channel | 'phone'; value: string }
  | { kind: 'opted_out'; at: Instant; words: string }
  | { kind: 'relative'; answers: Answers; touch: string }
  /** Something that follows and is to be heard by every SOP of the patient, this one included: a reading from an answer, enrollment.ended. */
  | { kind: 'event'; event: EventRecord }
  | { kind: 'timeline'; entry: TimelineEntry };

/** One moment the workflow must wake for. `make`: a touch is due. The rest are marks of made touches, and the enrollment's own. */
export type Moment = {
  at: Instant;
  do: 'make' | 'remind' | 'rung' | 'receipt' | 'end' | 'pause_over' | 'stop_day';
  n: number;
  order: number;
};

/**
 * What the workflow is told: for every touch that changed, all its moments (none: it has ended, or waits for something outside).
 * `seq` is the enrollment's after the change; an older word about a touch never replaces a newer one.
 */
export type Agenda = {
  seq: number;
  moments: Record<string, Moment[]>;
  /** Every touch with something to come is in it. */ whole?: true;
  ended?: boolean;
};
/** A claimed message for the carrier's own queue. */
export type SendOrder = { message: string; touch: string; queue: string };
