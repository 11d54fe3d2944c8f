/** A value of `dates`: a day, or a moment written in ISO 8601. A day of `dates` is the date in the hospital's zone (language.md 10.1). */
import type { Clock, DateValue, Day, Instant } from '../plan.ts';
import { dayIn, endOfDay, instantOf } from './zone.ts';

export function hasTime(value: DateValue): boolean {
  return value.length > 10;
}

const hasOffset = /(Z|[+-]\d\d:?\d\d)$/i;

function parse(value: DateValue, hospitalZone: string): Instant {
  if (hasOffset.test(value)) return Date.parse(value);
  // Without an offset it is what the hospital's clock shows, never what this machine's would.
  const pastTheMinute = Date.parse(`1970-01-01T00:00${value.slice(16)}Z`);
  return instantOf(value.slice(0, 10), value.slice(11, 16), hospitalZone) + (Number.isNaN(pastTheMinute) ? 0 : pastTheMinute);
}

/** The day that the value stands for, in the hospital's zone. */
export function dayOfDate(value: DateValue, hospitalZone: string): Day {
  return hasTime(value) ? dayIn(parse(value, hospitalZone), hospitalZone) : value;
}

/** The value's moment; a day without time is taken at `clock` in `zone`. A moment without an offset is read in `zone`. */
export function momentOf(value: DateValue, zone: string, clock: Clock = '00:00'): Instant {
  return hasTime(value) ? parse(value, zone) : instantOf(value, clock, zone);
}

/** `until NAME` (language.md 6): the value's moment, or the end of the day in `zone` if it has no time. */
export function endOfDate(value: DateValue, zone: string, hospitalZone: string): Instant {
  return hasTime(value) ? parse(value, hospitalZone) : endOfDay(value, zone);
}
