/** A case lived through in memory, with the very engine that runs real enrollments (language.md 13). */
import { clockMoment, figureOf } from '../../engine/figures.ts';
import type { Environment } from '../../engine/desk.ts';
import { live } from '../../engine/live.ts';
import type { Move } from '../../engine/live.ts';
import type { Instant } from '../../engine/plan.ts';
import type { Figure, Play, TestCase, TestFile } from './model.ts';
import { beginCase, playInputs, playedEvent, testMoment } from './script.ts';
import type { Begun, Setting } from './script.ts';
import type { Course } from './course.ts';

export type RunSetting = Setting & Pick<Environment, 'carriers' | 'planOf'>;

/** What became of a case: taken in or not, every touch, who was told, the figures. */
export function runCase(one: TestCase, file: TestFile, setting: RunSetting): Course {
  const { plan, judge } = setting;
  const begun = beginCase(one, file.patients, setting);
  if (!begun.admission.enrolled)
    return { enrolled: false, why: begun.admission.why, zone: begun.zone, touches: [], told: [], figures: {}, unplayed: [] };
  const dayZero = begun.admission.dates.day_0;
  const unplayed: Course['unplayed'] = [];
  const figures: Record<string, Figure> = {};
  const moves: Move[] = one.play.map((play, n) => moveOf(play, n, testMoment(play.at, dayZero, begun.zone), { begun, unplayed }));
  for (const measure of plan.measures.filter(({ name }) => name in one.figures)) {
    const at = clockMoment(plan, begun.chart, measure);
    if (at !== undefined) moves.push({ at, look: (chart) => (figures[measure.name] = worded(figureOf(plan, chart, measure, judge, at))) });
  }
  const life = live(
    plan,
    { chart: begun.chart, moves, ...(one.until ? { until: testMoment(one.until, dayZero, begun.zone) } : {}) },
    { judge, carriers: setting.carriers, planOf: setting.planOf, link: (kind) => `https://example.org/${kind}` },
  );
  const told = life.changes.flatMap(({ change }) =>
    change.kind === 'told' && change.told.what !== 'remind' ? [{ step: change.told.step, role: change.told.role, at: change.told.at }] : [],
  );
  return {
    enrolled: true,
    zone: begun.zone,
    ...(dayZero == null ? {} : { dayZero }),
    touches: Object.values(life.chart.touches),
    told,
    figures,
    unplayed,
  };
}

function worded(figure: 'hit' | 'miss' | 'not_counted'): Figure {
  return figure === 'not_counted' ? 'not counted' : figure;
}

function moveOf(play: Play, n: number, at: Instant, { begun, unplayed }: { begun: Begun; unplayed: Course['unplayed'] }): Move {
  const { zone } = begun;
  if (play.kind === 'says') return { at, says: play.words };
  if (play.kind === 'down')
    return { at, down: testMoment(play.until, begun.admission.enrolled ? begun.admission.dates.day_0 : null, zone) };
  if (play.kind === 'event') return { at, inputs: () => [{ do: 'event', event: playedEvent(play, at, n, zone) }] };
  return {
    at,
    inputs: (chart) => {
      const inputs = playInputs(play, chart, zone);
      if (!inputs) unplayed.push({ step: play.step, line: play.line, column: play.column });
      return inputs ?? [];
    },
  };
}
