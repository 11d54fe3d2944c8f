/** The 13 keys of an SOP, and the keys of libraries and calendars (language.md 3, 13). The blocks are opened one by one, so each mistake is told. */
import { z } from 'zod';
import { parseHours } from '../time/clock.ts';
import { isWeekday } from '../time/weekday.ts';
import { fault, phrase, text, word, words } from './leaf.ts';
import type { Shape } from './read.ts';

const opened = z.unknown();

export const sopShape = {
  sop: word,
  title: text,
  use: words,
  settings: opened,
  start: opened,
  dates: opened,
  contact: opened,
  people: opened,
  stop: opened,
  facts: opened,
  forms: opened,
  steps: opened,
  measures: opened,
} satisfies Shape;

export const libraryShape = {
  library: word,
  title: text,
  use: words,
  settings: opened,
  contact: opened,
  people: opened,
  systems: opened,
  events: opened,
  facts: opened,
  forms: opened,
  texts: opened,
  measures: opened,
} satisfies Shape;

const date = z
  .string()
  .transform((written, context) =>
    isDay(written)
      ? written
      : fault(context, written, { code: 'wrong-type', values: { key: 'date', expected: '“2026-03-09”', found: `“${written}”` } }),
  );

/** A calendar day that exists. */
export function isDay(written: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(written);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const range = z.string().transform((written, context) => {
  const [from = '', to = from, ...more] = written.split(' to ');
  if (more.length === 0 && isDay(from) && isDay(to) && from <= to) return { from, to };
  return fault(context, written, {
    code: 'wrong-type',
    values: { key: 'holidays', expected: '“2026-05-01 to 2026-05-05”', found: `“${written}”` },
  });
});

const weekSpan = z.string().transform((written, context) => {
  const [from = '', to = from] = written.split(' to ');
  if (isWeekday(from) && isWeekday(to)) return { from, to };
  return fault(context, written, { code: 'wrong-type', values: { key: 'work_week', expected: '“Mon to Fri”', found: `“${written}”` } });
});

export const calendarShape = {
  calendar: word,
  title: word,
  work_week: weekSpan,
  work_hours: z.array(phrase(parseHours)).min(1),
  holidays: z.record(z.string(), range),
  make_up_days: z.array(date),
  known_until: date,
} satisfies Shape;
