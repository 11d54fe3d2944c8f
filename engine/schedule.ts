/** When a step is due (language.md 10.1–10.4), asked of one patient's chart. */
import { dayOfDate, momentOf } from './calendar/date-value.ts';
import { addDays } from './calendar/day.ts';
import { resolveDeadline } from './calendar/deadline.ts';
import { hourOccurrences } from './calendar/hour-rhythm.ts';
import { countsDays, firstOccurrence, nthAfter } from './calendar/rhythm.ts';
import { resolveTarget } from './calendar/target.ts';
import { dayIn } from './calendar/zone.ts';
import type { TouchChart } from './chart.ts';
import type { Desk } from './desk.ts';
import type { Bound, DateValue, Day, Deadline, Instant, Kind, Rhythm, Step, StepId } from './plan.ts';

/** What one coming of a step is: its name within the step, what it counts from, and for rhythms the date that is its own. */
export type Coming = { occurrence: string; base: DateValue | Instant | null; date?: DateValue; number?: number };

const reaching: readonly Kind[] = ['message', 'call', 'survey', 'gift', 'appointment'];
/** Whether the step reaches the patient: then hours and `at` are the patient's own, and a pause holds it. */
export function reaches(step: Step): boolean {
  return reaching.includes(step.kind);
}

/** Whether the product itself contacts the patient: what caps count. Parcels and what people do is not that. */
export function isAutomatic(step: Step): boolean {
  return reaches(step) && !isWork(step) && step.kind !== 'gift';
}

/** Whether people do it, from the inbox. */
export function isWork(step: Step): boolean {
  return step.act.kind === 'task' || (step.act.kind === 'call' && step.act.how === 'person');
}
export function isUrgent(step: Step): boolean {
  return 'urgent' in step.act && step.act.urgent;
}

export function zoneOf(desk: Desk, step: Step): string {
  return reaches(step) ? desk.zones.patient : desk.zones.hospital;
}

/** The moment a coming means; null while the date it counts from is not known. */
export function targetOf(desk: Desk, step: Step, coming: Coming): { target: Instant; day: Day } | null {
  if (coming.base === null) return null;
  const { offset, shift, at } = step.when;
  return resolveTarget({
    base: coming.base,
    ...(offset ? { offset } : {}),
    ...(shift ? { shift } : {}),
    ...(at ? { at } : {}),
    zone: zoneOf(desk, step),
    hospitalZone: desk.zones.hospital,
    calendar: desk.zones.calendar,
    draw: `${desk.chart.enrollment.id}/${step.id}/${coming.occurrence}`,
  });
}

export function dayZero(desk: Desk): Day | null {
  const value = desk.chart.enrollment.dates.day_0;
  return value == null ? null : dayOfDate(value, desk.zones.hospital);
}

/** The first coming of a step that has its own occurrences, or the one after the given; undefined: there is no further one. */
export function comingAfter(desk: Desk, step: Step, last: TouchChart | undefined): Coming | undefined {
  const { base } = step.when;
  if (base.kind === 'day') return dayAfter(desk, base.days, last);
  if (base.kind === 'rhythm') return occurrenceAfter(desk, step, base, last);
  return undefined;
}

function dayAfter(desk: Desk, days: number[], last: TouchChart | undefined): Coming | undefined {
  const inOrder = [...new Set(days)].sort((a, b) => a - b);
  const done = last ? inOrder.indexOf(dayOfOccurrence(last)) : -1;
  const day = inOrder[done + 1];
  const zero = dayZero(desk);
  return day === undefined ? undefined : { occurrence: String(day), base: zero === null ? null : addDays(zero, day), number: done + 2 };
}

/** The day number in the name of a touch of a `day` step, behind that of what it follows. */
function dayOfOccurrence(touch: TouchChart): number {
  return Number(touch.occurrence.split('.').at(-1)?.split('~')[0]);
}

/** What a touch counts from, as known now; null: its date is not known. Undefined: the touch it followed is not at hand. */
function baseNow(desk: Desk, step: Step, touch: TouchChart): DateValue | Instant | null | undefined {
  const { base } = step.when;
  const { dates, startedAt } = desk.chart.enrollment;
  const followed = touch.parent === undefined ? startedAt : desk.chart.touches[touch.parent]?.endedAt;
  switch (base.kind) {
    case 'day': {
      const zero = dayZero(desk);
      return zero === null ? null : addDays(zero, dayOfOccurrence(touch));
    }
    case 'reference':
      return base.from.kind === 'date' ? (dates[base.from.date] ?? null) : followed;
    case 'rhythm':
      return touch.occurrenceDate ?? null;
    case 'event':
      // Without a time of its own it was due when it was heard; no sender's clock puts it into the future (engine/arm.ts).
      return touch.event && (step.when.offset || step.when.at) ? Math.min(touch.event.at, touch.plannedAt) : undefined;
    case 'now':
      return followed;
  }
}

/** The moment of a touch by its rule, as zones, calendars and dates are now. A further round of a repeat has no rule of its own. */
export function targetNow(desk: Desk, step: Step, touch: TouchChart): Instant | undefined {
  if (touch.round > 1) return touch.target;
  const base = baseNow(desk, step, touch);
  if (base === undefined) return touch.target;
  const hours = typeof base === 'string' && step.when.base.kind === 'rhythm' && !countsDays(step.when.base.rhythm);
  const from = hours && base !== null ? momentOf(base, desk.zones.hospital) : base;
  return targetOf(desk, step, { occurrence: touch.occurrence, base: from })?.target;
}

type RhythmBase = Extract<Step['when']['base'], { kind: 'rhythm' }>;

