/** `stop`: what ends or pauses the SOP (language.md 7.7). */
import type { StopAct, StopRule } from '../../engine/plan.ts';
import { foundWords, report } from '../schema/desk.ts';
import { readBlock } from '../schema/read.ts';
import type { Block } from '../schema/read.ts';
import { stopShape } from '../schema/stop.ts';
import type { Bench } from './bench.ts';
import { eventsAt } from './references.ts';
import { conditionsAt, scopeAt } from './scopes.ts';
import type { FactTray } from './scopes.ts';

type Written = Block<typeof stopShape>;

export function compileStops(bench: Bench, tray: FactTray): StopRule[] {
  const entry = bench.merged.stop;
  if (!entry) return [];
  if (entry.value.type !== 'list') {
    const expected = { en: 'a list of rules', zh: '规则列表' };
    report(bench, { node: entry.value, key: entry.key }, 'wrong-type', { key: 'stop', expected, found: foundWords(entry.value) });
    return [];
  }
  return entry.value.items.flatMap((node) => {
    const block = readBlock(bench, { node }, stopShape, 'stop');
    return (block && compileRule(bench, tray, block)) ?? [];
  });
}

function compileRule(bench: Bench, tray: FactTray, block: Written): StopRule | undefined {
  const { values, has, at, spot } = block;
  const act = actOf(bench, block);
  const events = values.when ? eventsAt(bench, at('when')!, values.when) : [];
  const scope = scopeAt(bench, tray, { steps: 'all', ...(has('when') && { events }) }, [at('if')?.node]);
  const conditions = conditionsAt(bench, scope, at('if'));
  checkWays(bench, block);
  if (has('when')) return { on: 'event', events, if: conditions, do: act };
  if (values.day !== undefined) return { on: 'day', day: values.day, do: act };
  if (has('if')) return { on: 'condition', if: conditions, do: act };
  if (!has('day')) report(bench, spot, 'key-missing', { key: 'when' });
  return undefined;
}

function checkWays(bench: Bench, { has, at }: Written): void {
  if (!has('day')) return;
  for (const key of ['when', 'if'] as const) if (has(key)) report(bench, { node: at('day')!.key! }, 'two-times', { a: key, b: 'day' });
}

const pauseKeys = ['until', 'wait', 'then'] as const;

function actOf(bench: Bench, { values, has, at, spot }: Written): StopAct {
  if (!has('do')) {
    const beside = { en: 'beside “do: pause”', zh: '“do: pause”旁边' };
    for (const key of [...pauseKeys, 'meanwhile'] as const)
      if (has(key)) report(bench, { node: at(key)!.key! }, 'wrong-place', { key, place: beside });
    return { kind: 'stop', last: [] };
  }
  if (!pauseKeys.every(has)) report(bench, at('do') ?? spot, 'pause-without-end');
  const until = values.until ? eventsAt(bench, at('until')!, values.until) : [];
  return { kind: 'pause', until, wait: values.wait ?? { amount: 1, unit: 'day' }, then: values.then ?? 'stop', daysStandStill: false };
}

/** Does anything end it, so that it does not run until somebody stops it? */
export const endsByItself = (stops: readonly StopRule[]): boolean => stops.some((stop) => stop.on === 'day' && stop.do.kind === 'stop');
