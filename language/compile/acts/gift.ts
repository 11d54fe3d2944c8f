import type { Gift } from '../../../engine/plan.ts';
import { report } from '../../schema/desk.ts';
import { roleAt } from '../references.ts';
import { reachOf } from './place.ts';
import type { At } from './place.ts';

/** language.md 5, gift. */
export function compileGift({ bench, scope, act, block }: At<'gift'>): Gift {
  const { values, has, at } = block;
  if (!has('item')) report(bench, act.spot, 'key-missing', { key: 'item' });
  if (!has('by')) report(bench, act.spot, 'by-missing', { role: [...bench.roles.keys()][0] ?? 'service' });
  const by = values.by === undefined ? undefined : roleAt(bench, at('by')!, values.by);
  return {
    kind: 'gift',
    ...reachOf(bench, scope, block),
    item: values.item ?? '',
    ...(by !== undefined && { by }),
    ...(values.budget && { budget: values.budget }),
    enclose: values.enclose ?? [],
    ...(values.check_address && { checkAddress: values.check_address }),
  };
}
