/** From a day and a clock to a moment and back, in one zone. Zones are IANA names; what `isZone` refuses throws a RangeError. */
import type { Clock, Day, Instant } from '../plan.ts';
import { clockOf, minuteMs, minutesOf } from './clock.ts';
import { dayMs, dayNumber, dayOfNumber } from './day.ts';
import { isZone, offsetAt } from './offsets.ts';

export { isZone };

/** What the calendar and the clock on the wall show: the day's number and the milliseconds since its midnight. */
export type Wall = { day: number; ms: number };

export function wallIn(instant: Instant, zone: string): Wall {
  const shown = instant + offsetAt(instant, zone);
  const day = Math.floor(shown / dayMs);
  return { day, ms: shown - day * dayMs };
}

/**
 * All moments at which the wall shows this: one; none where the clocks go forward; two where they go back.
 * `shifted` is where a time that does not exist goes: forward by the gap, 02:30 → 03:30 (language.md 10.4).
 */
function momentsOfWall(wall: Wall, zone: string): { moments: Instant[]; shifted: Instant } {
  const shown = wall.day * dayMs + wall.ms;
  // A day to either side clears every change of clocks, even the one that left out a whole day.
  const before = offsetAt(shown - dayMs, zone);
  const after = offsetAt(shown + dayMs, zone);
  const shifted = shown - before;
  const candidates = before === after ? [shifted] : [shifted, shown - after];
  return { moments: candidates.filter((at) => at + offsetAt(at, zone) === shown).sort((a, b) => a - b), shifted };
}

/** The moment of a wall time that exists; one that exists twice is the first, one that does not moves forward by the gap. */
export function instantOfWall(wall: Wall, zone: string): Instant {
  const { moments, shifted } = momentsOfWall(wall, zone);
  return moments[0] ?? shifted;
}

const wallOf = (day: Day, clock: Clock): Wall => ({ day: dayNumber(day), ms: minutesOf(clock) * minuteMs });

/** The moment of this time on this day in this zone (language.md 10.4: not there → forward by the gap; twice → the first). */
export function instantOf(day: Day, clock: Clock, zone: string): Instant {
  return instantOfWall(wallOf(day, clock), zone);
}

/** Both moments of a time that exists twice, else the one of `instantOf`. */
export function instantsOf(day: Day, clock: Clock, zone: string): Instant[] {
  const { moments, shifted } = momentsOfWall(wallOf(day, clock), zone);
  return moments.length > 0 ? moments : [shifted];
}

/** The date in that zone at that moment. */
export function dayIn(instant: Instant, zone: string): Day {
  return dayOfNumber(wallIn(instant, zone).day);
}

/** The time of day in that zone, the minute that has begun. */
export function clockIn(instant: Instant, zone: string): Clock {
  return clockOf(Math.floor(wallIn(instant, zone).ms / minuteMs));
}

export function startOfDay(day: Day, zone: string): Instant {
  return instantOf(day, '00:00', zone);
}

/** When the day is over: the start of the next one. The end of that day, wherever language.md says so. */
export function endOfDay(day: Day, zone: string): Instant {
  return instantOf(day, '24:00', zone);
}
