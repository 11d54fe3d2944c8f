/**
 * How far a zone's clocks are from UTC. Asking Intl takes a microsecond; a plan asks thousands of times about the same days, so each
 * zone keeps, per UTC day, either its one offset or the moment within the day at which it changes.
 */
import type { Instant } from '../plan.ts';
import { dayMs, endOfTime, firstDayNumber } from './day.ts';

type Change = { at: Instant; before: number; after: number };
type Zone = { format: Intl.DateTimeFormat; days: Map<number, number | Change> };

/** Enough for a patient's lifetime of days; a zone that is asked about more starts over rather than grow without end. */
const daysKept = 40_000;
const zones = new Map<string, Zone>();

function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (!zone) {
    const digits = '2-digit';
    const format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: name, hourCycle: 'h23', calendar: 'gregory', numberingSystem: 'latn' },
      ...{ year: 'numeric', month: digits, day: digits, hour: digits, minute: digits, second: digits },
    });
    zone = { format, days: new Map() };
    zones.set(name, zone);
  }
  return zone;
}

/** A zone this machine's time-zone data knows, `Asia/Shanghai`. Offsets like `+08:00` are no zones: they know nothing of summer time. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
}

const shown = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)/;

/** Intl writes the years before 1 as if they came after it, and ends in 275760: outside the calendar the clocks stay as they were. */
const [first, last] = [(firstDayNumber + 2) * dayMs, endOfTime + 2 * dayMs];

function askIntl(zone: Zone, instant: Instant): number {
  const second = Math.floor(Math.min(last, Math.max(first, instant)) / 1000) * 1000;
  const parts = shown.exec(zone.format.format(second));
  if (!parts) throw new RangeError('Intl shows time in a form that is not known here');
  const [month, day, year, hour, minute, sec] = parts.slice(1).map(Number) as [number, number, number, number, number, number];
  const wall = new Date(0);
  wall.setUTCFullYear(year, month - 1, day);
  wall.setUTCHours(hour, minute, sec);
  return wall.getTime() - second;
}

/** The first moment in (low, high] with the new offset, to the second: no zone has ever changed between seconds. */
function findChange(zone: Zone, low: Instant, high: Instant, before: number): Instant {
  while (high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2000) * 1000;
    if (askIntl(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function lookAt(zone: Zone, day: number): number | Change {
  const [start, end] = [day * dayMs, (day + 1) * dayMs];
  const [before, after] = [askIntl(zone, start), askIntl(zone, end)];
  return before === after ? before : { at: findChange(zone, start, end, before), before, after };
}

/** Milliseconds to add to a moment to get what the zone's clocks show. Throws RangeError for what `isZone` refuses. */
export function offsetAt(instant: Instant, name: string): number {
  const zone = zoneOf(name);
  const day = Math.floor(instant / dayMs);
  let known = zone.days.get(day);
  if (known === undefined) {
    known = lookAt(zone, day);
    if (zone.days.size >= daysKept) zone.days.clear();
    zone.days.set(day, known);
  }
  if (typeof known === 'number') return known;
  return instant < known.at ? known.before : known.after;
}
