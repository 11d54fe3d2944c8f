import type { Name, TellSystem, Text } from '../../../engine/plan.ts';
import { report } from '../../schema/desk.ts';
import { keyText } from '../../schema/tree.ts';
import { reportUnknownThing } from '../report-unknown.ts';
import { textAt } from '../texts.ts';
import type { At } from './place.ts';

/** language.md 5, tell_system. */
export function compileTellSystem({ bench, scope, act, block }: At<'tell_system'>): TellSystem {
  const { values, has, at } = block;
  for (const key of ['system', 'event'] as const) if (!has(key)) report(bench, act.spot, 'key-missing', { key });
  const system = values.system ?? '';
  if (at('system') && !bench.systems.has(system))
    reportUnknownThing(bench, at('system')!, { en: 'system', zh: '系统' }, system, bench.systems.keys());
  const data: Record<Name, Text> = {};
  const node = at('data')?.node;
  for (const entry of node?.type === 'map' ? node.entries : []) {
    const text = textAt(bench, scope, { node: entry.value, key: entry.key }, { audience: 'staff' });
    if (text) data[keyText(entry)] = text;
  }
  return { kind: 'tell_system', system, event: values.event ?? '', data };
}
