/** Lays out one SOP, or one library, for compiling: its files put together, settings replaced, names collected. */
import type { Name } from '../../engine/plan.ts';
import { layersOf } from '../library/layers.ts';
import { mergeLayers } from '../library/merge.ts';
import type { Merged } from '../library/merge.ts';
import { isSpanSetting, settingsOf, settingValue, withSettings } from '../library/settings.ts';
import type { Settings } from '../library/settings.ts';
import type { Book, Shelf } from '../library/shelf.ts';
import type { MapEntry, SourceNode } from '../node.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { formShape } from '../schema/question.ts';
import { foundWords, report } from '../schema/desk.ts';
import { readBlock } from '../schema/read.ts';
import { isNothing, keyText } from '../schema/tree.ts';
import type { Spot } from '../schema/tree.ts';
import type { Bench } from './bench.ts';
import { readContact } from './contact.ts';
import { entriesOf } from './names.ts';
import { readPeople } from './people.ts';
import type { ReadRole } from './people.ts';
import { readQuestions } from './questions.ts';

export type SetUp = { bench: Bench; ownRoles: ReadRole[]; liveRoles: ReadRole[] };

/** `given`: settings for a base that requires them. */
export function setUp(shelf: Shelf, book: Book, given?: SourceNode): SetUp {
  const { layers, diagnostics } = layersOf(shelf, book);
  const written = mergeLayers(layers, shelf.origins);
  const settings = settingsOf(written.settings?.value, given);
  const usedSettings = new Set<Name>();
  const merged = replaceAll(written, settings, shelf, diagnostics, usedSettings);
  const bench: Bench = {
    fileOf: (node) => shelf.origins.get(node) ?? book.file,
    diagnostics,
    shelf,
    sop: book.name,
    file: book.file,
    merged,
    settings,
    usedSettings,
    settingValues: Object.fromEntries([...settings].map(([name, { node }]) => [name, settingValue(node)])),
    spanSettings: [...settings].filter(([, { node }]) => isSpanSetting(node)).map(([name]) => name),
    startEvents: [],
    customEvents: {},
    roles: new Map(),
    dates: new Map(),
    facts: new Map(),
    forms: new Map(),
    texts: new Map(),
    systems: new Map(),
    drafts: [],
    draftById: new Map(),
    contact: { own: { rules: {} }, live: { rules: {} } },
  };
  return layOut(bench, book);
}

function replaceAll(written: Merged, settings: Settings, shelf: Shelf, diagnostics: Diagnostic[], used: Set<Name>): Merged {
  const merged: Merged = {};
  for (const [key, entry] of Object.entries(written) as [keyof Merged, MapEntry][]) {
    if (key === 'settings') {
      merged[key] = entry;
      continue;
    }
    const replaced = withSettings(entry.value, settings, shelf.origins);
    diagnostics.push(...replaced.diagnostics);
    for (const name of replaced.used) used.add(name);
    merged[key] = { key: entry.key, value: replaced.node };
  }
  return merged;
}

function layOut(bench: Bench, book: Book): SetUp {
  const { merged } = bench;
  checkRequired(bench, book);
  bench.contact = { own: readContact(bench, merged.contact), live: readContact(quiet(bench), merged.liveContact) };
  const liveRoles = readPeople(quiet(bench), merged.livePeople);
  const ownRoles = readPeople(bench, merged.people);
  for (const [roles, live] of [
    [liveRoles, true],
    [ownRoles, false],
  ] as const)
    for (const { name, spot, block } of roles)
      bench.roles.set(name, { name, spot, live, ...(block.values.above !== undefined && { above: block.values.above }) });
  for (const entry of entriesOf(bench, merged.dates)) bench.dates.set(keyText(entry), { spot: { node: entry.value, key: entry.key } });
  for (const entry of entriesOf(bench, merged.facts)) bench.facts.set(keyText(entry), entry);
  for (const entry of entriesOf(bench, merged.texts)) bench.texts.set(keyText(entry), { node: entry.value, key: entry.key });
  for (const entry of entriesOf(bench, merged.systems)) bench.systems.set(keyText(entry), { node: entry.value, key: entry.key });
  for (const entry of entriesOf(bench, merged.forms)) readForm(bench, entry);
  bench.customEvents = customEvents(entriesOf(bench, merged.events));
  return { bench, ownRoles, liveRoles };
}

/** The hospital's own files are checked by themselves; here their mistakes would be told once for every SOP. */
export const quiet = (bench: Bench): Bench => ({ ...bench, diagnostics: [] });

function readForm(bench: Bench, entry: MapEntry): void {
  const spot = { node: entry.value, key: entry.key };
  const block = readBlock(bench, spot, formShape, keyText(entry));
  if (!block) return;
  const questions = block.at('questions');
  if (!questions) report(bench, spot, 'key-missing', { key: 'questions' });
  bench.forms.set(keyText(entry), { spot, questions: questions ? readQuestions(bench, questions) : [] });
}

function customEvents(entries: readonly MapEntry[]): Record<Name, string[]> {
  return Object.fromEntries(
    entries.map((entry) => [
      keyText(entry),
      entry.value.type === 'list' ? entry.value.items.map((item) => (item.type === 'scalar' ? String(item.value) : '')) : [],
    ]),
  );
}

/** A setting that its base requires is given by whoever uses it. */
function checkRequired(bench: Bench, book: Book): void {
  for (const [x, { node, entry }] of bench.settings) {
    if (node) {
      checkSetting(bench, x, { node, key: entry.key });
      continue;
    }
    const base = bench.shelf.books.find(({ file }) => file === bench.fileOf(entry.key))?.name ?? book.name;
    const own = bench.fileOf(entry.key) === book.file;
    report(bench, { node: own ? entry.key : book.nameNode }, 'setting-required', { x, base });
  }
}

/** Numbers, spans, words, lists of them. */
function checkSetting(bench: Bench, key: Name, spot: Spot): void {
  const { node } = spot;
  if (isNothing(node)) report(bench, spot, 'empty-value', { key });
  else if (node.type === 'map' || (node.type === 'list' && node.items.some((item) => item.type !== 'scalar')))
    report(bench, spot, 'wrong-type', {
      key,
      expected: { en: 'a number, a span, words or a list', zh: '数、一段时间、文字或列表' },
      found: foundWords(node),
    });
}
