import type { TaskAct } from '../../../engine/plan.ts';
import { textAt } from '../texts.ts';
import { attachmentsAt, byOf, closersAt } from './place.ts';
import type { At } from './place.ts';

/** language.md 5, task. Work for staff may be urgent whatever the purpose of the SOP: only what reaches a patient may not. */
export function compileTask({ bench, scope, draft, block }: At<'task'>): TaskAct {
  const { values, at } = block;
  const script = at('script') && textAt(bench, scope, at('script')!, { audience: 'staff' });
  return {
    kind: 'task',
    by: byOf(bench, draft, at('by'), values.by),
    ...(script && { script }),
    attach: attachmentsAt(bench, at('attach'), values.attach),
    urgent: values.urgent ?? false,
    closeWhen: closersAt(bench, at('close_when'), values.close_when),
  };
}
