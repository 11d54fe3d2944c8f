import type { Clock, Name, Weekday } from '../../engine/plan.ts';
import { parseClock } from './clock.ts';
import { parseOffset } from './offset.ts';
import type { Offset } from './offset.ts';
import { mistaken, read, within } from './reading.ts';
import type { Reading } from './reading.ts';
import { isWeekday, weekdayMeant } from './weekday.ts';

/** The end of something as it is written; the names in it are looked up by the compiler. */
export type WrittenDeadline =
  | ({ kind: 'span' } & Offset)
  | { kind: 'clock'; at: Clock }
  | { kind: 'day'; day: number; at?: Clock }
  | { kind: 'weekday'; weekday: Weekday; at: Clock }
  | { kind: 'name'; name: Name };

function untilDay(text: string, rest: string): Reading<WrittenDeadline> {
  const parts = /^(-?\d{1,4})(?: at (.+))?$/.exec(rest);
  if (!parts) return mistaken('bad-until', { x: text });
  const day = Number(parts[1]);
  if (parts[2] === undefined) return read({ kind: 'day', day });
  const at = parseClock(parts[2]);
  return 'mistake' in at ? within(at, `until day ${day} at `) : read({ kind: 'day', day, at: at.value });
}

function untilWeekday(text: string, word: string, clock: string): Reading<WrittenDeadline> {
  const at = parseClock(clock);
  if ('mistake' in at) return within(at, `until ${word} `);
  if (isWeekday(word)) return read({ kind: 'weekday', weekday: word, at: at.value });
  const weekday = weekdayMeant(word);
  return mistaken('bad-until', { x: text }, weekday && `until ${weekday} ${at.value}`);
}

/** A span, or `until 12:00`, `until day 30`, `until day 3 at 17:00`, `until Wed 21:00`, `until NAME` (language.md 6). */
export function parseDeadline(text: string): Reading<WrittenDeadline> {
  if (!/^until\b/.test(text)) {
    const offset = parseOffset(text);
    // `due: 18:00`
    if ('mistake' in offset && /^\d{1,2}[:：]\d{2}$/.test(text)) {
      const clock = parseClock(text);
      const at = 'value' in clock ? clock.value : clock.mistake.fix;
      if (at !== undefined) return mistaken('bad-until', { x: text }, `until ${at}`);
    }
    return 'mistake' in offset ? offset : read({ kind: 'span', ...offset.value });
  }
  const rest = text.slice('until'.length).trim();
  if (/^day \S/.test(rest)) return untilDay(text, rest.slice('day '.length));
  if (/^[a-z][a-z0-9_]*$/.test(rest)) return read({ kind: 'name', name: rest });
  const [word = '', clock, ...more] = rest.split(' ');
  if (more.length > 0) return mistaken('bad-until', { x: text });
  if (clock !== undefined) return untilWeekday(text, word, clock);
  if (!/\d/.test(word) && !/[０-９]/.test(word)) return mistaken('bad-until', { x: text });
  const at = parseClock(word);
  return 'mistake' in at ? within(at, 'until ') : read({ kind: 'clock', at: at.value });
}
