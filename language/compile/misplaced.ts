/** Keys of a step that its kind cannot follow: better said than passed over. */
import { report } from '../schema/desk.ts';
import type { Bench } from './bench.ts';
import { doneByPerson } from './draft.ts';
import type { Draft } from './draft.ts';
import { waits } from './endings.ts';

const askers: readonly string[] = ['message', 'survey', 'call', 'task'];

export function checkMisplaced(bench: Bench, draft: Draft): void {
  const { act, block, asks } = draft;
  if (!act) return;
  const { has, at } = block;
  const place = { en: 'in a step that asks or waits for something', zh: '会提问或等待的步骤里' };
  if (has('ask') && !askers.includes(act.kind))
    report(bench, { node: at('ask')!.key! }, 'wrong-place', {
      key: 'ask',
      place: { en: 'in a message, survey, call or task', zh: 'message、survey、call 或 task 的步骤里' },
    });
  const open = waits(draft) || doneByPerson(draft);
  for (const key of ['wait', 'remind', 'early'] as const) {
    if (!has(key) || (open && key !== 'early')) continue;
    if (key === 'early' && asks) continue;
    if (act.kind === 'message') report(bench, { node: at(key)!.key! }, 'question-missing');
    else report(bench, { node: at(key)!.key! }, 'wrong-place', { key, place });
  }
  if (has('escalate') && !doneByPerson(draft))
    report(bench, { node: at('escalate')!.key! }, 'wrong-place', {
      key: 'escalate',
      place: { en: 'in a task or a person’s call', zh: '任务或打电话的步骤里' },
    });
}
