import type { At, MonthDay, Rhythm, Weekday } from '../../engine/plan.ts';
import { parseAt } from './clock.ts';
import { mistaken, read, within } from './reading.ts';
import type { Reading } from './reading.ts';
import { isWeekday } from './weekday.ts';

const unitPhrase = /^(?:([1-9]\d{0,3}) )?(hour|day|week|month|year)(s?)(?: on (.+))?$/;
const nths = { first: 1, second: 2, third: 3, fourth: 4, last: 'last' } as const;

function monthDay(item: string): MonthDay | undefined {
  if (item === 'last day') return { kind: 'last_day' };
  const work = /^(first|last) work day$/.exec(item);
  if (work) return { kind: 'work_day', nth: work[1] as 'first' | 'last' };
  const [nth = '', weekday = ''] = item.split(' ');
  if (nth in nths && isWeekday(weekday) && item === `${nth} ${weekday}`)
    return { kind: 'weekday', nth: nths[nth as keyof typeof nths], weekday };
  const day = /^day ([1-9]|[12]\d|3[01])$/.exec(item)?.[1];
  return day ? { kind: 'day', day: Number(day) } : undefined;
}

/** `day 1, 15`: the word stands once. */
function monthDays(on: string): MonthDay[] | undefined {
  const items = on.split(', ');
  const counted = items[0]!.startsWith('day ');
  const days = items.map((item) => monthDay(counted && /^\d+$/.test(item) ? `day ${item}` : item));
  return days.every((day) => day !== undefined) ? days : undefined;
}

function yearDays(on: string): { month: number; day: number }[] | undefined {
  const days = on.split(', ').map((item) => /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(item));
  if (!days.every((day) => day !== null)) return undefined;
  const found = days.map((day) => ({ month: Number(day[1]), day: Number(day[2]) }));
  return found.every(({ month, day }) => day <= new Date(Date.UTC(2024, month, 0)).getUTCDate()) ? found : undefined;
}

function weekDays(on: string): Weekday[] | undefined {
  const days = on.split(', ');
  return days.every(isWeekday) ? days : undefined;
}

function rhythmOf(unit: Rhythm['unit'], every: number, on: string | undefined): Rhythm | undefined {
  if (on === undefined) return { unit, every };
  if (unit === 'week') {
    const days = weekDays(on);
    return days && { unit, every, on: days };
  }
  if (unit === 'month') {
    const days = monthDays(on);
    return days && { unit, every, on: days };
  }
  if (unit === 'year') {
    const days = yearDays(on);
    return days && { unit, every, on: days };
  }
  return undefined;
}

/** `week on Mon`, `3 days`, `month on day 1, 15`, `3 months on last Fri`, `year on 02-20, 08-20` (language.md 6). */
export function parseRhythm(text: string): Reading<Rhythm> {
  const parts = unitPhrase.exec(text);
  const every = Number(parts?.[1] ?? 1);
  if (!parts || (every === 1) !== (parts[3] === '')) return mistaken('bad-rhythm', { x: text });
  const rhythm = rhythmOf(parts[2] as Rhythm['unit'], every, parts[4]);
  return rhythm ? read(rhythm) : mistaken('bad-rhythm', { x: text });
}

/** What `next("month on last Fri at 15:00")` is given (language.md 8): a rhythm and, after `at`, a time of day. */
export function parseRhythmAt(text: string): Reading<{ rhythm: Rhythm; at?: At }> {
  const split = text.lastIndexOf(' at ');
  const rhythm = parseRhythm(split < 0 ? text : text.slice(0, split));
  if ('mistake' in rhythm) return rhythm;
  if (split < 0) return read({ rhythm: rhythm.value });
  const at = parseAt(text.slice(split + ' at '.length));
  return 'mistake' in at ? within(at, text.slice(0, split + ' at '.length)) : read({ rhythm: rhythm.value, at: at.value });
}