function boundDay(desk: Desk, bound: Bound | undefined): Day | null | undefined {
  if (!bound) return undefined;
  if (bound.kind === 'day') {
    const zero = dayZero(desk);
    return zero === null ? null : addDays(zero, bound.day);
  }
  const value = desk.chart.enrollment.dates[bound.date];
  return value == null ? null : dayOfDate(value, desk.zones.hospital);
}

/** The rhythm in force: the step's own, or the one that pace has set, counting from where it was set. */
function occurrenceAfter(desk: Desk, step: Step, base: RhythmBase, last: TouchChart | undefined): Coming | undefined {
  const number = (last?.number ?? 0) + 1;
  const zero = dayZero(desk);
  const [starts, ends] = [boundDay(desk, base.starts), boundDay(desk, base.ends)];
  if (zero === null || starts === null || ends === null)
    return { occurrence: number === 1 ? 'first' : `next.${number}`, base: null, number };
  const pace = desk.chart.enrollment.pace[step.id];
  const rule = pace ? base.pace[pace.rule] : undefined;
  const rhythm = rule?.every ?? base.rhythm;
  const after = laterValue(last?.occurrenceDate, pace && rule ? pace.from : undefined);
  const bounds = { dayZero: zero, ...(starts === undefined ? {} : { starts }), ...(ends === undefined ? {} : { ends }) };
  if (!countsDays(rhythm)) return hourAfter(desk, rhythm, bounds, after, number);
  const day = pace && rule ? nthAfter(rhythm, dayOfDate(pace.from, desk.zones.hospital), 1, desk.zones.calendar) : undefined;
  const next =
    pace && rule && day !== undefined && (after === undefined || day > after)
      ? day
      : firstAfter(desk, step, rhythm, bounds, after, pace !== null && rule !== undefined);
  if (next === undefined || (ends !== undefined && next > ends)) return undefined;
  return { occurrence: next, base: next, date: next, number };
}

function laterValue(a: DateValue | undefined, b: DateValue | undefined): DateValue | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

type DayBounds = { dayZero: Day; starts?: Day; ends?: Day };

function firstAfter(
  desk: Desk,
  step: Step,
  rhythm: Exclude<Rhythm, { unit: 'hour' }>,
  bounds: DayBounds,
  after: DateValue | undefined,
  paced: boolean,
): Day | undefined {
  if (!countsDays(rhythm)) return undefined;
  if (paced && after !== undefined) return nthAfter(rhythm, dayOfDate(after, desk.zones.hospital), 1, desk.zones.calendar);
  const from = after === undefined ? (bounds.starts ?? bounds.dayZero) : addDays(dayOfDate(after, desk.zones.hospital), 1);
  // "Every matching date whose moment is not before enrollment" (language.md 10.3): one that was past at enrollment never was planned.
  for (let day = firstOccurrence(rhythm, bounds, from, desk.zones.calendar); day !== undefined;) {
    if (after !== undefined || !rhythmHasOn(rhythm)) return day;
    const moment = targetOf(desk, { ...step, when: withoutOffset(step) }, { occurrence: day, base: day });
    if (!moment || moment.target >= desk.chart.enrollment.startedAt) return day;
    day = firstOccurrence(rhythm, bounds, addDays(day, 1), desk.zones.calendar);
  }
  return undefined;
}

function rhythmHasOn(rhythm: Rhythm): boolean {
  return 'on' in rhythm && (rhythm.on?.length ?? 0) > 0;
}
function withoutOffset(step: Step): Step['when'] {
  const { base, at, shift } = step.when;
  return { base, ...(at ? { at } : {}), ...(shift ? { shift } : {}) };
}

function hourAfter(desk: Desk, rhythm: Rhythm, bounds: DayBounds, after: DateValue | undefined, number: number): Coming | undefined {
  const zone = desk.zones.hospital;
  const last = after === undefined ? undefined : momentOf(after, zone) + 1;
  const notBefore = Math.max(last ?? desk.chart.enrollment.startedAt, desk.chart.enrollment.startedAt);
  const at = hourOccurrences(rhythm.every, { ...bounds, notBefore }, zone).next().value;
  if (at === undefined) return undefined;
  return {
    occurrence: `${dayIn(at, zone)}T${new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: zone }).format(at)}`,
    base: at,
    date: new Date(at).toISOString(),
    number,
  };
}

/** The end of every step that has ended, newest touch, for deadlines that count from one. */
function stepEnds(desk: Desk): Record<StepId, Instant> {
  const ends: Record<StepId, Instant> = {};
  for (const touch of Object.values(desk.chart.touches)) {
    if (touch.endedAt !== undefined && touch.endedAt >= (ends[touch.step] ?? 0)) ends[touch.step] = touch.endedAt;
  }
  return ends;
}

/** The moment of a deadline of a step that was made then; null while the date it names is not known. */
export function deadlineOf(desk: Desk, step: Step, deadline: Deadline, madeAt: Instant): Instant | null {
  const { enrollment } = desk.chart;
  return resolveDeadline(deadline, {
    madeAt,
    dates: enrollment.dates,
    stepEnds: deadline.kind === 'span' && deadline.from?.kind === 'step' ? stepEnds(desk) : {},
    zone: zoneOf(desk, step),
    hospitalZone: desk.zones.hospital,
    calendar: desk.zones.calendar,
  });
}

/** Which dates of the SOP a step's moment hangs on: when one moves, the touch is planned anew (language.md 10.7). */
export function datesOf(step: Step): string[] {
  const { base } = step.when;
  if (base.kind === 'day') return ['day_0'];
  if (base.kind === 'reference') return base.from.kind === 'date' ? [base.from.date] : [];
  if (base.kind !== 'rhythm') return [];
  return ['day_0', ...[base.starts, base.ends].flatMap((bound) => (bound?.kind === 'date' ? [bound.date] : []))];
}
