import type { Reward } from '../../../engine/plan.ts';
import { report } from '../../schema/desk.ts';
import { textAt } from '../texts.ts';
import type { At } from './place.ts';

/** language.md 5, reward: points, or a right. */
export function compileReward({ bench, scope, act, block }: At<'reward'>): Reward {
  const { values, has, at } = block;
  if (!has('points') && !has('grant')) report(bench, act.spot, 'key-missing', { key: 'points' });
  if (has('points') && has('grant')) report(bench, { node: at('grant')!.key! }, 'two-times', { a: 'points', b: 'grant' });
  const note = at('note') && textAt(bench, scope, at('note')!, { audience: 'staff' });
  return {
    kind: 'reward',
    ...(values.points !== undefined && { points: values.points }),
    ...(values.grant !== undefined && { grant: values.grant }),
    howMany: values.how_many ?? 1,
    to: values.to ?? 'patient',
    ...(note && { note }),
  };
}
