/** The steps of the plan, each from its draft. */
import type { Step } from '../../engine/plan.ts';
import type { SourceNode } from '../node.ts';
import { report } from '../schema/desk.ts';
import type { Bench } from './bench.ts';
import { compileAct } from './acts/compile-act.ts';
import { checkAtInHours } from './contact.ts';
import { doneByPerson, standsInside } from './draft.ts';
import type { Draft } from './draft.ts';
import { checkMisplaced } from './misplaced.ts';
import { compileQuestions } from './questions.ts';
import { conditionsAt, placeOf, scopeAt } from './scopes.ts';
import type { FactTray } from './scopes.ts';
import { textAt } from './texts.ts';
import { compileNext } from './then.ts';
import { compileLate, compileWait } from './wait.ts';
import { compileWhen } from './when.ts';

/** Undefined if something of it could not be read; what is told about it is told all the same. */
export function compileStep(bench: Bench, draft: Draft, tray: FactTray): Step | undefined {
  const { block, act: written, parent } = draft;
  const place = placeOf(bench, draft);
  const scope = scopeAt(bench, tray, place, ownNodes(bench, draft));
  const title = block.at('title') && textAt(bench, scope, block.at('title')!, { audience: 'staff' });
  if (doneByPerson(draft) && !block.has('title') && !standsInside(draft, 'title')) report(bench, draft.spot, 'title-missing');
  const card = block.at('card') && textAt(bench, scope, block.at('card')!, { audience: 'patient' });
  const when = compileWhen(bench, draft, scope);
  checkAtInHours(bench, draft);
  const guard = conditionsAt(bench, scope, block.at('if'), true);
  const act = compileAct(bench, draft, scope, tray);
  const questions = compileQuestions(bench, tray, place, draft.questions, doneByPerson(draft) ? 'staff' : 'patient');
  const by = act && 'by' in act && Array.isArray(act.by) ? act.by : [];
  const wait = compileWait(bench, draft, by);
  checkMisplaced(bench, draft);
  const late = compileLate(bench, draft);
  const next = compileNext(bench, draft);
  if (!act || !written) return undefined;
  const { line, column } = draft.spot.node.span;
  const file = bench.fileOf(draft.spot.node);
  return {
    ...(file !== bench.file && { file }),
    line,
    column,
    id: draft.id,
    kind: written.kind,
    ...(title && { title }),
    ...(card && { card }),
    ...(parent && { parent: { step: parent.draft.id, outcome: parent.outcome } }),
    when,
    guard,
    act,
    questions,
    wait,
    late,
    next,
  };
}

/** What is written in the step itself, and the shared text it sends; the steps under `then` have scopes of their own. */
function ownNodes(bench: Bench, { block, act }: Draft): SourceNode[] {
  const own = block.node.entries.filter((entry) => entry.key.source !== 'then').map((entry) => entry.value);
  const from = act?.block && 'text_from' in act.block.values ? bench.texts.get(act.block.values.text_from ?? '') : undefined;
  return from ? [...own, from.node] : own;
}
