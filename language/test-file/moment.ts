import { isDay } from '../schema/sop.ts';
import { parseClock } from '../time/clock.ts';
import { mistaken, read, within } from '../time/reading.ts';
import type { Reading } from '../time/reading.ts';
import type { TestMoment } from './model.ts';

const shape = { expected: '“day 1 09:20”, “2026-03-09 08:40”' };

/** `day 1 09:20` or `2026-03-09 08:40`. */
export function parseTestMoment(text: string): Reading<TestMoment> {
  const split = text.lastIndexOf(' ');
  const [before, clock] = [text.slice(0, split), text.slice(split + 1)];
  const day = /^day (-?\d{1,4})$/.exec(before)?.[1];
  if (split < 0 || (day === undefined && !isDay(before))) return mistaken('wrong-type', { ...shape, found: `“${text}”` });
  const at = parseClock(clock);
  if ('mistake' in at) return within(at, `${before} `);
  return read(day === undefined ? { kind: 'date', date: before, at: at.value } : { kind: 'day', day: Number(day), at: at.value });
}
