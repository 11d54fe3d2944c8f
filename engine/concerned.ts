/** Whether an event can move an enrollment of a plan at all: a glucose meter must not wake everybody (design 3.6). */
import { subjectOf } from './about.ts';
import type { EventName, Expr, Plan } from './plan.ts';

const always: readonly EventName[] = [
  'patient.died',
  'patient.opted_out',
  'encounter.discharge_cancelled',
  'patient.alarm',
  'patient.wants_call',
];

/** By name, or because a date, a pace or a condition that stops may read what the event changes. */
export function namesEvent(plan: Plan, name: EventName): boolean {
  if (always.includes(name) || eventsIn(plan).includes(name)) return true;
  if (name === 'reading.received' && plan.steps.some(({ when: { base } }) => base.kind === 'rhythm' && base.pace.length > 0)) return true;
  const read = [...Object.values(plan.dates), ...plan.stops.flatMap((rule) => (rule.on === 'condition' ? rule.if : []))];
  return read.some((expr) => mayRead(plan, expr, name, new Set()));
}

function eventsIn(plan: Plan): EventName[] {
  return [
    ...plan.stops.flatMap((rule) => [...(rule.on === 'event' ? rule.events : []), ...(rule.do.kind === 'pause' ? rule.do.until : [])]),
    ...plan.steps.flatMap(({ when: { base }, act }) => [
      ...(base.kind === 'event' ? base.events : []),
      ...('closeWhen' in act ? act.closeWhen : []),
      ...(act.kind === 'expect' ? act.events : []),
    ]),
  ];
}

const ofReadings = /\b(average_of|highest_of|lowest_of)\b/;

/** Through facts, too. A reading changes readings only; other events change what they are about, and what is known of the patient. */
function mayRead(plan: Plan, expr: Expr, name: EventName, seen: Set<string>): boolean {
  const reading = name === 'reading.received';
  if (reading && ofReadings.test(expr.source)) return true;
  return expr.uses.some((root) => {
    if (root === 'event' || (reading ? root === 'latest' : root === 'patient' || root === subjectOf(name))) return true;
    const fact = seen.has(root) ? undefined : plan.facts[root];
    seen.add(root);
    return fact !== undefined && mayRead(plan, fact, name, seen);
  });
}
