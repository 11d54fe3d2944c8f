/**
 * What a compiled SOP is: plain, frozen data, the same for every patient (language.md 15).
 * The language compiles to it; the engine, the activities and the forecast read it. Nothing here does anything.
 */

/** A name in a file: small letters, digits and `_` (or `department/name` for SOPs). */
export type Name = string;
export type StepId = string;
/** A moment: milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;
/** A calendar day, `2026-03-11`. */
export type Day = string;
/** A time of day, `09:00`. */
export type Clock = string;
/** BCP 47, `zh-CN`. */
export type Language = string;
/** A value of `dates`: a day (`2026-03-11`) in the hospital's zone, or a moment (`2026-03-11T03:00:00.000Z`). */
export type DateValue = string;
export type EventName = string;
/** 1-based place in a file. `file` only where it is not the SOP itself. */
export type Place = { file?: string; line: number; column: number };

// ── words for time (language.md 6) ──────────────────────────────────────────────────────────────
export const spanUnits = ['minute', 'hour', 'day', 'week', 'month', 'year', 'work_hour', 'work_day'] as const;
export type SpanUnit = (typeof spanUnits)[number];
export type Span = { amount: number; unit: SpanUnit };
export const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** A day of a month in a rhythm. */
export type MonthDay =
  | { kind: 'day'; day: number }
  | { kind: 'last_day' }
  | { kind: 'weekday'; nth: 1 | 2 | 3 | 4 | 'last'; weekday: Weekday }
  | { kind: 'work_day'; nth: 'first' | 'last' };

export type Rhythm =
  | { unit: 'hour' | 'day'; every: number }
  | { unit: 'week'; every: number; on?: Weekday[] }
  | { unit: 'month'; every: number; on?: MonthDay[] }
  | { unit: 'year'; every: number; on?: { month: number; day: number }[] };

export type Shift = { direction: 'next' | 'previous' | 'nearest'; to: 'work_day' | Weekday };
/** `at: 09:00` or, with `to`, a range that spreads the patients over it. */
export type At = { from: Clock; to?: Clock };

/** The end of something: a span from when the step was made (or `from` a date or a step's end), or a point. */
export type Deadline =
  | { kind: 'span'; span: Span; from?: Reference }
  | { kind: 'clock'; at: Clock }
  | { kind: 'day'; day: number; at?: Clock }
  | { kind: 'weekday'; weekday: Weekday; at: Clock }
  | { kind: 'date'; date: Name };

/** A name an offset can count from: a date of the SOP, or a step (its end). */
export type Reference = { kind: 'date'; date: Name } | { kind: 'step'; step: StepId };
/** `starts`, `ends` of a rhythm: a day counted from day 0, or a date. Both days included. */
export type Bound = { kind: 'day'; day: number } | { kind: 'date'; date: Name };

/** What a step counts from. `now`: at enrollment, or under `then` at the outcome. */
export type Base =
  | { kind: 'now' }
  | { kind: 'day'; days: number[] }
  | { kind: 'reference'; from: Reference }
  | { kind: 'rhythm'; rhythm: Rhythm; starts?: Bound; ends?: Bound; pace: Pace[] }
  | { kind: 'event'; events: EventName[] };

export type When = {
  base: Base;
  /** Moves the moment; negative for `before`. `replaces`: with `when` and `after`, a newer event replaces one still pending. */
  offset?: { span: Span; direction: 'after' | 'before' };
  at?: At;
  shift?: Shift;
};
export type Pace = { if: Expr[]; every: Rhythm; until: Expr[] };

// ── conditions and texts ───────────────────────────────────────────────────────────────────────
/** A condition or value, checked when compiled, evaluated in activities. `uses`: the root names it reads. */
export type Expr = Place & { source: string; uses: Name[] };
/** Words with `{{ }}`: literal pieces and holes. */
export type Template = (string | Hole)[];
export type Hole = { name: string; filters: { name: 'date' | 'time' | 'weekday' | 'number' | 'default'; argument?: string }[] };
/** Words by language; the one who renders picks the patient's language, else the first. `pick`: by the value of a name. */
export type Text =
  { kind: 'words'; in: Record<Language, Template> } | { kind: 'pick'; by: Expr; of: Record<string, Record<Language, Template>> };

