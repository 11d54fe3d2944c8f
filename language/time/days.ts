import type { Bound, Name } from '../../engine/plan.ts';
import { mistaken, read } from './reading.ts';
import type { Reading } from './reading.ts';
import { narrowed } from './wide.ts';

const furthest = 9999;

/** One whole number of days, as text: `3`, `-1`. */
export function parseDay(text: string): Reading<number> {
  if (/^-?\d{1,4}$/.test(text)) return read(Number(text));
  const fix = narrowed(text);
  return /^-?\d{1,4}$/.test(fix)
    ? mistaken('full-width-number', { x: text, y: fix }, fix)
    : mistaken('wrong-type', { expected: '“3”, “[4, 6]”, “1 to 7”', found: `“${text}”` }, meant(fix));
}

/** `1-3`, `1,2,3`, `第1天`, `day 3`: as it should stand. */
function meant(text: string): string | undefined {
  const range = /^第?(-?\d{1,4}) ?(?:-|~|–|到|至|to) ?第?(\d{1,4})天?$/.exec(text);
  if (range && Number(range[1]) < Number(range[2])) return `${range[1]} to ${range[2]}`;
  if (/^-?\d{1,4}(?: ?[,，、] ?-?\d{1,4})+$/.test(text)) return `[${text.split(/ ?[,，、] ?/).join(', ')}]`;
  return /^(?:第|day ?)?(-?\d{1,4}) ?(?:天|days?)?$/i.exec(text)?.[1];
}

/** `1 to 7`: every day from the one to the other, both included; at most 400 of them. */
export function parseDays(text: string): Reading<number[]> {
  const parts = /^(-?\d{1,4}) to (-?\d{1,4})$/.exec(text);
  if (!parts) {
    const day = parseDay(text);
    return 'mistake' in day ? day : read([day.value]);
  }
  const [from, to] = [Number(parts[1]), Number(parts[2])];
  if (to <= from || to - from >= 400) return mistaken('wrong-type', { expected: '“1 to 7”', found: `“${text}”` });
  return read(Array.from({ length: to - from + 1 }, (_, index) => from + index));
}

/** `starts`, `ends`: `day 3`, or a date's name (language.md 4). */
export function parseBound(text: string): Reading<{ kind: 'day'; day: number } | { kind: 'name'; name: Name }> {
  const day = /^day (-?\d{1,4})$/.exec(text)?.[1];
  if (day !== undefined && Math.abs(Number(day)) <= furthest) return read({ kind: 'day', day: Number(day) } satisfies Bound);
  if (/^[a-z][a-z0-9_]*$/.test(text)) return read({ kind: 'name', name: text });
  return mistaken('wrong-type', { expected: '“day 3”', found: `“${text}”` });
}

/** `clock: day 31` of a figure (language.md 7.8). */
export function parseClockDay(text: string): Reading<number> {
  const day = /^day (-?\d{1,4})$/.exec(text)?.[1];
  return day === undefined ? mistaken('wrong-type', { expected: '“day 31”', found: `“${text}”` }) : read(Number(day));
}
