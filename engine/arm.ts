/** Arming: a touch begins to exist the moment it is its step's next (language.md 10, 11). */
import type { TouchChart } from './chart.ts';
import { add, edit, standpoint } from './desk.ts';
import type { Desk } from './desk.ts';
import { concerns } from './about.ts';
import type { EventRecord } from './chart.ts';
import { momentOf } from './calendar/date-value.ts';
import type { Instant, Name, Outcome, Step, StepId } from './plan.ts';
import { comingAfter, targetOf } from './schedule.ts';
import type { Coming } from './schedule.ts';

type Arming = { parent?: TouchChart; event?: EventRecord; role?: Name; round?: number; plannedAt?: Instant };

/** Whether anything new may begin: a stopped or ended enrollment arms nothing. */
export function isOpen(desk: Desk): boolean {
  const { status } = desk.chart.enrollment;
  return status === 'active' || status === 'paused';
}

/** Arms one coming of a step, once: the same key again is the same touch. */
export function arm(desk: Desk, step: Step, coming: Coming, how: Arming = {}): TouchChart | undefined {
  if (!isOpen(desk)) return undefined;
  const round = how.round ?? 1;
  const occurrence = round > 1 ? `${coming.occurrence}~${round}` : coming.occurrence;
  const key = `${desk.chart.enrollment.id}/${step.id}/${occurrence}`;
  const before = desk.chart.touches[key];
  // Only one that gave way to another rhythm may come again; whatever was made or has ended stays.
  if (before && !(before.reason === 'replaced' && before.madeAt === undefined && !before.event)) return undefined;
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
  add(desk, touch);
  if (target !== undefined && target <= desk.now) desk.fresh.push(key);
  return touch;
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

function isLast(desk: Desk, step: StepId): boolean {
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

/** After a touch was made or has ended unmade: the next one of its step, if there is one and none of them waits already. */
export function armNext(desk: Desk, step: Step, touch: TouchChart): void {
  const coming = comingAfter(desk, step, touch);
  if (!coming) return;
  const parent = touch.parent === undefined ? undefined : desk.chart.touches[touch.parent];
  const occurrence =
    touch.parent === undefined ? coming.occurrence : `${touch.occurrence.split('.').slice(0, -1).join('.')}.${coming.occurrence}`;
  arm(desk, step, { ...coming, occurrence }, { plannedAt: touch.plannedAt, ...(parent ? { parent } : {}) });
}

/** What follows an outcome: the steps under its `then`, and those that count from this step's end. */
export function armFollowers(desk: Desk, step: Step, touch: TouchChart, outcome: Outcome): void {
  for (const id of step.next[outcome] ?? []) {
    const next = desk.steps.get(id);
    if (next) armStep(desk, next, touch, desk.now);
  }
  for (const next of desk.plan.steps) {
    const { base } = next.when;
    if (base.kind !== 'reference' || base.from.kind !== 'step' || base.from.step !== step.id) continue;
    const parent = next.parent ? newestOf(desk, next.parent.step) : undefined;
    if (next.parent && parent?.outcome !== next.parent.outcome) continue;
    arm(desk, next, { occurrence: touch.occurrence, base: desk.now }, { parent: touch });
  }
}

export function newestOf(desk: Desk, step: StepId): TouchChart | undefined {
  const moment = (t: TouchChart) => t.madeAt ?? t.endedAt ?? t.target ?? 0;
  let newest: TouchChart | undefined;
  for (const touch of Object.values(desk.chart.touches))
    if (touch.step === step && (!newest || moment(touch) >= moment(newest))) newest = touch;
  return newest;
}

/** `when` steps: one touch for each event; with `after`, a newer event replaces one still pending (language.md 4). */
export function armWhen(desk: Desk, event: EventRecord): void {
  if (!isOpen(desk)) return;
  for (const step of desk.steps.values()) {
    const { base } = step.when;
    if (base.kind !== 'event' || !base.events.includes(event.name) || !concerns(event, desk.chart.enrollment.objects)) continue;
    const parent = step.parent ? followed(desk, step.parent.step, step.parent.outcome) : undefined;
    if (step.parent && !parent) continue;
    if (step.when.offset) replacePending(desk, step);
    arm(desk, step, { occurrence: event.id, base: event.at }, { event, ...(parent ? { parent } : {}) });
  }
}

function followed(desk: Desk, step: StepId, outcome: Outcome): TouchChart | undefined {
  const newest = newestOf(desk, step);
  return newest?.outcome === outcome ? newest : undefined;
}

function replacePending(desk: Desk, step: Step): void {
  for (const touch of Object.values(desk.chart.touches)) {
    if (touch.step !== step.id || touch.outcome || touch.madeAt !== undefined || touch.sending) continue;
    Object.assign(edit(desk, touch.key), { outcome: 'cancelled', reason: 'replaced', endedAt: desk.now });
  }
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
