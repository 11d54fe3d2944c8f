import type { RecordAct } from '../../../engine/plan.ts';
import { report } from '../../schema/desk.ts';
import { textAt } from '../texts.ts';
import type { At } from './place.ts';

const marks = ['tag', 'untag', 'list'] as const;

/** language.md 5, record: one mark or one list. */
export function compileRecord({ bench, scope, act, block }: At<'record'>): RecordAct {
  const { values, has, at } = block;
  const named = marks.filter(has);
  if (named.length === 0) report(bench, act.spot, 'key-missing', { key: 'tag' });
  const note = at('note') && textAt(bench, scope, at('note')!, { audience: 'staff' });
  return {
    kind: 'record',
    ...(values.tag !== undefined && { tag: values.tag }),
    ...(values.untag !== undefined && { untag: values.untag }),
    ...(values.list !== undefined && { list: values.list }),
    ...(note && { note }),
  };
}
