/** `dates`: the days counted from (language.md 7.4). */
import type { Expr, Name } from '../../engine/plan.ts';
import { isTime } from '../conditions/value-type.ts';
import { foundWords, report } from '../schema/desk.ts';
import { entryOf, keyText } from '../schema/tree.ts';
import type { SourceNode } from '../node.ts';
import type { Scope } from '../conditions/scope.ts';
import type { Bench } from './bench.ts';
import { exprAt, scopeAt } from './scopes.ts';
import type { FactTray } from './scopes.ts';

/** A day that an answer gives is no date: dates are what events bring. */
function withoutSteps(bench: Bench, scope: Scope): Scope {
  const steps = bench.merged.steps?.value;
  const ids = steps ? stepIds(steps) : [];
  const why = { en: 'a date comes from the start or an event, not from a step', zh: '日期只能来自开始或事件，不能来自步骤的回答' };
  return { ...scope, absent: new Map([...scope.absent, ...ids.map((id): [string, typeof why] => [id, why])]) };
}

function stepIds(node: SourceNode): string[] {
  if (node.type === 'list') return node.items.flatMap(stepIds);
  if (node.type !== 'map') return [];
  const id = entryOf(node, 'id')?.value;
  const then = entryOf(node, 'then')?.value;
  const below = then?.type === 'map' ? then.entries.flatMap((entry) => stepIds(entry.value)) : [];
  return id?.type === 'scalar' ? [id.source, ...below] : below;
}

/** Also tells the bench what type each date is: steps that count from it must know whether it has a clock time. */
export function compileDates(bench: Bench, tray: FactTray): Record<Name, Expr> {
  const entry = bench.merged.dates;
  const dates: Record<Name, Expr> = {};
  if (!entry) return dates;
  for (const [name, date] of bench.dates) {
    const { node } = date.spot;
    if (node.type !== 'scalar' || node.value === null) {
      const empty = node.type === 'scalar';
      if (empty) report(bench, date.spot, 'empty-value', { key: name });
      else report(bench, date.spot, 'wrong-type', { key: name, expected: { en: 'a date', zh: '日期' }, found: foundWords(node) });
      continue;
    }
    const { expr, type } = exprAt(bench, withoutSteps(bench, scopeAt(bench, tray, { dates: [] }, [node])), node, 'value');
    if (type && type.is !== 'any' && !isTime(type))
      report(bench, date.spot, 'wrong-type', { key: name, expected: { en: 'a date', zh: '日期' }, found: foundWords(node) });
    if (type) date.type = type;
    if (expr) dates[name] = expr;
  }
  const names = entry.value.type === 'map' ? entry.value.entries.map(keyText) : [];
  if (!names.includes('day_0')) report(bench, { node: entry.key }, 'day-0-missing');
  return dates;
}
