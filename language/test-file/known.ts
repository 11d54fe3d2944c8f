/** What a test may name: steps, events, answers, figures, roles and patients that there are. */
import { eventEntry } from '../conditions/events.ts';
import type { Bench } from '../compile/bench.ts';
import { guess } from '../diagnostics/guess.ts';
import { report } from '../schema/desk.ts';
import { keyText } from '../schema/tree.ts';
import type { Spot } from '../schema/tree.ts';
import { missedSteps } from './model.ts';

/** `bench`: the SOP as laid out; undefined if there is none, which is told once. */
export type Known = { bench: Bench; diagnostics: Bench['diagnostics']; fileOf: Bench['fileOf']; patients: ReadonlySet<string> };

function unknown(known: Known, spot: Spot, x: string, all: Iterable<string>): void {
  const near = guess(x, [...all]);
  const { node } = spot;
  const edit =
    near !== undefined && node.type === 'scalar' && (node.value === x || node.source === x) ? { span: node.span, text: near } : undefined;
  report(known, spot, 'test-unknown', { x }, edit);
}

export function checkStep(known: Known, spot: Spot, id: string): void {
  const steps = known.bench.draftById;
  if (!steps.has(id) && id !== missedSteps) unknown(known, spot, id, steps.keys());
}

export function checkEvent(known: Known, spot: Spot, name: string): void {
  if (!eventEntry(name, known.bench.customEvents))
    unknown(known, spot, name, [...known.bench.startEvents, 'encounter.discharged', 'patient.wrote']);
}

/** Questions of the step, and of a choice its words. */
export function checkAnswers(known: Known, spot: Spot, id: string): void {
  const draft = known.bench.draftById.get(id);
  if (!draft || spot.node.type !== 'map') return;
  const names = draft.questions.map(({ name }) => name);
  for (const entry of spot.node.entries) {
    const question = draft.questions.find(({ name }) => name === keyText(entry));
    if (!question) unknown(known, { node: entry.key }, `${id}.${keyText(entry)}`, names);
    else checkWord(known, { node: entry.value, key: entry.key }, question.words.type, question.words.options);
  }
}

function checkWord(known: Known, spot: Spot, type: string, options: readonly string[] | undefined): void {
  const allowed = type === 'yes_no' ? ['yes', 'no'] : type === 'choice' ? options : undefined;
  const { node } = spot;
  if (!allowed || node.type !== 'scalar') return;
  if (!allowed.includes(String(node.value))) unknown(known, spot, node.source, allowed);
}

export function checkFigure(known: Known, spot: Spot, name: string): void {
  const { value } = known.bench.merged.measures ?? {};
  const figures = value?.type === 'map' ? value.entries.map(keyText) : [];
  if (!figures.includes(name)) unknown(known, spot, name, figures);
}

export function checkRole(known: Known, spot: Spot, name: string): void {
  if (!known.bench.roles.has(name)) unknown(known, spot, name, known.bench.roles.keys());
}

export function checkPatient(known: Known, spot: Spot, name: string): void {
  if (!known.patients.has(name)) unknown(known, spot, name, known.patients);
}
