/** From the files of an SOP to its plan, or to all that is wrong with it. */
import type { Plan } from '../../engine/plan.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { guess } from '../diagnostics/guess.ts';
import { diagnostic } from '../diagnostics/make.ts';
import { layersOf } from '../library/layers.ts';
import { findBook, shelve } from '../library/shelf.ts';
import type { Book, Shelf } from '../library/shelf.ts';
import { entryOf, itemsOf } from '../schema/tree.ts';
import { report } from '../schema/desk.ts';
import { readBlock } from '../schema/read.ts';
import { sopShape } from '../schema/sop.ts';
import type { SourceFile, SourceNode } from '../node.ts';
import type { Bench } from './bench.ts';
import { checkContact, checkZone, compileContact } from './contact.ts';
import { compileDates } from './dates.ts';
import { frozen, hashOf } from './hash.ts';
import { lookOver } from './look-over.ts';
import { compileMeasures } from './measures.ts';
import { withoutEchoes } from './echoes.ts';
import { checkNames } from './names.ts';
import { outline } from './outline.ts';
import { checkAbove, compilePeople } from './people.ts';
import { eventsAt } from './references.ts';
import { compileQuestions } from './questions.ts';
import { exprAt, scopeAt } from './scopes.ts';
import type { FactTray } from './scopes.ts';
import { quiet, setUp } from './set-up.ts';
import { compileStart, readStart } from './start.ts';
import { compileStep } from './steps.ts';
import { compileStops, endsByItself } from './stop.ts';
import { textAt } from './texts.ts';
import { checkRings } from './when.ts';

/** `plan` only if nothing in `diagnostics` is an error. */
export type Compiled = { plan?: Plan; diagnostics: Diagnostic[] };

/**
 * Compiles one SOP. `sop` is its name (`cardiology/pci-discharge`) or its path; `library` holds every file it may need, itself among them.
 * `settings`: values for settings that a base requires. Never throws, whatever the bytes. Diagnostics of the files used are among those returned.
 */
export function compile(sop: string, library: readonly SourceFile[], settings?: SourceNode): Compiled {
  const shelf = shelve(library);
  const book = findBook(shelf, sop, ['sop']) ?? shelf.books.find(({ file, kind }) => file === sop && kind === 'sop');
  if (!book) return { diagnostics: missing(shelf, sop) };
  const used = new Set(layersOf(shelf, book).layers.map((layer) => layer.book.file));
  const compiled = compileBook(shelf, book, settings);
  const diagnostics = [...shelf.diagnostics.filter(({ file }) => used.has(file)), ...compiled.diagnostics];
  return diagnostics.some(({ severity }) => severity === 'error') ? { diagnostics } : { ...compiled, diagnostics };
}

/** A file that cannot be read says why; otherwise there is no such SOP. */
function missing(shelf: Shelf, sop: string): Diagnostic[] {
  const own = shelf.diagnostics.filter(({ file }) => file === sop);
  const known = shelf.books.filter(({ kind }) => kind === 'sop').map(({ name }) => name);
  const start = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return own.some(({ severity }) => severity === 'error')
    ? own
    : [...own, diagnostic('unknown-sop', sop, start, { x: sop, guess: guess(sop, known) })];
}

