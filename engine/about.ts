/** What an event is about (language.md 16): the objects it brings, and whether it must concern the very thing an enrollment started with. */
import type { EventRecord } from './chart.ts';
import type { EventName, Name } from './plan.ts';

export const objectNames = ['encounter', 'appointment', 'order', 'treatment', 'birth', 'complaint'] as const;
export type ObjectName = (typeof objectNames)[number];

const same = ['encounter.discharge_cancelled', 'encounter.updated', 'encounter.discharged', 'encounter.discharge_planned'];
const other = ['encounter.admitted', 'encounter.visited'];
const sameThings = ['appointment', 'order', 'treatment', 'complaint'];

/** The object an event's name begins with, if events of that name are about one. */
export function subjectOf(event: EventName): ObjectName | undefined {
  const first = event.split('.')[0];
  return objectNames.find((name) => name === first);
}

export function aboutOf(event: EventName): 'same' | 'other' | 'any' {
  if (other.includes(event)) return 'other';
  if (same.includes(event) || sameThings.includes(subjectOf(event) ?? '')) return 'same';
  return 'any';
}

/** Whether the event concerns this enrollment: what it started with, by id. Without ids on both sides nothing contradicts it. */
export function concerns(event: EventRecord, started: Record<Name, Record<Name, unknown>>): boolean {
  const about = aboutOf(event.name);
  const subject = subjectOf(event.name);
  if (about === 'any' || !subject) return true;
  const [theirs, ours] = [event.objects[subject]?.id, started[subject]?.id];
  if (theirs === undefined || ours === undefined) return true;
  return about === 'same' ? theirs === ours : theirs !== ours;
}

/** `encounter:E1`: the thing an enrollment starts with, which never starts the same SOP twice. */
export function subjectKey(event: EventRecord): string | undefined {
  const subject = subjectOf(event.name);
  const id = subject && event.objects[subject]?.id;
  return subject && (typeof id === 'string' || typeof id === 'number') ? `${subject}:${id}` : undefined;
}
