import type { At, Clock } from '../../engine/plan.ts';
import { mistaken, read, within } from './reading.ts';
import type { Reading } from './reading.ts';
import { narrowed } from './wide.ts';

const afternoon = /下午|晚上|傍晚|晚|pm|p\.m\./i;
const half: Record<string, number> = { 半: 30, 一刻: 15, 三刻: 45 };

/** The clock that somebody meant who wrote `8:30`, `8pm` or `晚上8点半`. */
function meant(text: string): Clock | undefined {
  const parts = /(\d{1,2})(?:[:.点时h](\d{1,2})?(半|一刻|三刻)?)?/.exec(narrowed(text));
  if (!parts) return undefined;
  const minutes = parts[3] ? half[parts[3]]! : Number(parts[2] ?? 0);
  let hours = Number(parts[1]);
  if (afternoon.test(text) && hours < 12) hours += 12;
  if (hours === 24 && minutes === 0) hours = 0;
  return hours < 24 && minutes < 60 ? `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}` : undefined;
}

/** `09:00`: 24 hours, two digits (language.md 6). */
export function parseClock(text: string): Reading<Clock> {
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) return read(text);
  const fix = meant(text);
  return fix && narrowed(text) === fix
    ? mistaken('full-width-number', { x: text, y: fix }, fix)
    : mistaken('bad-time', { x: text, y: fix ?? '09:00' }, fix);
}

/** `09:00` or `09:00 to 11:00`. */
export function parseAt(text: string): Reading<At> {
  const [first = '', second, ...more] = text.split(' to ');
  const from = parseClock(first);
  if ('mistake' in from) return within(from, '', second === undefined ? '' : ` to ${second}`);
  if (second === undefined) return read({ from: from.value });
  const to = parseClock(second);
  if ('mistake' in to) return within(to, `${first} to `);
  return more.length > 0 || to.value <= from.value
    ? mistaken('bad-time', { x: text, y: `${from.value} to …` })
    : read({ from: from.value, to: to.value });
}

const minutesOf = (clock: Clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** `08:30 to 21:00`, within one day and at least an hour long: contact hours and the open hours of a calendar (language.md 7.5). */
/** `8:30-20:00` */
function meantRange(text: string): string | undefined {
  const [from, to, ...more] = text.split(/ ?(?:-|~|–|—|到|至|to) ?/).map(meant);
  return from !== undefined && to !== undefined && more.length === 0 ? `${from} to ${to}` : undefined;
}

export function parseHours(text: string): Reading<{ from: Clock; to: Clock }> {
  const [first = '', second, ...more] = text.split(' to ');
  if (second === undefined || more.length > 0) return mistaken('bad-hours', { x: text }, meantRange(text));
  const from = parseClock(first);
  if ('mistake' in from) return within(from, '', ` to ${second}`);
  const to = parseClock(second);
  if ('mistake' in to) return within(to, `${first} to `);
  return minutesOf(to.value) - minutesOf(from.value) < 60 ? mistaken('bad-hours', { x: text }) : read({ from: from.value, to: to.value });
}