/** The same with files that are read already. */
export function compileBook(shelf: Shelf, book: Book, settings?: SourceNode): Compiled {
  const { bench, ownRoles } = setUp(shelf, book, settings);
  const { merged } = bench;
  const tray: FactTray = {};
  checkTop(bench, book);
  const start = readStart(bench, merged.start);
  // Unknown ones are told when the start is compiled.
  bench.startEvents = start?.values.when ? eventsAt(quiet(bench), start.at('when')!, start.values.when) : [];
  const dates = compileDates(bench, tray);
  outline(bench);
  checkNames(bench);
  checkAbove(bench, ownRoles);
  checkContact(bench);
  checkZone(bench);
  checkRings(bench);
  const titleEntry = merged.title;
  const title =
    titleEntry &&
    textAt(bench, scopeAt(bench, tray, {}, [titleEntry.value]), { node: titleEntry.value, key: titleEntry.key }, { audience: 'staff' });
  const compiledStart = start && compileStart(bench, tray, start);
  const contact = compileContact(bench, tray, bench.contact.own);
  const people = compilePeople(bench, tray, ownRoles);
  const stops = compileStops(bench, tray);
  const steps = bench.drafts.flatMap((draft) => compileStep(bench, draft, tray) ?? []);
  const measures = compileMeasures(bench, tray);
  checkUnusedParts(bench, tray);
  lookOver(bench, steps, stops, measures);
  const endless = bench.drafts.find(({ parent, block }) => !parent && (block.has('every') || block.has('when')));
  // A rule that could not be read may be the one that ends it.
  const rules = merged.stop ? itemsOf(merged.stop.value).length : 0;
  if (endless && !endsByItself(stops) && stops.length === rules) report(bench, { node: book.nameNode }, 'no-end');
  const diagnostics = withoutEchoes(distinct(bench.diagnostics));
  if (!title || !compiledStart || diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics };
  const body = {
    format: 1 as const,
    sop: book.name,
    title,
    start: compiledStart,
    dates,
    contact,
    people,
    stops,
    facts: tray,
    steps,
    measures,
  };
  return { plan: frozen<Plan>({ ...body, hash: hashOf(body) }), diagnostics };
}

/** Facts and forms that nothing uses are checked all the same; into the plan they do not come. */
function checkUnusedParts(bench: Bench, used: FactTray): void {
  const aside: FactTray = {};
  const unused = [...bench.facts].filter(([name, { key }]) => !Object.hasOwn(used, name) && bench.fileOf(key) === bench.file);
  const values = unused.map(([, { value }]) => value);
  // One place for them all: they see the same, and there may be thousands.
  const scope = scopeAt(bench, aside, { steps: 'all' }, values);
  for (const value of values) exprAt(bench, scope, value, 'fact');
  for (const { spot, questions } of bench.forms.values())
    if (bench.fileOf(spot.key ?? spot.node) === bench.file && !bench.drafts.some((draft) => draft.questions === questions))
      compileQuestions(bench, aside, { steps: 'all' }, questions, 'patient');
}

/** The SOP with its names and steps found, for what refers to them from outside: tests. What is wrong with it is not told here. */
export function layOutSop(shelf: Shelf, book: Book, settings?: SourceNode): Bench {
  const { bench } = setUp(shelf, book, settings);
  const { start } = bench.merged;
  const events = start && readStart(bench, start)?.values.when;
  bench.startEvents = events ?? [];
  outline(bench);
  return bench;
}

const required = ['title', 'start', 'dates', 'steps'] as const;

/** The keys at the left edge. */
function checkTop(bench: Bench, book: Book): void {
  const name = { node: book.nameNode };
  readBlock(bench, { node: book.root }, sopShape, book.file);
  if (!/^[a-z0-9-]+(\/[a-z0-9-]+)+$/.test(book.name)) report(bench, name, 'bad-name', { x: book.name, y: sopName(book.name) });
  for (const key of required) if (!bench.merged[key] && !entryOf(book.root, key)) report(bench, name, 'key-missing', { key });
}

const sopName = (written: string): string => {
  const parts = written
    .toLowerCase()
    .replace(/[^a-z0-9/-]+/g, '-')
    .split('/')
    .filter((part) => part !== '');
  return parts.length > 1 ? parts.join('/') : `department/${parts[0] ?? 'name'}`;
};

/** A library's mistake is found at every place that uses it, and told once. */
export function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, file, span, values }) => {
    const key = JSON.stringify([code, file, span.line, span.column, span.endLine, span.endColumn, values]);
    return !seen.has(key) && seen.add(key);
  });
}
