import type { Repeat } from '../../../engine/plan.ts';
import { report } from '../../schema/desk.ts';
import { chainOf } from '../draft.ts';
import { reportUnknown } from '../report-unknown.ts';
import type { At } from './place.ts';

/** language.md 5, repeat: only a step that led here can come again. */
export function compileRepeat({ bench, draft, act, block }: At<'repeat'>): Repeat {
  const { values, has, at } = block;
  const ids = chainOf(draft)
    .slice(1)
    .map(({ id }) => id);
  const step = values.step ?? '';
  if (!has('step')) report(bench, act.spot, 'key-missing', { key: 'step' });
  if (!has('at_most')) report(bench, act.spot, 'repeat-without-end');
  if (at('step') && !bench.draftById.has(step)) reportUnknown(bench, at('step')!, 'unknown-step', step, bench.draftById.keys());
  else if (at('step') && !ids.includes(step)) report(bench, at('step')!, 'repeat-elsewhere', { x: step });
  return { kind: 'repeat', step, atMost: values.at_most ?? 1, oneLevelUp: values.one_level_up ?? false };
}
