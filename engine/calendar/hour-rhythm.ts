/** Rhythms of hours (language.md 10.3): their occurrences are moments, in elapsed time, whatever the clocks do. */
import type { DateValue, Day, Instant } from '../plan.ts';
import { hourMs } from './clock.ts';
import { momentOf } from './date-value.ts';
import { endOfTime } from './day.ts';
import { endOfDay } from './zone.ts';

/** `ends`: that day included. `notBefore`: occurrences before this moment are passed over, at no cost. A day without time begins at 00:00. */
export type HourBounds = { starts?: DateValue; dayZero: DateValue; ends?: Day; notBefore?: Instant };

/** `starts` itself, or if not given `every` hours after day 0; then every so many hours from there. */
export function* hourOccurrences(every: number, bounds: HourBounds, hospitalZone: string): Generator<Instant, undefined> {
  const step = Math.max(1, Math.floor(every)) * hourMs;
  const first = bounds.starts === undefined ? momentOf(bounds.dayZero, hospitalZone) + step : momentOf(bounds.starts, hospitalZone);
  const end = bounds.ends === undefined ? endOfTime : Math.min(endOfTime, endOfDay(bounds.ends, hospitalZone));
  const passed = bounds.notBefore === undefined ? 0 : Math.max(0, Math.ceil((bounds.notBefore - first) / step));
  for (let i = passed; first + i * step < end; i++) yield first + i * step;
}
