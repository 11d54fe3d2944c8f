/** Times of day: `09:00`, 24 hours, two digits; the end of a day may be written `24:00`. */
import type { Clock } from '../plan.ts';

export const minuteMs = 60_000;
export const hourMs = 3_600_000;

/** Minutes since midnight. */
export function minutesOf(clock: Clock): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}

export function clockOf(minutes: number): Clock {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
