/** WHEN of a step: which base, which offset, which time of day (language.md 4, 10). */
import type { Base, Pace, Reference, When } from '../../engine/plan.ts';
import type { Scope } from '../conditions/scope.ts';
import { report } from '../schema/desk.ts';
import type { Spot } from '../schema/tree.ts';
import { itemsOf, below } from '../schema/tree.ts';
import type { Offset } from '../time/offset.ts';
import { countsDays, spanInWords } from '../time/span.ts';
import type { Bench } from './bench.ts';
import { reachesPatient } from './draft.ts';
import type { Draft } from './draft.ts';
import { boundAt, checkHours, eventsAt, referenceAt } from './references.ts';
import { conditionsAt } from './scopes.ts';

type Written = Offset & { key: 'after' | 'before'; spot: Spot };

export function compileWhen(bench: Bench, draft: Draft, scope: Scope): When {
  checkKeys(bench, draft);
  const { values } = draft.block;
  const offset = offsetOf(draft);
  const base = baseOf(bench, draft, scope, offset);
  checkMonthDays(bench, draft);
  const shift = values.shift === 'keep' ? undefined : values.shift;
  const when: When = {
    base,
    ...(offset && { offset: { span: offset.span, direction: offset.key } }),
    ...(values.at && { at: values.at }),
    ...(shift && { shift }),
  };
  checkTimeOfDay(bench, draft, when, offset);
  return when;
}

function offsetOf({ block: { values, at } }: Draft): Written | undefined {
  if (values.after) return { ...values.after, key: 'after', spot: at('after')! };
  return values.before && { ...values.before, key: 'before', spot: at('before')! };
}

const bases = ['day', 'every', 'when'] as const;
const needs = { starts: ['every'], ends: ['every'], pace: ['every'], shift: ['day', 'every', 'after', 'before'] } as const;

/** Keys that exclude each other, and keys that stand on others. */
function checkKeys(bench: Bench, { block: { has, at } }: Draft): void {
  const named = bases.filter((key) => has(key));
  const twice = (a: string, b: (typeof bases)[number] | 'after' | 'before') => report(bench, { node: at(b)!.key! }, 'two-times', { a, b });
  if (named[1]) twice(named[0]!, named[1]);
  for (const key of ['after', 'before'] as const) if (has('day') && has(key)) twice('day', key);
  if (has('after') && has('before')) twice('after', 'before');
  for (const key of Object.keys(needs) as (keyof typeof needs)[]) {
    const [first] = needs[key];
    if (has(key) && !needs[key].some((base) => has(base)))
      report(bench, { node: at(key)!.key! }, 'time-without-base', { key, base: first });
  }
}

function baseOf(bench: Bench, draft: Draft, scope: Scope, offset: Written | undefined): Base {
  const { values, at, has } = draft.block;
  const reference = offset && referenceOf(bench, draft, offset);
  if (values.day) return { kind: 'day', days: values.day };
  if (values.when) return { kind: 'event', events: eventsAt({ ...bench, diagnostics: [] }, at('when')!, values.when) };
  if (values.every) {
    const starts = values.starts && boundAt(bench, at('starts')!, values.starts);
    const ends = values.ends && boundAt(bench, at('ends')!, values.ends);
    return { kind: 'rhythm', rhythm: values.every, ...(starts && { starts }), ...(ends && { ends }), pace: paceOf(bench, draft, scope) };
  }
  if (!reference || has('day')) return { kind: 'now' };
  return { kind: 'reference', from: reference };
}

/** What an offset counts from by itself: day 0, or under `then` the outcome above (no reference). */
function referenceOf(bench: Bench, draft: Draft, offset: Written): Reference | undefined {
  const { has, at } = draft.block;
  const moves = has('every') ? 'every' : has('when') ? 'when' : undefined;
  if (offset.from === undefined) {
    if (moves || draft.parent) return undefined;
    const day0: Reference = { kind: 'date', date: 'day_0' };
    checkHours(bench, offset.spot, offset, day0);
    return day0;
  }
  if (moves) {
    report(bench, { node: at(offset.key)!.key! }, 'two-times', { a: moves, b: `from ${offset.from}` });
    return undefined;
  }
  const reference = referenceAt(bench, offset.spot, offset.from);
  if (reference) checkHours(bench, offset.spot, offset, reference);
  return reference;
}

function paceOf(bench: Bench, { block: { values, at } }: Draft, scope: Scope): Pace[] {
  const items = at('pace') ? itemsOf(at('pace')!.node) : [];
  return (values.pace ?? []).map(({ every }, index) => {
    const spot: Spot = { node: items[index]! };
    return { if: conditionsAt(bench, scope, below(spot, 'if')), every, until: conditionsAt(bench, scope, below(spot, 'until')) };
  });
}

/** Days that not every month has. */
function checkMonthDays(bench: Bench, { block: { values, at } }: Draft): void {
  const rhythm = values.every;
  if (rhythm?.unit !== 'month') return;
  for (const on of rhythm.on ?? []) if (on.kind === 'day' && on.day > 28) report(bench, at('every')!, 'short-month', { n: on.day });
}

/** `at` where it must stand, and where it must not. */
function checkTimeOfDay(bench: Bench, draft: Draft, when: When, offset: Written | undefined): void {
  const { has, at, values } = draft.block;
  if (has('at')) {
    if (offset && !countsDays(offset.span)) report(bench, { node: at('at')!.key! }, 'mixed-offset', { x: spanInWords(offset.span) });
    return;
  }
  if (!reachesPatient(draft)) return;
  const rhythm = values.every !== undefined && values.every.unit !== 'hour';
  if (has('day') || rhythm || (offset && daysFromDate(bench, when, offset))) report(bench, draft.spot, 'at-missing');
}

/** A span of days from a date that may have no clock time. */
function daysFromDate(bench: Bench, { base }: When, { span }: Offset): boolean {
  if (!countsDays(span) || base.kind !== 'reference' || base.from.kind !== 'date') return false;
  return bench.dates.get(base.from.date)?.type?.is !== 'moment';
}

/** Steps that wait for each other: by what they follow, or by what they count from. */
export function checkRings(bench: Bench): void {
  const state = new Map<Draft, 'open' | 'done'>();
  const waitsFor = ({ parent, block: { values } }: Draft): Draft[] => {
    const from = values.after?.from ?? values.before?.from;
    const named = from !== undefined && !bench.dates.has(from) ? bench.draftById.get(from) : undefined;
    return [...(parent ? [parent.draft] : []), ...(named ? [named] : [])];
  };
  const visit = (draft: Draft): void => {
    state.set(draft, 'open');
    for (const other of waitsFor(draft)) {
      if (state.get(other) === 'open') tellRing(bench, draft, other);
      else if (!state.has(other)) visit(other);
    }
    state.set(draft, 'done');
  };
  for (const draft of bench.drafts) if (!state.has(draft)) visit(draft);
}

function tellRing(bench: Bench, a: Draft, b: Draft): void {
  const named = (draft: Draft): Spot | undefined => draft.block.at('after') ?? draft.block.at('before');
  const at = named(a) ?? named(b) ?? a.spot;
  report(bench, at, 'circular-time', { a: a.id, b: b.id });
}
