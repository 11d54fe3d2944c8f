/** Looks through a library by itself. What its facts and texts may use depends on the SOP that uses them; here everything a start can bring is taken as there. */
import type { Diagnostic } from '../diagnostic.ts';
import type { DiagnosticCode } from '../diagnostics/codes.ts';
import { readCalendar } from '../library/calendar.ts';
import type { Book, Shelf } from '../library/shelf.ts';
import { readBlock, readValue } from '../schema/read.ts';
import { libraryShape } from '../schema/sop.ts';
import { text } from '../schema/leaf.ts';
import { z } from 'zod';
import { compileContact, checkContact } from './contact.ts';
import { compileMeasures } from './measures.ts';
import { checkNames } from './names.ts';
import { checkAbove, compilePeople } from './people.ts';
import { compileQuestions } from './questions.ts';
import { exprAt, scopeAt } from './scopes.ts';
import type { FactTray } from './scopes.ts';
import { setUp } from './set-up.ts';
import { textAt } from './texts.ts';

/** One event for each object that a start can bring. */
const anyStart = [
  'encounter.discharged',
  'appointment.booked',
  'order.scheduled',
  'treatment.cycle_started',
  'birth.recorded',
  'complaint.filed',
];
/** Only the SOP that uses a library knows these. */
const ofTheUser: ReadonlySet<DiagnosticCode> = new Set([
  'text-may-be-empty',
  'not-available-here',
  'setting-required',
  'may-be-missing',
  'private-in-sms',
]);

export function checkLibrary(shelf: Shelf, book: Book): Diagnostic[] {
  const { bench, ownRoles } = setUp(shelf, book);
  const tray: FactTray = {};
  bench.startEvents = anyStart;
  readBlock(bench, { node: book.root }, libraryShape, book.name);
  checkNames(bench);
  checkAbove(bench, ownRoles);
  checkContact(bench);
  compileContact(bench, tray, bench.contact.own);
  compilePeople(bench, tray, ownRoles);
  for (const { value } of bench.facts.values()) exprAt(bench, scopeAt(bench, tray, {}, [value]), value, 'fact');
  for (const { questions } of bench.forms.values()) compileQuestions(bench, tray, {}, questions, 'patient');
  for (const spot of bench.texts.values()) {
    readValue(bench, spot, sharedText);
    textAt(bench, scopeAt(bench, tray, {}, [spot.node]), spot, { audience: 'patient', everyLanguage: true });
  }
  compileMeasures(bench, tray);
  return bench.diagnostics.filter(({ code, file }) => file === book.file && !ofTheUser.has(code));
}

/** Words, words by language, or a choice of either. */
const sharedText = z.union([text, z.record(z.string(), text)]);

export function checkCalendar(shelf: Shelf, book: Book): Diagnostic[] {
  const desk = { fileOf: () => book.file, diagnostics: [] as Diagnostic[] };
  readCalendar(desk, book);
  return desk.diagnostics;
}
