/**
 * The calendar of a plan: every touch with the moment at which it would come if nobody answered anything. Computed by the very
 * functions that arm real touches, so that the listing and an enrollment cannot disagree; caps, merging and conditions are not asked.
 */
import { deskFor } from './desk.ts';
import type { Desk, Environment } from './desk.ts';
import { addYears } from './calendar/day.ts';
import { clockIn, dayIn, startOfDay } from './calendar/zone.ts';
import type { Chart, TouchChart } from './chart.ts';
import { isLate, openingFrom } from './decide.ts';
import { dueAt, endAt, silenceOf } from './marks.ts';
import { noteOn } from './listing-notes.ts';
import type { Standing } from './listing-notes.ts';
import type { Act, Instant, Kind, Outcome, Plan, Step, StepId } from './plan.ts';
import { comingAfter, isUrgent, reaches, targetOf, zoneOf } from './schedule.ts';
import type { Coming } from './schedule.ts';
import { stopMoment } from './stopping.ts';

export type ListedTouch = {
  step: StepId;
  /** As in the touch's key; empty for what each event brings anew. */
  occurrence: string;
  /** The target (language.md 10.4); what holds it beyond that moment is in `note`. Null: nobody can know it. */
  at: Instant | null;
  /** `2026-11-25 09:00 Asia/Shanghai`, on the clock that counts for the step (language.md 10.1). */
  local: string | null;
  kind: Kind;
  /** The patient or family, the role that does it, the SOP, the system, the list. */
  to: string;
  note: string;
};
/** `until`: the first moment not listed; else the plan's stop day, else one year from the start. The stop day ends it in any case. */
export type ListingOptions = { until?: Instant; language?: 'en' | 'zh' };

/** A touch with what follows it. `last`: the one before it of the same step stands on no moment of its own. */
type Node = { step: Step; coming: Coming; at: Instant | null; standing: Standing; below: Node[] };
type Walk = { desk: Desk; end: Instant; path: ReadonlySet<StepId> };

/**
 * `chart` is the enrollment as it begins: dates, start, patient's zone and hours. In order of time, what follows an outcome right below
 * what it follows; what has no moment comes last, in the order of the file.
 */
export function listTouches(
  plan: Plan,
  chart: Chart,
  env: Omit<Environment, 'now'>,
  { until, language = 'zh' }: ListingOptions = {},
): ListedTouch[] {
  const desk = deskFor(plan, chart, { ...env, now: chart.enrollment.startedAt });
  const walk: Walk = { desk, end: horizon(desk, until), path: new Set() };
  const last = new Set(plan.stops.flatMap((rule) => (rule.do.kind === 'stop' ? rule.do.last : [])));
  const roots = plan.steps.filter((step) => !step.parent).flatMap((step) => (last.has(step.id) ? [lastStep(step)] : rootsOf(walk, step)));
  return roots.sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity) || 0).flatMap((node) => rows(desk, node, language));
}

function horizon(desk: Desk, until: Instant | undefined): Instant {
  const { startedAt } = desk.chart.enrollment;
  const { hospital } = desk.zones;
  const stop = stopMoment(desk);
  const limit = until ?? (stop === undefined ? startOfDay(addYears(dayIn(startedAt, hospital), 1), hospital) : stop);
  return Math.min(limit, stop ?? limit);
}

function rows(desk: Desk, node: Node, language: 'en' | 'zh'): ListedTouch[] {
  const { step, coming, at } = node;
  const zone = zoneOf(desk, step);
  const row: ListedTouch = {
    step: step.id,
    occurrence: coming.occurrence,
    at,
    local: at === null ? null : `${dayIn(at, zone)} ${clockIn(at, zone)} ${zone}`,
    kind: step.kind,
    to: addresseeOf(step.act),
    note: noteOn(desk, step, coming, at, node.standing, language),
  };
  return [row, ...node.below.flatMap((below) => rows(desk, below, language))];
}

function addresseeOf(act: Act): string {
  switch (act.kind) {
    case 'task':
      return act.by.join(', ');
    case 'call':
      return act.how === 'person' ? act.by.join(', ') : act.to;
    case 'message':
    case 'survey':
    case 'gift':
    case 'appointment':
    case 'reward':
      return act.to;
    case 'enroll':
      return act.sop;
    case 'tell_system':
      return act.system;
    case 'record':
      return act.list ?? act.tag ?? act.untag ?? '';
    case 'repeat':
      return act.step;
    case 'expect':
      return '';
  }
}

const lastStep = (step: Step): Node => ({
  step,
  coming: { occurrence: '', base: null },
  at: null,
  standing: { when: 'stopped' },
  below: [],
});

/** What begins with the enrollment. A step that counts from another one's end stands below that one. */
function rootsOf(walk: Walk, step: Step): Node[] {
  const { base } = step.when;
  const { enrollment } = walk.desk.chart;
  if (base.kind === 'event') {
    const begins = base.events.includes('enrollment.started');
    const first = begins ? nodes(walk, step, [{ occurrence: `${enrollment.id}/started`, base: enrollment.startedAt }], {}) : [];
    const events = base.events.filter((event) => event !== 'enrollment.started');
    return events.length === 0 ? first : [...first, ...nodes(walk, step, [{ occurrence: '', base: null }], { events })];
  }
  return nodes(walk, step, comingsOf(walk, step, undefined, enrollment.startedAt), {});
}

