/** Arming: a touch begins to exist the moment it is its step's next (language.md 10, 11). */
import type { TouchChart } from './chart.ts';
import { add, edit, standpoint } from './desk.ts';
import type { Desk } from './desk.ts';
import { concerns } from './about.ts';
import type { EventRecord } from './chart.ts';
import { markCheck } from './marks.ts';
import { momentOf } from './calendar/date-value.ts';
import type { EventName, Instant, Name, Outcome, Step, StepId } from './plan.ts';
import { comingAfter, targetOf } from './schedule.ts';
import type { Coming } from './schedule.ts';

type Arming = { parent?: TouchChart; event?: EventRecord; role?: Name; round?: number; plannedAt?: Instant };

/** Whether anything new may begin: a stopped or ended enrollment arms nothing. */
export function isOpen(desk: Desk): boolean {
  const { status } = desk.chart.enrollment;
  return status === 'active' || status === 'paused';
}

const alarms: readonly EventName[] = ['patient.alarm', 'patient.wants_call'];

/** Urgent work that a patient's alarm begins: nothing hides an alarm, and a stop that still waits for urgent work does not either. */
export function hearsAlarms({ when: { base }, act }: Step): boolean {
  return base.kind === 'event' && base.events.some((event) => alarms.includes(event)) && 'urgent' in act && act.urgent;
}

/** While stopping nothing begins but the last steps of the rule that stops, and what an alarm asks for. */
export function mayBegin(desk: Desk, step: Step): boolean {
  const { status, endReason } = desk.chart.enrollment;
  if (isOpen(desk)) return true;
  return status === 'stopping' && endReason !== 'patient_died' && (isLast(desk, step.id) || hearsAlarms(step));
}

/** Arms one coming of a step, once: the same key again is the same touch. */
export function arm(desk: Desk, step: Step, coming: Coming, how: Arming = {}): TouchChart | undefined {
  if (!mayBegin(desk, step)) return undefined;
  const round = how.round ?? 1;
  const occurrence = round > 1 ? `${coming.occurrence}~${round}` : coming.occurrence;
  const key = `${desk.chart.enrollment.id}/${step.id}/${occurrence}`;
  const before = desk.chart.touches[key];
  if (before && !mayComeAgain(before)) return undefined;
  const target = targetOf(desk, step, coming)?.target;
  const touch: TouchChart = {
    key,
    step: step.id,
    occurrence,
    round,
    plannedAt: how.plannedAt ?? desk.now,
    ...(target === undefined ? {} : { target }),
    ...(how.parent ? { parent: how.parent.key } : {}),
    ...(how.event ? { event: how.event } : {}),
    ...(how.role ? { role: how.role } : {}),
    ...(coming.date === undefined ? {} : { occurrenceDate: coming.date }),
    ...(coming.number === undefined ? {} : { number: coming.number }),
  };
  markCheck(desk, step, touch);
  add(desk, touch);
  if (target !== undefined && target <= desk.now) desk.fresh.push(key);
  return touch;
}

/** Only what gave way to another rhythm, or followed something that now does happen; whatever was made or has ended stays. */
function mayComeAgain(before: TouchChart): boolean {
  if (before.madeAt !== undefined || before.event) return false;
  return before.reason === 'replaced' || (before.outcome === 'skipped' && before.reason === 'no_base');
}

/** Arms what begins with the enrollment: every step that stands at the top of the file and waits for no step or event. */
export function armRoots(desk: Desk): void {
  for (const step of desk.plan.steps)
    if (!step.parent && !isLast(desk, step.id)) armStep(desk, step, undefined, desk.chart.enrollment.startedAt);
  const started = {
    id: `${desk.chart.enrollment.id}/started`,
    name: 'enrollment.started',
    at: desk.chart.enrollment.startedAt,
    fields: {},
    objects: {},
  };
  armWhen(desk, started);
}

