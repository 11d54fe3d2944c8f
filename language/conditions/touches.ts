/** Which touch a step's id stands for, and what conditions see of it (language.md 8). */
import type { Chart, TouchChart, Value } from '../../engine/chart.ts';
import type { Known } from '../../engine/judge.ts';
import type { StepId } from '../../engine/plan.ts';
import { known, unknown } from './world.ts';

/** A touch and those whose outcomes led to it, nearest first. A ring, which never is, would end the walk. */
export function chain(chart: Chart, from: TouchChart | undefined): TouchChart[] {
  const walked: TouchChart[] = [];
  for (let touch = from; touch && !walked.includes(touch); touch = touch.parent === undefined ? undefined : chart.touches[touch.parent])
    walked.push(touch);
  return walked;
}

/** Made, or ended without: an armed touch says nothing yet, so the one before it is the newest. */
const hasHappened = (touch: TouchChart): boolean => touch.madeAt !== undefined || touch.outcome !== undefined;

/** Under its `then` the very touch that led here; else its newest. */
export function touchOf(step: StepId, chart: Chart, from: TouchChart | undefined): TouchChart | undefined {
  const led = chain(chart, from).find((touch) => touch.step === step && hasHappened(touch));
  if (led) return led;
  const all = Object.values(chart.touches).filter((touch) => touch.step === step && hasHappened(touch));
  return all.reduce<TouchChart | undefined>((newest, touch) => (newest && !isNewer(touch, newest) ? newest : touch), undefined);
}

function isNewer(a: TouchChart, b: TouchChart): boolean {
  const at = (touch: TouchChart): number => touch.madeAt ?? touch.endedAt ?? touch.target ?? 0;
  return at(a) !== at(b) ? at(a) > at(b) : a.round !== b.round ? a.round > b.round : a.key > b.key;
}

const hours = (from: number, to: number): number => (to - from) / 3_600_000;
const iso = (at: number | undefined): Value => (at === undefined ? null : new Date(at).toISOString());
/** A person worked on it to its end. Stopped or expired before that, it was never done. */
const workedOn = new Set(['done', 'reached', 'not_reached', 'refused', 'closed']);

/** A field of a step. Its answers come first only for `score`, which a question may be called; the other names are the language's own. */
export function stepField(step: StepId, field: string, chart: Chart, from: TouchChart | undefined): Known {
  const touch = touchOf(step, chart, from);
  const tally = Object.hasOwn(chart.tallies, step) ? chart.tallies[step] : undefined;
  const value = journal(field, step, chart, touch, tally) ?? answer(field, touch) ?? (field === 'score' ? touch?.score : undefined);
  return value === undefined || value === null ? unknown(`${step}.${field}`) : known(value);
}

function answer(field: string, touch: TouchChart | undefined): Value | undefined {
  return touch?.answers && Object.hasOwn(touch.answers, field) ? touch.answers[field] : undefined;
}

function journal(
  field: string,
  step: StepId,
  chart: Chart,
  touch: TouchChart | undefined,
  tally: Chart['tallies'][string] | undefined,
): Value | undefined {
  switch (field) {
    case 'times':
      return tally?.made ?? 0;
    case 'times_answered':
      return tally?.answered ?? 0;
    case 'missed_in_a_row':
      return tally?.missedInARow ?? 0;
    case 'variant':
      return touch?.variant ?? (Object.hasOwn(chart.enrollment.variants, step) ? chart.enrollment.variants[step] : undefined);
    case 'outcome':
      return touch?.outcome;
    case 'outcome_reason':
      return touch?.reason;
    case 'made_at':
      return iso(touch?.madeAt);
    case 'made_by':
      return touch?.person ?? touch?.role;
    case 'was_late':
      return touch && (touch.late ?? false);
    case 'hours_to_claim':
      return touch?.madeAt !== undefined && touch.claimedAt !== undefined ? hours(touch.madeAt, touch.claimedAt) : undefined;
    case 'hours_to_done':
      return touch?.madeAt !== undefined && touch.endedAt !== undefined && workedOn.has(touch.outcome ?? '')
        ? hours(touch.madeAt, touch.endedAt)
        : undefined;
    default:
      return undefined;
  }
}
