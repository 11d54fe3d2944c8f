/** A test file as read: what happens to made-up patients, and what is expected (language.md 13). Times are the hospital's local time; whoever runs it knows the zone. */
import type { Clock, Day, EventName, Name, Outcome, Reason, StepId } from '../../engine/plan.ts';
import type { Value } from '../../engine/chart.ts';
import type { SourceNode } from '../node.ts';

/** `day 1 09:20`, counted from day 0, or `2026-03-09 08:40`. */
export type TestMoment = { kind: 'day'; day: number; at: Clock } | { kind: 'date'; date: Day; at: Clock };
/** Values as written: `2026-03-11 11:00` is a moment of the hospital's zone, `2026-03-11` a day. */
export type TestValues = Record<Name, Value>;
export type TestPlace = { line: number; column: number };

export type TestStart = {
  at: TestMoment;
  /** SOPs the patient is in already. */
  running: Name[];
} & (
  | { kind: 'sweep' }
  /** `objects`: encounter, appointment, order … `because`: of `enrollment.requested`. */
  | { kind: 'event'; event: EventName; fields: TestValues; objects: Record<Name, TestValues>; because?: string }
);

export type Play = TestPlace & { at: TestMoment } & (
    | { kind: 'answer' | 'done'; step: StepId; answers: TestValues }
    | { kind: 'claim' | 'no_answer'; step: StepId }
    | { kind: 'result'; step: StepId; outcome: Outcome }
    | { kind: 'event'; event: EventName; fields: TestValues; objects: Record<Name, TestValues> }
    | { kind: 'says'; words: string }
    | { kind: 'down'; until: TestMoment }
  );

/** `at` of a step is when it was made; of `told`, when that role was told. */
export type Expectation = TestPlace & { step: StepId; at?: TestMoment; outcome?: Outcome; reason?: Reason; by?: Name; told?: Name };

export type Figure = 'hit' | 'miss' | 'not counted';

export type TestCase = TestPlace & {
  case: string;
  patient: Name;
  start: TestStart;
  variants: Record<StepId, Name>;
  play: Play[];
  expect: Expectation[];
  never: StepId[];
  times: Record<StepId, number>;
  figures: Record<Name, Figure>;
  /** False: not taken in, because of `why`. */
  enrolled: boolean;
  why?: Reason;
  /** The last moment; absent: until nothing more comes. */
  until?: TestMoment;
};

export type TestFile = {
  sop: Name;
  file: string;
  /** For a base that requires them: to be given to `compile`. */
  settings?: SourceNode;
  patients: Record<Name, TestValues>;
  cases: TestCase[];
};

/** The task that lists left-out steps (language.md 13). */
export const missedSteps = 'missed_steps';