/** A last step of a stop rule: it begins when that rule stops the enrollment. */
export function isLast(desk: Desk, step: StepId): boolean {
  return desk.plan.stops.some((rule) => rule.do.kind === 'stop' && rule.do.last.includes(step));
}

/** The first touch of a step that now exists, counted from `since` (the enrollment, or the outcome it follows). */
export function armStep(desk: Desk, step: Step, parent: TouchChart | undefined, since: Instant, how: Arming = {}): void {
  const { base } = step.when;
  const from: Arming = { ...how, ...(parent ? { parent } : {}) };
  const own = (name: string) => (parent ? parent.occurrence : name);
  switch (base.kind) {
    case 'now':
      arm(desk, step, { occurrence: own('once'), base: since }, from);
      return;
    case 'reference':
      if (base.from.kind === 'date')
        arm(desk, step, { occurrence: own('once'), base: desk.chart.enrollment.dates[base.from.date] ?? null }, from);
      else armAfterStep(desk, step, base.from.step);
      return;
    case 'event':
      return;
    case 'day':
    case 'rhythm': {
      const coming = comingAfter(desk, step, undefined);
      if (coming) arm(desk, step, parent ? { ...coming, occurrence: `${parent.occurrence}.${coming.occurrence}` } : coming, from);
    }
  }
}

/** The step it counts from may have ended before this one could follow; if it has not, its end arms it. */
function armAfterStep(desk: Desk, step: Step, from: StepId): void {
  const touch = newestOf(desk, from);
  if (!touch?.outcome || touch.endedAt === undefined) return;
  if (undone.includes(touch.outcome)) passOver(desk, step, touch);
  else arm(desk, step, { occurrence: touch.occurrence, base: touch.endedAt }, { parent: touch });
}

/** After a touch was made or has ended unmade: the next one of its step, if there is one and none of them waits already. */
export function armNext(desk: Desk, step: Step, touch: TouchChart): void {
  // A further round is beside the step's own course, which goes on by itself.
  if (touch.round > 1) return;
  const coming = comingAfter(desk, step, touch);
  if (!coming) return;
  const parent = touch.parent === undefined ? undefined : desk.chart.touches[touch.parent];
  const occurrence = nameUnder(touch, coming.occurrence);
  arm(desk, step, { ...coming, occurrence }, { plannedAt: touch.plannedAt, ...(parent ? { parent } : {}) });
}

/** Outcomes with which a step did not happen: what counts from it never comes (language.md 10.6). */
const undone: readonly Outcome[] = ['skipped', 'expired', 'cancelled', 'failed'];

/** The name of another coming beside this touch: under a `then` it stands behind the parent's. */
export function nameUnder(touch: TouchChart, occurrence: string): string {
  return touch.parent === undefined ? occurrence : `${touch.occurrence.split('.').slice(0, -1).join('.')}.${occurrence}`;
}

/** What follows an outcome: the steps under its `then`, and those that count from this step's end. */
export function armFollowers(desk: Desk, step: Step, touch: TouchChart, outcome: Outcome): void {
  for (const id of step.next[outcome] ?? []) {
    const next = desk.steps.get(id);
    if (next) armStep(desk, next, touch, desk.now);
  }
  for (const next of countingFrom(desk, step)) {
    if (undone.includes(outcome)) passOver(desk, next, touch);
    else arm(desk, next, { occurrence: touch.occurrence, base: desk.now }, { parent: touch });
  }
}

/** Steps that count from this one's end; those under a `then` only if that outcome is there. */
function countingFrom(desk: Desk, step: Step): Step[] {
  return desk.plan.steps.filter(({ when: { base }, parent }) => {
    if (base.kind !== 'reference' || base.from.kind !== 'step' || base.from.step !== step.id) return false;
    return !parent || followed(desk, parent.step, parent.outcome) !== undefined;
  });
}