export const questionTypes = ['yes_no', 'choice', 'choices', 'number', 'text', 'photo', 'date', 'person'] as const;
export type QuestionType = (typeof questionTypes)[number];
export type Question = {
  name: Name;
  label: Text;
  type: QuestionType;
  options?: { code: string; label: Text; points?: number }[];
  min?: number;
  max?: number;
  unit?: string;
  dimension?: Name;
  nps?: boolean;
  /** A reading's code, or `family`. */
  record?: Name;
  optional?: boolean;
  /** Asked only if this holds; sees the other answers of the form by their bare names. */
  if?: Expr;
};

// ── the parts of a step ────────────────────────────────────────────────────────────────────────
export const kinds = [
  'message',
  'call',
  'task',
  'survey',
  'gift',
  'appointment',
  'expect',
  'reward',
  'enroll',
  'tell_system',
  'record',
  'repeat',
] as const;
export type Kind = (typeof kinds)[number];
export const channels = ['wechat', 'sms', 'voice', 'app', 'email', 'paper'] as const;
export type Channel = (typeof channels)[number];
export type Try = { reach: 'patient' | 'family'; via: 'phone' | 'sms' | 'wechat' | 'visit' | 'letter'; times: number; every?: Span };
export type Variant = { name: Name; share: number; text?: Text; nothing: boolean };
/** What steps that reach someone share. */
export type Reach = { to: 'patient' | 'family'; via?: Channel[]; urgent: boolean; text?: Text; variants: Variant[] };
/** A file of the department, or one of the product's own papers. */
export type Attachment = { kind: 'service_calendar' | 'recovery_portrait' | 'visit_card' } | { kind: 'file'; path: string };

export type Message = Reach & {
  kind: 'message';
  copyFamily: boolean;
  unread?: Span;
  attach: Attachment[];
  private: boolean;
  alone: boolean;
};
/** `how`: ring once; a voice reads `text` and keys answer; or a person phones from the inbox. */
export type Call = Reach & { kind: 'call' } & (
    | { how: 'ring' }
    | { how: 'say' }
    | { how: 'person'; by: Name[]; script?: Text; attach: Attachment[]; tries?: Try[]; closeWhen: EventName[] }
  );
export type TaskAct = {
  kind: 'task';
  by: Name[];
  script?: Text;
  attach: Attachment[];
  urgent: boolean;
  approveBy?: Name;
  closeWhen: EventName[];
};
export type Survey = Reach & { kind: 'survey'; private: boolean; anonymous: boolean };
export type Gift = Reach & {
  kind: 'gift';
  item: Name;
  by?: Name;
  budget?: { amount: number; currency: string };
  enclose: Name[];
  checkAddress?: Span;
};
export type AppointmentAct = Reach & {
  kind: 'appointment';
  do: 'offer' | 'move' | 'confirm' | 'book' | 'cancel';
  clinic?: Name;
  doctor?: Expr;
  between?: { kind: 'spans'; from: Span; to: Span } | { kind: 'days'; from: number; to: number };
  by?: Name;
};
export type Expect = { kind: 'expect'; events: EventName[]; if: Expr[] };
export type Reward = { kind: 'reward'; points?: number; grant?: Name; howMany: number; to: 'patient' | 'newcomer'; note?: Text };
export type Enroll = { kind: 'enroll'; sop: Name; because?: Text };
export type TellSystem = { kind: 'tell_system'; system: Name; event: Name; data: Record<Name, Text> };
export type RecordAct = { kind: 'record'; tag?: Name; untag?: Name; list?: Name; note?: Text };
export type Repeat = { kind: 'repeat'; step: StepId; atMost: number; oneLevelUp: boolean };
export type Act = Message | Call | TaskAct | Survey | Gift | AppointmentAct | Expect | Reward | Enroll | TellSystem | RecordAct | Repeat;