/** Every coming of a step within the horizon; under a parent, named after it. `since`: the outcome it follows, null if nobody knows when. */
function comingsOf(walk: Walk, step: Step, parent: Coming | undefined, since: Instant | null): Coming[] {
  const { base } = step.when;
  const name = parent?.occurrence ?? 'once';
  if (base.kind === 'now') return [{ occurrence: name, base: since }];
  if (base.kind === 'reference')
    return base.from.kind === 'date' ? [{ occurrence: name, base: walk.desk.chart.enrollment.dates[base.from.date] ?? null }] : [];
  if (base.kind === 'event') return [];
  const own = repeatedComings(walk, step);
  return parent ? own.map((coming) => ({ ...coming, occurrence: `${name}.${coming.occurrence}` })) : own;
}

/** Of days and rhythms: one after the other, as each is armed when the one before is made. */
function repeatedComings({ desk, end }: Walk, step: Step): Coming[] {
  const found: Coming[] = [];
  for (let coming = comingAfter(desk, step, undefined); coming; coming = comingAfter(desk, step, pretended(step, coming, undefined))) {
    found.push(coming);
    const at = targetOf(desk, step, coming)?.target;
    if (at === undefined || at >= end) break;
  }
  return found;
}

/** A touch that stands for a coming where the engine asks for one. */
function pretended(step: Step, coming: Coming, target: Instant | undefined): TouchChart {
  return {
    key: '',
    step: step.id,
    occurrence: coming.occurrence,
    round: 1,
    plannedAt: 0,
    ...(target === undefined ? {} : { target }),
    ...(coming.date === undefined ? {} : { occurrenceDate: coming.date }),
    ...(coming.number === undefined ? {} : { number: coming.number }),
  };
}

function nodes(walk: Walk, step: Step, comings: Coming[], standing: Standing): Node[] {
  const { desk, end } = walk;
  return comings.flatMap((coming) => {
    const at = targetOf(desk, step, coming)?.target ?? null;
    if (at !== null && at >= end) return [];
    const made = at === null ? null : madeFor(desk, step, coming, at);
    const full: Standing = { ...standing, ...(made === 'left_out' ? { leftOut: true } : made === null ? {} : { made }) };
    return [{ step, coming, at, standing: full, below: made === 'left_out' ? [] : belowOf(walk, step, coming, made) }];
  });
}

/** When it would really be made: at once if it is past, when the contact hours open; or left out because that is too late. */
function madeFor(desk: Desk, step: Step, coming: Coming, target: Instant): Instant | 'left_out' {
  const { startedAt } = desk.chart.enrollment;
  const touch = pretended(step, coming, target);
  const now = Math.max(target, startedAt);
  if (target < startedAt && (isLate(desk, step, touch, now) || passedOver(desk, step, touch))) return 'left_out';
  if (!reaches(step) || isUrgent(step)) return now;
  const opening = openingFrom(desk, now);
  return opening > now && isLate(desk, step, touch, opening) ? 'left_out' : opening;
}

/** After a gap only the newest occurrence of a rhythm is made (language.md 10.3). */
function passedOver(desk: Desk, step: Step, touch: TouchChart): boolean {
  const next = step.when.base.kind === 'rhythm' ? comingAfter(desk, step, touch) : undefined;
  const target = next && targetOf(desk, step, next)?.target;
  return target !== undefined && target <= desk.chart.enrollment.startedAt;
}

/** How a touch ends when nobody does anything, where that can be known. */
function silentEnd(desk: Desk, step: Step, made: Instant | null): { outcome: Outcome; at: Instant } | undefined {
  if (made === null) return undefined;
  if (step.act.kind === 'record') return { outcome: 'recorded', at: made };
  if (step.act.kind === 'reward') return { outcome: 'granted', at: made };
  const outcome = silenceOf(step);
  const at = outcome && endAt(desk, step, made, dueAt(desk, step, made));
  return outcome && at !== undefined ? { outcome, at: Math.max(at, made) } : undefined;
}

function belowOf(walk: Walk, step: Step, coming: Coming, made: Instant | null): Node[] {
  const { desk, path } = walk;
  if (path.has(step.id)) return [];
  const inner: Walk = { ...walk, path: new Set([...path, step.id]) };
  const end = silentEnd(desk, step, made);
  const next = Object.entries(step.next).flatMap(([outcome, ids]) => ids.map((id) => ({ outcome: outcome as Outcome, id })));
  const followers = next.flatMap(({ outcome, id }) => {
    const child = desk.steps.get(id);
    const since = end?.outcome === outcome ? end.at : null;
    return child ? childNodes(inner, child, coming, since, { follows: { step: step.id, outcome } }) : [];
  });
  const counted = desk.plan.steps.filter(
    ({ when: { base } }) => base.kind === 'reference' && base.from.kind === 'step' && base.from.step === step.id,
  );
  const afterEnd = counted.flatMap((child) =>
    nodes(inner, child, [{ occurrence: coming.occurrence, base: child.parent ? null : (end?.at ?? null) }], {
      follows: child.parent ? { step: child.parent.step, outcome: child.parent.outcome } : { step: step.id },
    }),
  );
  return [...followers, ...afterEnd];
}

function childNodes(walk: Walk, child: Step, parent: Coming, since: Instant | null, standing: Standing): Node[] {
  const { base } = child.when;
  if (base.kind === 'event') return nodes(walk, child, [{ occurrence: '', base: null }], { ...standing, events: base.events });
  return nodes(walk, child, comingsOf(walk, child, parent, since), standing);
}
