import type { Call, Try } from '../../../engine/plan.ts';
import { report } from '../../schema/desk.ts';
import { textAt } from '../texts.ts';
import { attachmentsAt, byOf, closersAt, reachOf } from './place.ts';
import type { At } from './place.ts';

type Written = { reach: Try['reach']; via: Try['via']; times?: number; every?: Try['every'] };

export const triesOf = (written: readonly Written[]): Try[] =>
  written.map(({ reach, via, times, every }) => ({ reach, via, times: times ?? 1, ...(every && { every }) }));

const personOnly = ['script', 'attach', 'tries', 'close_when'] as const;

/** language.md 5, call: exactly one of ring, say, by. */
export function compileCall({ bench, scope, draft, act, block }: At<'call'>): Call {
  const { values, has, at } = block;
  const reach = reachOf(bench, scope, block, { byPerson: draft.how === 'person' });
  const ways = (['ring', 'say', 'by'] as const).filter(has);
  if (ways.length === 0) report(bench, act.spot, 'key-missing', { key: 'by' });
  if (ways[1])
    report(bench, { node: at(ways[1])!.key! }, 'wrong-place', {
      key: ways[1],
      place: { en: `in a call of its own, not beside “${ways[0]}”`, zh: `单独的一步里，不能和“${ways[0]}”写在一起` },
    });
  if (draft.how !== 'person') {
    const beside = { en: 'beside “by”', zh: '“by”旁边' };
    for (const key of personOnly) if (has(key)) report(bench, { node: at(key)!.key! }, 'wrong-place', { key, place: beside });
    if (has('ring') && draft.asks)
      report(bench, draft.block.at('ask')!, 'wrong-place', {
        key: 'ask',
        place: { en: 'in a step that can be answered; a ring is not', zh: '能回答的步骤里；响一声没法回答' },
      });
    return { kind: 'call', how: 'ring', ...reach };
  }
  const script = at('script') && textAt(bench, scope, at('script')!, { audience: 'staff' });
  return {
    kind: 'call',
    how: 'person',
    ...reach,
    by: byOf(bench, draft, at('by'), values.by),
    ...(script && { script }),
    attach: attachmentsAt(bench, at('attach'), values.attach),
    ...(values.tries && { tries: triesOf(values.tries) }),
    closeWhen: closersAt(bench, at('close_when'), values.close_when),
  };
}