/** `to`: a role, or the one above whoever was told last. */
export type Rung = { after: Deadline; to: Name | { above: true }; unless: 'claimed' | 'done' };
/** `endAfterDue`: the wait ends so long after `due` (the default of tasks and persons' calls, 7 days); neither: it never closes by itself. */
export type Wait = { end?: Deadline; endAfterDue?: Span; due?: Deadline; remind: Deadline[]; rungs: Rung[]; early?: Span };
/** `max` absent: the live `contact.late`; `never`: urgent work is never too late. `then` absent: the live `contact.missed`. */
export type Late = { max?: Span | 'until_due' | 'never'; then?: 'skip' | { tell: Name } };

export type Step = Place & {
  id: StepId;
  kind: Kind;
  title?: Text;
  card?: Text;
  parent?: { step: StepId; outcome: Outcome };
  when: When;
  guard: Expr[];
  act: Act;
  questions: Question[];
  wait: Wait;
  late: Late;
  /** Steps that follow an outcome; an empty list is `go on`; no entry: nothing was said. */
  next: Partial<Record<Outcome, StepId[]>>;
};

// ── the rest of the file ───────────────────────────────────────────────────────────────────────
export type Start = ({ on: 'event'; events: EventName[] } | { on: 'rhythm'; rhythm: Rhythm; at: At } | { on: 'once'; day: Day; at: At }) & {
  if: Expr[];
  again: 'restart' | 'keep' | 'both';
  gap?: Span;
  notWith: Name[];
  replaces: Name[];
};

export const purposes = ['care', 'service', 'survey', 'education', 'marketing'] as const;
export type Purpose = (typeof purposes)[number];
export type Cap = { times: number; per: 'day' | 'week' };
/** Contact rules as one file states them. A SOP's own are frozen; the hospital's and department's are live and stand below them. */
export type ContactRules = {
  hours?: { from: Clock; to: Clock };
  days?: 'every_day' | 'work_days';
  via?: Channel[];
  viaIf?: { if: Expr[]; via: Channel[] }[];
  purpose?: Purpose;
  late?: Span;
  missed?: 'skip' | { tell: Name };
  atMost?: Cap | Partial<Record<Purpose, Cap>>;
  merge?: 'same_day' | 'never';
  calendar?: Name;
  timeZone?: string;
  languages?: Language[];
  alarmWords?: string[];
  holdWhileTalking?: Span | 'never';
  noWay?: Name;
  tries?: Try[];
};
export type Role = { person?: Expr; team: Name; above?: Name };

export type StopRule =
  | { on: 'event'; events: EventName[]; if: Expr[]; do: StopAct }
  | { on: 'condition'; if: Expr[]; do: StopAct }
  | { on: 'day'; day: number; do: StopAct };
export type StopAct =
  { kind: 'stop'; last: StepId[] } | { kind: 'pause'; until: EventName[]; wait: Span; then: 'resume' | 'stop'; daysStandStill: boolean };

export type Measure = {
  name: Name;
  title: Text;
  each: 'enrollment' | 'patient' | 'visit' | 'patient_message' | { step: StepId };
  of: Expr[];
  figure: { kind: 'count'; if: Expr[] } | { kind: 'average' | 'nps'; of: Expr } | { kind: 'number'; if: Expr[] };
  clock?: number;
  over: Span;
  target?: { compare: 'at_least' | 'above' | 'at_most' | 'below'; value: number; percent: boolean };
  reasons?: Expr;
  splitBy: string[];
};

export type Plan = {
  /** Form of this record; a later release upgrades older ones. */
  format: 1;
  sop: Name;
  title: Text;
  /** SHA-256 over the canonical JSON of everything else, in hex: the same for the same procedure, whatever its remarks, order of keys or places in the file. */
  hash: string;
  start: Start;
  dates: Record<Name, Expr>;
  contact: ContactRules;
  people: Record<Name, Role>;
  stops: StopRule[];
  facts: Record<Name, Expr>;
  /** Flat, in the order of the file; a step under `then` after its parent, `last` steps at the end. */
  steps: Step[];
  measures: Measure[];
};

