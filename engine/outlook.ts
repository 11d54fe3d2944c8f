/**
 * What will come of an enrollment if everything goes as planned and nobody answers: lived through in memory by the very reducer that
 * runs it, so that what is shown and what happens cannot disagree.
 */
import { builtInSteps } from './built-in.ts';
import type { Chart, TouchChart } from './chart.ts';
import type { Environment } from './desk.ts';
import { live } from './live.ts';
import { silenceOf } from './marks.ts';
import type { Instant, Outcome, Plan, Reason, Step, StepId } from './plan.ts';

export type Foreseen = {
  touch: TouchChart;
  step: Step;
  /** When it would be made; its target, if it would not. */
  at: Instant;
  /** It exists already. */
  armed: boolean;
  /** What led to it. */
  after?: { step: StepId; outcome: Outcome };
  /** Something before it would have to end by silence. */
  ifSilent: boolean;
  /** It would end without being made. */
  would?: { outcome: Outcome; reason?: Reason };
};
/** In order of time. `complete`: nothing more comes before `until`. */
export type Outlook = { coming: Foreseen[]; until: Instant; complete: boolean };

/** `most`: after so many wakes it looks no further. The chart is not changed. */
export function outlook(plan: Plan, chart: Chart, env: Environment, { until, most = 1_000 }: { until: Instant; most?: number }): Outlook {
  const life = live(plan, { chart, from: env.now, until, most, moves: [] }, env);
  const steps = new Map([...plan.steps, ...builtInSteps(plan)].map((step) => [step.id, step]));
  const coming = Object.values(life.chart.touches).flatMap((touch): Foreseen[] => {
    const before = chart.touches[touch.key];
    const step = steps.get(touch.step);
    const at = touch.madeAt ?? touch.target;
    if (!step || at === undefined || at > until || before?.madeAt !== undefined || before?.outcome) return [];
    return [
      {
        touch,
        step,
        at,
        armed: before !== undefined,
        ifSilent: hangsOnSilence(touch, chart, life.chart, steps),
        ...ledTo(touch, life.chart),
        ...unmade(touch),
      },
    ];
  });
  return { coming: coming.sort((a, b) => a.at - b.at), until, complete: life.steps < most };
}

function ledTo({ parent }: TouchChart, chart: Chart): Pick<Foreseen, 'after'> {
  const before = parent === undefined ? undefined : chart.touches[parent];
  return before?.outcome ? { after: { step: before.step, outcome: before.outcome } } : {};
}

function unmade({ madeAt, outcome, reason }: TouchChart): Pick<Foreseen, 'would'> {
  return madeAt === undefined && outcome ? { would: { outcome, ...(reason ? { reason } : {}) } } : {};
}

function hangsOnSilence(touch: TouchChart, now: Chart, then: Chart, steps: ReadonlyMap<StepId, Step>): boolean {
  for (let key = touch.parent; key !== undefined && !now.touches[key]?.outcome; key = then.touches[key]?.parent) {
    const before = then.touches[key];
    const step = before && steps.get(before.step);
    if (step && before.outcome !== undefined && silenceOf(step) === before.outcome) return true;
  }
  return false;
}
