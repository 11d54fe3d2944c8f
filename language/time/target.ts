import type { Measure, Span } from '../../engine/plan.ts';
import { mistaken, read } from './reading.ts';
import type { Reading } from './reading.ts';
import { parseSpan } from './span.ts';

const windows: Record<string, Span> = {
  week: { amount: 1, unit: 'week' },
  month: { amount: 1, unit: 'month' },
  quarter: { amount: 3, unit: 'month' },
};

/** `over: month`, `week`, `quarter`, `7 days` (language.md 7.8). */
export function parseOver(text: string): Reading<Span> {
  return Object.hasOwn(windows, text) ? read(windows[text]!) : parseSpan(text);
}

/** `at least 85%`, `above 95%`, `at most 5%`, `below 10`. */
export function parseTarget(text: string): Reading<NonNullable<Measure['target']>> {
  const parts = /^(at least|above|at most|below) (-?\d{1,6}(?:\.\d{1,4})?)(%?)$/.exec(text);
  if (!parts) return mistaken('bad-target', {});
  return read({
    compare: parts[1]!.replace(' ', '_') as NonNullable<Measure['target']>['compare'],
    value: Number(parts[2]),
    percent: parts[3] === '%',
  });
}