/** Work-day calendar (language.md 13). Days are inclusive. */
export type WorkCalendar = {
  name: Name;
  title: string;
  workWeek: Weekday[];
  workHours: { from: Clock; to: Clock }[];
  holidays: { name: string; from: Day; to: Day }[];
  makeUpDays: Day[];
  knownUntil?: Day;
};

/** What is live for the whole hospital (design 3.9): read at the moment of doing, never frozen into a plan. Department rules already laid over the hospital's. */
export type HouseRules = {
  hospital: { name: string; phone: string };
  department?: { name: string; phone: string };
  contact: ContactRules;
  people: Record<Name, Role>;
  systems: Record<Name, { title: string }>;
  calendars: Record<Name, WorkCalendar>;
};

// ── outcomes (language.md 11): closed lists ─────────────────────────────────────────────────────
export const outcomes = [
  'sent', 'answered', 'not_answered', 'rang', 'reached', 'not_reached', 'refused', 'done', 'not_done', 'closed',
  'received', 'not_received', 'booked', 'moved', 'confirmed', 'given_up', 'not_booked', 'not_moved',
  'happened', 'not_happened', 'granted', 'not_granted', 'started', 'not_started', 'accepted', 'recorded',
  'repeated', 'not_repeated', 'skipped', 'expired', 'cancelled', 'failed',
] as const; // prettier-ignore
export type Outcome = (typeof outcomes)[number];
export const reasons = [
  'by_channel', 'merged', 'answer', 'early', 'silence', 'answered_late', 'not_understood', 'on_time', 'late', 'all_tries', 'wrong_number',
  'by_patient', 'by_family', 'approved', 'nobody', 'by_person', 'not_approved', 'event', 'signed', 'returned', 'refused', 'no_slot', 'declined',
  'limit', 'not_eligible', 'already_in', 'gap', 'not_with', 'if_false', 'unknown', 'no_date', 'at_most', 'no_consent', 'opted_out', 'control_group',
  'same_day', 'no_base', 'contact_hours', 'cap', 'talking', 'paused', 'outage', 'stopped', 'patient_died', 'discharge_cancelled', 'patients_joined',
  'restarted', 'replaced', 'step_removed', 'enrollment_ended', 'no_address', 'no_family', 'no_stock', 'bad_number', 'rejected', 'carrier_down',
  'system_refused', 'text_gap', 'unknown_result',
] as const; // prettier-ignore
export type Reason = (typeof reasons)[number];

/** How each kind can end by itself, besides skipped, expired, cancelled, failed. `silence`: the outcome when the wait ends with nothing. */
export const endings: Record<Kind | 'ring' | 'person_call' | 'say', { outcomes: Outcome[]; silence?: Outcome }> = {
  message: { outcomes: ['sent', 'answered', 'not_answered'], silence: 'not_answered' },
  call: { outcomes: ['rang', 'answered', 'not_answered', 'reached', 'not_reached', 'refused', 'not_done', 'closed'] },
  ring: { outcomes: ['rang'] },
  say: { outcomes: ['answered', 'not_answered'], silence: 'not_answered' },
  person_call: { outcomes: ['reached', 'not_reached', 'refused', 'not_done', 'closed'], silence: 'not_done' },
  task: { outcomes: ['done', 'not_done', 'closed'], silence: 'not_done' },
  survey: { outcomes: ['answered', 'not_answered'], silence: 'not_answered' },
  gift: { outcomes: ['received', 'not_received'], silence: 'not_received' },
  appointment: { outcomes: ['booked', 'moved', 'confirmed', 'given_up', 'not_booked', 'not_moved', 'not_answered'] },
  expect: { outcomes: ['happened', 'not_happened'], silence: 'not_happened' },
  reward: { outcomes: ['granted', 'not_granted'] },
  enroll: { outcomes: ['started', 'not_started'] },
  tell_system: { outcomes: ['accepted'] },
  record: { outcomes: ['recorded'] },
  repeat: { outcomes: ['repeated', 'not_repeated'] },
};
