/** A figure of the file, asked of one enrollment (language.md 7.8): hit, miss, or not counted. */
import { addDays } from './calendar/day.ts';
import { dayOfDate } from './calendar/date-value.ts';
import { endOfDay } from './calendar/zone.ts';
import type { Chart } from './chart.ts';
import { contactOf, zonesOf } from './contact.ts';
import type { Judge } from './judge.ts';
import type { Instant, Measure, Plan } from './plan.ts';

export type Figure = 'hit' | 'miss' | 'not_counted';

/** The end of the clock day: from then on the enrollment counts, once. Undefined: not clocked, or day 0 is not known. */
export function clockMoment(plan: Plan, chart: Chart, measure: Measure): Instant | undefined {
  const value = chart.enrollment.dates.day_0;
  if (measure.clock === undefined || value == null) return undefined;
  const { hospital } = zonesOf(contactOf(plan, chart.house), chart.house, chart.patient.zone);
  return endOfDay(addDays(dayOfDate(value, hospital), measure.clock), hospital);
}

/** Left out: ended by death, by a withdrawn discharge, or by joining two patients. */
export function figureOf(plan: Plan, chart: Chart, measure: Measure, judge: Judge, now: Instant): Figure {
  const { endReason } = chart.enrollment;
  if (endReason === 'patient_died' || endReason === 'discharge_cancelled' || endReason === 'patients_joined') return 'not_counted';
  if (measure.each !== 'enrollment' || measure.figure.kind !== 'count') return 'not_counted';
  const at = { plan, chart, now };
  if (measure.of.length > 0 && judge.holds(measure.of, at).is !== true) return 'not_counted';
  return judge.holds(measure.figure.if, at).is === true ? 'hit' : 'miss';
}
