import type { Message } from '../../../engine/plan.ts';
import { report } from '../../schema/desk.ts';
import { attachmentsAt, needsText, reachOf } from './place.ts';
import type { At } from './place.ts';

/** language.md 5, message. */
export function compileMessage({ bench, scope, draft, block }: At<'message'>): Message {
  const reach = reachOf(bench, scope, block);
  needsText(bench, draft, reach, block.has);
  if (draft.questions.length > 1) report(bench, draft.block.at('ask') ?? draft.spot, 'opens-page');
  return {
    kind: 'message',
    ...reach,
    copyFamily: false,
    attach: attachmentsAt(bench, block.at('attach'), block.values.attach),
    private: false,
    alone: block.values.alone ?? false,
  };
}
