import type { Expect } from '../../../engine/plan.ts';
import { report } from '../../schema/desk.ts';
import { eventsAt } from '../references.ts';
import { conditionsAt, placeOf, scopeAt } from '../scopes.ts';
import type { FactTray } from '../scopes.ts';
import type { At } from './place.ts';

/** language.md 5, expect. Its `if` is about the event that comes, not about one that led here. */
export function compileExpect({ bench, draft, act, block }: At<'expect'>, tray: FactTray): Expect {
  const { values, has, at } = block;
  if (!has('when')) report(bench, act.spot, 'key-missing', { key: 'when' });
  const events = values.when ? eventsAt(bench, at('when')!, values.when) : [];
  const scope = scopeAt(bench, tray, { ...placeOf(bench, draft), events }, [at('if')?.node]);
  return { kind: 'expect', events, if: conditionsAt(bench, scope, at('if')) };
}
