/**
 * The desk at which one step of the engine is worked out: the plan, the chart as it is becoming, the moment, and what has changed.
 * The chart that was given is not touched: what changes is copied first.
 */
import type { Change, MessageClaimed, SendOrder } from './change.ts';
import type { Chart, EnrollmentChart, EventRecord, PatientChart, TouchChart } from './chart.ts';
import { contactOf, rolesOf, zonesOf } from './contact.ts';
import type { Zones } from './contact.ts';
import { builtInSteps } from './built-in.ts';
import type { Expr, Instant, Language, Name, Plan, QuestionType, Reason, Role, Step, StepId } from './plan.ts';
import type { Judge, Standpoint, Verdict } from './judge.ts';

/** What a channel can do, as far as the engine must know. `null`: the hospital does not have it. */
export type CarrierTraits = { receiptWithinMinutes: number; answers: readonly QuestionType[]; forms: boolean; rings: boolean };
export type Environment = {
  judge: Judge;
  now: Instant;
  carriers: Record<string, CarrierTraits>;
  /** The address behind `{{ link.page }}` and its like, for one message; no patient data in it. */
  link(kind: string, message: string): string;
  /** The published plan of another SOP, for `enroll`; undefined: there is none. */
  planOf(sop: Name): Plan | undefined;
};

export type Desk = {
  readonly plan: Plan;
  readonly env: Environment;
  readonly chart: Chart;
  readonly contact: ReturnType<typeof contactOf>;
  readonly roles: Record<Name, Role>;
  readonly zones: Zones;
  readonly steps: ReadonlyMap<StepId, Step>;
  readonly order: ReadonlyMap<StepId, number>;
  /** The moment of this step of the engine; a history that is lived through sets it back. */
  now: Instant;
  /** Something was asked for that is done already, or is not due: whoever asked has missed a word, and is told everything. */
  repeated: boolean;
  readonly changes: Change[];
  readonly sends: SendOrder[];
  readonly dirty: Set<string>;
  enrollmentDirty: boolean;
  patientDirty: boolean;
  /** Touches armed in this very step whose moment is here: made before the step ends. */
  readonly fresh: string[];
  /** An outcome was recorded or an event heard: `stop.if` and `pace` are looked at. */
  lookAround: boolean;
  readonly leftOut: { role: Name; touch: string }[];
  readonly unreachable: { touch: string; reason: Reason }[];
};

export function deskFor(plan: Plan, chart: Chart, env: Environment): Desk {
  const contact = contactOf(plan, chart.house);
  const steps = [...plan.steps, ...builtInSteps(plan)];
  return {
    plan,
    env,
    chart: {
      ...chart,
      touches: { ...chart.touches },
      tallies: { ...chart.tallies },
      contacts: [...chart.contacts],
      enrollment: { ...chart.enrollment },
    },
    contact,
    roles: rolesOf(plan, chart.house),
    zones: zonesOf(contact, chart.house, chart.patient.zone),
    steps: new Map(steps.map((step) => [step.id, step])),
    order: new Map(steps.map((step, i) => [step.id, i])),
    now: env.now,
    repeated: false,
    changes: [],
    sends: [],
    dirty: new Set(),
    enrollmentDirty: false,
    patientDirty: false,
    fresh: [],
    lookAround: false,
    leftOut: [],
    unreachable: [],
  };
}

/** The touch, ready to be changed: copied once, and reported as changed. */
export function edit(desk: Desk, key: string): TouchChart {
  const touch = desk.chart.touches[key];
  if (!touch) throw new Error(`no touch ${key} at the desk`);
  if (desk.dirty.has(key)) return touch;
  desk.dirty.add(key);
  return (desk.chart.touches[key] = { ...touch });
}
export function add(desk: Desk, touch: TouchChart): void {
  desk.chart.touches[touch.key] = touch;
  desk.dirty.add(touch.key);
}
export function editEnrollment(desk: Desk): EnrollmentChart {
  desk.enrollmentDirty = true;
  return desk.chart.enrollment;
}
export function editPatient(desk: Desk): PatientChart {
  if (!desk.patientDirty) {
    desk.patientDirty = true;
    (desk.chart as { patient: PatientChart }).patient = { ...desk.chart.patient };
  }
  return desk.chart.patient;
}

export function stepOf(desk: Desk, touch: TouchChart): Step | undefined {
  return desk.steps.get(touch.step);
}
/** Touches that have not ended, in the order of the file, older moments first. */
export function liveTouches(desk: Desk): TouchChart[] {
  const at = (t: TouchChart) => t.target ?? Number.MAX_SAFE_INTEGER;
  return Object.values(desk.chart.touches)
    .filter((t) => !t.outcome)
    .sort((a, b) => at(a) - at(b) || orderOf(desk, a.step) - orderOf(desk, b.step));
}
export function orderOf(desk: Desk, step: StepId): number {
  return desk.order.get(step) ?? desk.order.size;
}

/** The event at hand for a touch: its own, or that of the touch that led to it (language.md 8, `event`). */
export function eventOf(desk: Desk, touch: TouchChart | undefined): EventRecord | undefined {
  for (let t = touch; t; t = t.parent ? desk.chart.touches[t.parent] : undefined) if (t.event) return t.event;
  return desk.chart.enrollment.startEvent;
}
export function standpoint(desk: Desk, touch?: TouchChart, more: Partial<Standpoint> = {}): Standpoint {
  const event = more.event ?? eventOf(desk, touch);
  return { plan: desk.plan, chart: desk.chart, now: desk.now, ...(touch ? { touch } : {}), ...(event ? { event } : {}), ...more };
}
export function holds(desk: Desk, conditions: Expr[], touch?: TouchChart, more?: Partial<Standpoint>): Verdict {
  if (conditions.length === 0) return { is: true };
  return desk.env.judge.holds(conditions, standpoint(desk, touch, more));
}

/** The person a role names, if the HIS knows one. */
export function personIn(desk: Desk, role: Name, touch?: TouchChart): string | undefined {
  const person = desk.roles[role]?.person;
  if (!person) return undefined;
  const known = desk.env.judge.value(person, standpoint(desk, touch));
  return 'value' in known && typeof known.value === 'string' && known.value !== '' ? known.value : undefined;
}
export function teamOf(desk: Desk, role: Name): Name {
  return desk.roles[role]?.team ?? role;
}
/** The language in which the hospital's own words (the product's, not the author's) are written. */
export function houseLanguage(desk: Desk): Language {
  return desk.contact.languages?.[0] ?? 'zh-CN';
}

export function claim(desk: Desk, message: MessageClaimed): void {
  desk.changes.push({ kind: 'message', message });
  desk.sends.push({ message: message.key, touch: message.touch, queue: `carrier-${message.channel}` });
}
