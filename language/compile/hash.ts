/** The plan's own name: the same for the same procedure, whatever its remarks, the order of its keys or its places in the file (language.md 14). */
import { createHash } from 'node:crypto';
import type { Plan } from '../../engine/plan.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** SHA-256 in hex over canonical JSON. The order of steps, questions and options is the procedure; the order of figures is not. */
export function hashOf(plan: Omit<Plan, 'hash'>): string {
  const measures = [...plan.measures].sort((a, b) => (a.name < b.name ? -1 : 1));
  const words = JSON.stringify(canonical(JSON.parse(JSON.stringify({ ...plan, measures })) as Json));
  return createHash('sha256').update(words).digest('hex');
}

function canonical(value: Json): Json {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const placed = typeof value.line === 'number' && typeof value.column === 'number';
  const keys = Object.keys(value).filter((key) => !(placed && (key === 'line' || key === 'column' || key === 'file')));
  return Object.fromEntries(keys.sort().map((key) => [key, canonical(value[key]!)]));
}

/** Nobody changes a plan. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inside of Object.values(value)) frozen(inside);
  return Object.freeze(value);
}
