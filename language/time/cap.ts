import type { Cap } from '../../engine/plan.ts';
import { mistaken, read } from './reading.ts';
import type { Reading } from './reading.ts';

/** `3 a day`, `1 a week` (language.md 6). */
export function parseCap(text: string): Reading<Cap> {
  const parts = /^([1-9]\d{0,5}) a (day|week)$/.exec(text);
  if (parts) return read({ times: Number(parts[1]), per: parts[2] as Cap['per'] });
  return mistaken('wrong-type', { expected: '“3 a day”, “1 a week”', found: `“${text}”` });
}
