import type { Enroll } from '../../../engine/plan.ts';
import { report } from '../../schema/desk.ts';
import { sopsAt } from '../references.ts';
import { textAt } from '../texts.ts';
import type { At } from './place.ts';

/** language.md 5, enroll. */
export function compileEnroll({ bench, scope, act, block }: At<'enroll'>): Enroll {
  const { values, has, at } = block;
  if (!has('sop')) report(bench, act.spot, 'key-missing', { key: 'sop' });
  const [sop = ''] = values.sop === undefined ? [] : sopsAt(bench, at('sop')!, [values.sop]);
  const because = at('because') && textAt(bench, scope, at('because')!, { audience: 'staff' });
  return { kind: 'enroll', sop, ...(because && { because }) };
}
