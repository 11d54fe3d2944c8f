/** What is live for the whole hospital (language.md 14): the rules of `hospital.yaml`, the department's laid over them, people, systems, calendars. */
import type { ContactRules, HouseRules, Name, WorkCalendar } from '../../engine/plan.ts';
import { readCalendar } from '../library/calendar.ts';
import { findBook, shelve } from '../library/shelf.ts';
import type { Shelf } from '../library/shelf.ts';
import type { SourceFile, SourceNode } from '../node.ts';
import type { Desk } from '../schema/desk.ts';
import { entryOf } from '../schema/tree.ts';
import { compileContact } from './contact.ts';
import { compilePeople } from './people.ts';
import { quiet, setUp } from './set-up.ts';

export type HouseNames = { hospital: { name: string; phone: string }; department?: { name: string; phone: string } };

/**
 * The house rules of one department (`cardiology`), or of the hospital alone. `names`: name and phone, which stand in no file but in the settings of the
 * installation. Mistakes in the files are left out here; `check` tells them.
 */
export function houseRules(files: readonly SourceFile[], names: HouseNames, department?: Name): HouseRules {
  return houseOf(shelve(files), names, department);
}

/** The same with files that are read already. */
export function houseOf(shelf: Shelf, names: HouseNames, department?: Name): HouseRules {
  const own = department === undefined ? undefined : findBook(shelf, `${department}/department`, ['library']);
  const book = own ?? findBook(shelf, 'hospital', ['library']);
  const calendars = calendarsOf(shelf);
  if (!book) return { ...names, contact: {}, people: {}, systems: {}, calendars };
  const { bench, ownRoles, liveRoles } = setUp(shelf, book);
  const desk = quiet(bench);
  const below = compileContact(desk, {}, bench.contact.live);
  const above = compileContact(desk, {}, bench.contact.own);
  const people = { ...compilePeople(desk, {}, liveRoles), ...compilePeople(desk, {}, ownRoles) };
  const systems = Object.fromEntries([...bench.systems].map(([name, { node }]) => [name, { title: titleIn(node) ?? name }]));
  return { ...names, contact: laidOver(below, above), people, systems, calendars };
}

/** The department wins; alarm words add up. */
function laidOver(below: ContactRules, above: ContactRules): ContactRules {
  const alarmWords = [...new Set([...(below.alarmWords ?? []), ...(above.alarmWords ?? [])])];
  return { ...below, ...above, ...(alarmWords.length > 0 && { alarmWords }) };
}

function titleIn(node: SourceNode): string | undefined {
  const title = entryOf(node, 'title')?.value;
  return title?.type === 'scalar' && typeof title.value === 'string' ? title.value : undefined;
}

function calendarsOf(shelf: Shelf): Record<Name, WorkCalendar> {
  const desk: Desk = { fileOf: (node) => shelf.origins.get(node) ?? '', diagnostics: [] };
  const calendars: Record<Name, WorkCalendar> = {};
  for (const book of shelf.books) {
    const calendar = book.kind === 'calendar' ? readCalendar(desk, book) : undefined;
    if (calendar) calendars[calendar.name] = calendar;
  }
  return calendars;
}