/** Never the second half without the first: it is written down that it was left out, and so is what counts from it in turn. */
function passOver(desk: Desk, step: Step, base: TouchChart): void {
  const key = `${desk.chart.enrollment.id}/${step.id}/${base.occurrence}`;
  const touch = desk.chart.touches[key] ? undefined : arm(desk, step, { occurrence: base.occurrence, base: null }, { parent: base });
  if (!touch) return;
  Object.assign(touch, { outcome: 'skipped', reason: 'no_base', endedAt: desk.now });
  for (const next of countingFrom(desk, step)) passOver(desk, next, touch);
}

/** The step's newest touch that was made, or ended without; an armed one says nothing yet. */
export function newestOf(desk: Desk, step: StepId): TouchChart | undefined {
  const moment = (t: TouchChart) => t.madeAt ?? t.endedAt ?? 0;
  let newest: TouchChart | undefined;
  for (const touch of Object.values(desk.chart.touches)) {
    if (touch.step !== step || (touch.madeAt === undefined && !touch.outcome)) continue;
    if (!newest || moment(touch) >= moment(newest)) newest = touch;
  }
  return newest;
}

/** `when` steps: one touch for each event; with `after`, a newer event replaces one still pending (language.md 4). */
export function armWhen(desk: Desk, event: EventRecord): void {
  for (const step of desk.steps.values()) {
    const { base } = step.when;
    if (base.kind !== 'event' || !base.events.includes(event.name) || !mayBegin(desk, step)) continue;
    if (!concerns(event, desk.chart.enrollment.objects) || desk.chart.touches[`${desk.chart.enrollment.id}/${step.id}/${event.id}`])
      continue;
    const parent = step.parent ? followed(desk, step.parent.step, step.parent.outcome) : undefined;
    if (step.parent && !parent) continue;
    if (step.when.offset && !replacesPending(desk, step, event)) continue;
    arm(desk, step, { occurrence: event.id, base: whenHeard(desk, step, event) }, { event, ...(parent ? { parent } : {}) });
  }
}

/**
 * A step without a time of its own is due when the event is heard, however late that is: what a patient wrote during an outage is read
 * after it. With `after` or `at` it counts from when it happened, which no sender's clock can put into the future.
 */
function whenHeard(desk: Desk, step: Step, event: EventRecord): Instant {
  return step.when.offset || step.when.at ? Math.min(event.at, desk.now) : desk.now;
}

function followed(desk: Desk, step: StepId, outcome: Outcome): TouchChart | undefined {
  const newest = newestOf(desk, step);
  return newest?.outcome === outcome ? newest : undefined;
}

/** False: what is pending comes of a newer event than this one, which was only heard late. */
function replacesPending(desk: Desk, step: Step, event: EventRecord): boolean {
  const pending = Object.values(desk.chart.touches).filter(
    (touch) => touch.step === step.id && !touch.outcome && touch.madeAt === undefined && !touch.sending,
  );
  if (pending.some((touch) => touch.event && touch.event.at > event.at)) return false;
  for (const touch of pending) giveWay(desk, touch);
  return true;
}

/** A touch that waits makes room for another one of its step. */
export function giveWay(desk: Desk, touch: TouchChart): void {
  Object.assign(edit(desk, touch.key), { outcome: 'cancelled', reason: 'replaced', endedAt: desk.now });
}

/** Dates as the file says, from what is known now; `today` is the day of enrollment, however often it is read. */
export function readDates(desk: Desk): Record<Name, string | null> {
  const dates: Record<Name, string | null> = {};
  for (const [name, expr] of Object.entries(desk.plan.dates)) {
    const known = desk.env.judge.value(expr, {
      ...standpoint(desk),
      now: desk.chart.enrollment.startedAt,
      ...(desk.chart.enrollment.startEvent ? { event: desk.chart.enrollment.startEvent } : {}),
    });
    const value = 'value' in known && typeof known.value === 'string' && isDate(known.value, desk.zones.hospital) ? known.value : null;
    const moved = desk.chart.enrollment.movedDates?.[name];
    dates[name] = moved && moved.instead === value ? moved.value : value;
  }
  return dates;
}

function isDate(value: string, zone: string): boolean {
  return /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(momentOf(value, zone));
}
