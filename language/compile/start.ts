/** `start`: who is enrolled, on what, and how often (language.md 7.3). */
import type { Start } from '../../engine/plan.ts';
import type { MapEntry } from '../node.ts';
import { report } from '../schema/desk.ts';
import { readBlock } from '../schema/read.ts';
import type { Desk } from '../schema/desk.ts';
import type { Block } from '../schema/read.ts';
import { startShape } from '../schema/start.ts';
import { eventEntry } from '../conditions/events.ts';
import type { Bench } from './bench.ts';
import { eventsAt, sopsAt, withPlaces } from './references.ts';
import { conditionsAt, scopeAt } from './scopes.ts';
import type { FactTray } from './scopes.ts';

export type WrittenStart = Block<typeof startShape>;

export function readStart(desk: Desk, entry: MapEntry | undefined): WrittenStart | undefined {
  return entry && readBlock(desk, { node: entry.value, key: entry.key }, startShape, 'start');
}

const ways = ['when', 'every', 'once'] as const;

export function compileStart(bench: Bench, tray: FactTray, block: WrittenStart): Start {
  const { values, at, has } = block;
  checkWays(bench, block);
  const events = values.when ? eventsAt(bench, at('when')!, values.when) : [];
  checkEvents(bench, block);
  const sweep = has('every') || has('once');
  const scope = scopeAt(bench, tray, { ...(sweep ? { startEvents: [] } : {}) }, [at('if')?.node]);
  return {
    on: 'event',
    events,
    if: conditionsAt(bench, scope, at('if')),
    again: values.again ?? 'keep',
    ...(values.gap && { gap: values.gap }),
    notWith: values.not_with ? sopsAt(bench, at('not_with')!, values.not_with) : [],
    replaces: values.replaces ? sopsAt(bench, at('replaces')!, values.replaces) : [],
  };
}

function checkWays(bench: Bench, { has, at, spot }: WrittenStart): void {
  const named = ways.filter(has);
  if (named.length === 0) report(bench, spot, 'one-start');
  if (named[1]) report(bench, { node: at(named[1])!.key! }, 'one-start');
  for (const way of ['every', 'once'] as const) {
    if (!has(way)) continue;
    const key = { node: at(way)!.key! };
    report(bench, key, 'not-yet', { x: `start.${way}` });
    if (!has('among')) report(bench, key, 'sweep-without-among');
    if (!has('at_most')) report(bench, key, 'sweep-without-limit', { n: '?' });
    if (!has('at')) report(bench, key, 'at-missing');
  }
}

function checkEvents(bench: Bench, { values, at, has }: WrittenStart): void {
  for (const { name, spot } of withPlaces(at('when') ?? { node: at('if')?.node ?? bench.merged.start!.value }, values.when ?? [])) {
    if (name === 'patient.died' || name === 'patient.joined') report(bench, spot, 'start-on-death');
    if (eventEntry(name, bench.customEvents)?.noPatient && !has('among')) report(bench, spot, 'sweep-without-among');
  }
}
