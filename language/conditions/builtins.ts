/** The functions of language.md 8 at work, on values that are there. `undefined`: it cannot be said, which makes the condition unknown. */
import type { Value } from '../../engine/chart.ts';
import { dayOfDate, hasTime, momentOf } from '../../engine/calendar/date-value.ts';
import { daysBetween, weekdayOf } from '../../engine/calendar/day.ts';
import { countsDays, occurrences } from '../../engine/calendar/rhythm.ts';
import { addSpan } from '../../engine/calendar/span.ts';
import { isWorkDay } from '../../engine/calendar/work-calendar.ts';
import { dayIn, instantOf } from '../../engine/calendar/zone.ts';
import { weekdays, type WorkCalendar } from '../../engine/plan.ts';
import { parseRhythmAt } from '../time/rhythm.ts';
import { parseSpan } from '../time/span.ts';
import { isDate } from './compare-values.ts';
import { segments } from './objects.ts';
import type { World } from './world.ts';

type Builtin = (args: Value[], world: World) => Value | undefined;

const hour = 3_600_000;
const today = (world: World): string => dayIn(world.now, world.zone);
/** Where the hospital has no calendar, the plain week counts. */
const plainWeek: WorkCalendar = { name: 'plain', title: '', workWeek: weekdays.slice(0, 5), workHours: [], holidays: [], makeUpDays: [] };
const calendarOf = (world: World): WorkCalendar => world.calendar ?? plainWeek;

const onDay =
  (gives: (day: string, world: World) => Value): Builtin =>
  ([at], world) =>
    isDate(at) ? gives(dayOfDate(at, world.zone), world) : undefined;

export const builtins: Readonly<Record<string, Builtin>> = {
  days_since: onDay((day, world) => daysBetween(day, today(world))),
  days_until: onDay((day, world) => daysBetween(today(world), day)),
  hours_since: ([at], world) => (isDate(at) && hasTime(at) ? (world.now - momentOf(at, world.zone)) / hour : undefined),
  is_work_day: onDay((day, world) => isWorkDay(calendarOf(world), day)),
  weekday: onDay((day) => weekdayOf(day)),
  has_code: ([given, prefixes]) => hasCode(given, prefixes),
  how_many: ([given]) =>
    Array.isArray(given) && given.every((one) => typeof one === 'boolean') ? given.filter((one) => one).length : undefined,
  next: ([words], world) => (typeof words === 'string' ? next(words, world) : undefined),
  band: ([x, limits, names]) => band(x, limits, names),
  rfm: (flags) =>
    flags.every((flag) => typeof flag === 'boolean') ? segments[flags.map(Number).join('') as keyof typeof segments] : undefined,
  contains: ([words, part]) => (typeof words === 'string' && typeof part === 'string' ? words.includes(part) : undefined),
  average_of: (args, world) => ofReadings(args, world, (values) => values.reduce((sum, value) => sum + value, 0) / values.length),
  highest_of: (args, world) => ofReadings(args, world, (values) => Math.max(...values)),
  lowest_of: (args, world) => ofReadings(args, world, (values) => Math.min(...values)),
};

/** Some code begins with one of these. Codes are written with and without capitals. */
function hasCode(given: Value | undefined, prefixes: Value | undefined): boolean | undefined {
  const codes = Array.isArray(given) ? given : [given];
  if (!Array.isArray(prefixes) || !codes.every(isCode) || !prefixes.every(isCode)) return undefined;
  const plain = (code: string | number): string => String(code).trim().toUpperCase();
  return codes.some((code) => prefixes.some((prefix) => plain(code).startsWith(plain(prefix))));
}

const isCode = (code: Value | undefined): code is string | number => typeof code === 'string' || typeof code === 'number';

/** The lower limit belongs to the band above it: 12 months is the second band of `[12, 36]`. */
function band(x: Value | undefined, limits: Value | undefined, names: Value | undefined): Value | undefined {
  if (typeof x !== 'number' || !Array.isArray(limits) || !Array.isArray(names)) return undefined;
  return names[limits.filter((limit) => typeof limit === 'number' && limit <= x).length];
}

/** At most so many dates are looked at; a rhythm that has none by then has none. */
const looked = 400;

function next(words: string, world: World): string | undefined {
  const reading = parseRhythmAt(words);
  if ('mistake' in reading || !countsDays(reading.value.rhythm)) return undefined;
  const { rhythm, at } = reading.value;
  const first = today(world);
  // The origin of "every three months" must not wander with today; but a day 0 that is still to come starts nothing later.
  const dayZero = world.dayZero !== undefined && world.dayZero < first ? world.dayZero : first;
  const days = occurrences(rhythm, { dayZero, notBefore: first }, calendarOf(world));
  for (let i = 0; i < looked; i++) {
    const day = days.next();
    if (day.done) return undefined;
    const moment = instantOf(day.value, at?.from ?? '00:00', world.zone);
    if (moment > world.now) return new Date(moment).toISOString();
  }
  return undefined;
}

function ofReadings([code, words]: Value[], world: World, figure: (values: number[]) => number): number | undefined {
  const span = typeof words === 'string' ? parseSpan(words) : undefined;
  if (!span || 'mistake' in span) return undefined;
  const since = addSpan(world.now, span.value, 'before', { zone: world.zone, hospitalZone: world.zone, calendar: calendarOf(world) });
  const values = world.readings.filter((one) => one.code === code && one.at > since && one.at <= world.now).map((one) => one.value);
  return values.length > 0 ? figure(values) : undefined;
}
