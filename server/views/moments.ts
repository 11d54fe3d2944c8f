/** Moments as they are shown: UTC for programs, and the clock of whoever it concerns. */
import { clockIn, dayIn } from '../../engine/calendar/zone.ts';
import type { Instant } from '../../engine/plan.ts';

export type ShownMoment = { at: string; local: string };

export const iso = (at: Instant): string => new Date(at).toISOString();
export const isoOrNull = (at: Instant | null | undefined): string | null => (at == null ? null : iso(at));
export const localOf = (at: Instant, zone: string): string => `${dayIn(at, zone)} ${clockIn(at, zone)}`;
export const shownAt = (at: Instant, zone: string): ShownMoment => ({ at: iso(at), local: localOf(at, zone) });
export const shownOrNull = (at: Instant | null | undefined, zone: string): ShownMoment | null => (at == null ? null : shownAt(at, zone));
