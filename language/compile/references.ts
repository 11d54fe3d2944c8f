/** Names in the file looked up: roles, events, dates, steps, and the ends of things that name them. */
import type { Bound, Deadline, EventName, Name, Reference } from '../../engine/plan.ts';
import { eventCatalogue, eventEntry } from '../conditions/events.ts';
import { guess } from '../diagnostics/guess.ts';
import { report } from '../schema/desk.ts';
import type { Spot } from '../schema/tree.ts';
import { itemsOf } from '../schema/tree.ts';
import { countsDays, spanInWords } from '../time/span.ts';
import type { Offset } from '../time/offset.ts';
import type { WrittenDeadline } from '../time/until.ts';
import type { Bench } from './bench.ts';
import { reportUnknown, reportUnlisted } from './report-unknown.ts';

/** The role if there is one. */
export function roleAt(bench: Bench, spot: Spot, name: string): Name | undefined {
  if (bench.roles.has(name)) return name;
  reportUnknown(bench, spot, 'unknown-role', name, bench.roles.keys());
  return undefined;
}

/** Each name with its own place in the list. */
export function withPlaces(spot: Spot, names: readonly string[]): { name: string; spot: Spot }[] {
  const items = itemsOf(spot.node);
  return names.map((name, index) => ({ name, spot: items[index] ? { node: items[index], ...(spot.key && { key: spot.key }) } : spot }));
}

export function rolesAt(bench: Bench, spot: Spot, names: readonly string[]): Name[] {
  return withPlaces(spot, names).flatMap((one) => roleAt(bench, one.spot, one.name) ?? []);
}

/** Events that exist; the others are told. */
export function eventsAt(bench: Bench, spot: Spot, names: readonly string[]): EventName[] {
  return withPlaces(spot, names).flatMap((one) => {
    if (eventEntry(one.name, bench.customEvents)) return [one.name];
    reportUnknown(bench, one.spot, 'unknown-event', one.name, [...Object.keys(eventCatalogue), ...Object.keys(bench.customEvents)]);
    return [];
  });
}

/** A date, or a step, which means its end. */
export function referenceAt(bench: Bench, spot: Spot, name: string): Reference | undefined {
  if (bench.dates.has(name)) return { kind: 'date', date: name };
  if (bench.draftById.has(name)) return { kind: 'step', step: name };
  const nearStep = guess(name, [...bench.draftById.keys()]);
  if (nearStep !== undefined && guess(name, [...bench.dates.keys()]) === undefined)
    reportUnknown(bench, spot, 'unknown-step', name, bench.draftById.keys());
  else reportUnlisted(bench, spot, 'unknown-date', name, bench.dates.keys());
  return undefined;
}

/** Hours before or after a day that has no clock time are no moment. */
export function checkHours(bench: Bench, spot: Spot, offset: Offset, from: Reference): void {
  if (from.kind !== 'date' || countsDays(offset.span) || bench.dates.get(from.date)?.type?.is !== 'day') return;
  report(bench, spot, 'date-has-no-time', { x: from.date, y: spanInWords(offset.span) });
}

export function deadlineAt(bench: Bench, spot: Spot, written: WrittenDeadline): Deadline | undefined {
  if (written.kind === 'name') {
    if (bench.dates.has(written.name)) return { kind: 'date', date: written.name };
    reportUnlisted(bench, spot, 'unknown-date', written.name, bench.dates.keys());
    return undefined;
  }
  if (written.kind !== 'span') return written;
  if (written.from === undefined) return { kind: 'span', span: written.span };
  const from = referenceAt(bench, spot, written.from);
  if (!from) return undefined;
  checkHours(bench, spot, written, from);
  return { kind: 'span', span: written.span, from };
}

export function boundAt(
  bench: Bench,
  spot: Spot,
  written: { kind: 'day'; day: number } | { kind: 'name'; name: string },
): Bound | undefined {
  if (written.kind === 'day') return written;
  if (bench.dates.has(written.name)) return { kind: 'date', date: written.name };
  reportUnlisted(bench, spot, 'unknown-date', written.name, bench.dates.keys());
  return undefined;
}

/** SOPs that exist, given the files at hand. */
export function sopsAt(bench: Bench, spot: Spot, names: readonly string[]): Name[] {
  const known = bench.shelf.books.filter(({ kind }) => kind === 'sop').map(({ name }) => name);
  return withPlaces(spot, names).flatMap((one) => {
    if (known.includes(one.name)) return [one.name];
    reportUnknown(bench, one.spot, 'unknown-sop', one.name, known);
    return [];
  });
}
