/** `people`: roles, whose inbox, who is above (language.md 7.6). The hospital's and department's stay live; the SOP's own go into the plan. */
import type { Name, Role } from '../../engine/plan.ts';
import type { MapEntry } from '../node.ts';
import { roleShape } from '../schema/people.ts';
import { report, foundWords } from '../schema/desk.ts';
import { readBlock } from '../schema/read.ts';
import type { Desk } from '../schema/desk.ts';
import type { Block } from '../schema/read.ts';
import { keyText } from '../schema/tree.ts';
import type { Spot } from '../schema/tree.ts';
import type { Bench } from './bench.ts';
import { reportUnknown } from './report-unknown.ts';
import { exprAt, scopeAt } from './scopes.ts';
import type { FactTray } from './scopes.ts';

export type ReadRole = { name: Name; spot: Spot; block: Block<typeof roleShape> };

export function readPeople(desk: Desk, entry: MapEntry | undefined): ReadRole[] {
  if (!entry) return [];
  if (entry.value.type !== 'map') {
    report(desk, { node: entry.value, key: entry.key }, 'wrong-type', {
      key: 'people',
      expected: { en: 'roles', zh: '各个角色' },
      found: foundWords(entry.value),
    });
    return [];
  }
  return entry.value.entries.flatMap((role) => {
    const spot: Spot = { node: role.value, key: role.key };
    const block = readBlock(desk, spot, roleShape, keyText(role));
    if (block && !block.has('team')) report(desk, spot, 'team-missing', { role: keyText(role) });
    return block ? [{ name: keyText(role), spot: { node: role.key }, block }] : [];
  });
}

/** The role that is told when this one is late. */
export const aboveOf = (bench: Bench, role: Name): Name | undefined => {
  const above = bench.roles.get(role)?.above;
  return above !== undefined && bench.roles.has(above) ? above : undefined;
};

/** Roles above each other in a ring, and those above that nobody is. */
export function checkAbove(bench: Bench, roles: readonly ReadRole[]): void {
  for (const { name, block } of roles) {
    const { above } = block.values;
    if (above === undefined) continue;
    if (!bench.roles.has(above)) reportUnknown(bench, block.at('above')!, 'unknown-role', above, bench.roles.keys());
    else if (comesBack(bench, name)) report(bench, block.at('above')!, 'above-ring', { a: above, b: name });
  }
}

function comesBack(bench: Bench, role: Name): boolean {
  const seen = new Set<Name>();
  for (let at = aboveOf(bench, role); at !== undefined && !seen.has(at); at = aboveOf(bench, at)) {
    if (at === role) return true;
    seen.add(at);
  }
  return false;
}

/** The people of the plan. */
export function compilePeople(bench: Bench, tray: FactTray, roles: readonly ReadRole[]): Record<Name, Role> {
  const people: Record<Name, Role> = {};
  for (const { name, block } of roles) {
    const { team, above } = block.values;
    const personNode = block.at('person')?.node;
    const person = personNode && exprAt(bench, scopeAt(bench, tray, {}, [personNode]), personNode, 'value').expr;
    if (team !== undefined) people[name] = { ...(person && { person }), team, ...(above !== undefined && { above }) };
  }
  return people;
}
