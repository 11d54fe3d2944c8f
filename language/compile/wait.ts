/** WAIT of a step: how long, by when, who is reminded and who is told; what nobody wrote stands in the plan, too (language.md 4). */
import type { Deadline, Late, Name, Rung, Span, Wait } from '../../engine/plan.ts';
import { report } from '../schema/desk.ts';
import { below, itemsOf } from '../schema/tree.ts';
import type { Spot } from '../schema/tree.ts';
import { spanInWords } from '../time/span.ts';
import type { Bench } from './bench.ts';
import { doneByPerson, isUrgent, standsInside } from './draft.ts';
import type { Draft } from './draft.ts';
import { waits } from './endings.ts';
import { aboveOf } from './people.ts';
import { deadlineAt, roleAt } from './references.ts';

/** A person's work is open so long after its due before silence ends it. Urgent work never ends by itself. */
const openAfterDue: Span = { amount: 7, unit: 'day' };

/** `by`: whom the work goes to. */
export function compileWait(bench: Bench, draft: Draft, by: readonly Name[]): Wait {
  const { values, at } = draft.block;
  checkKeys(bench, draft);
  const person = doneByPerson(draft);
  const end = values.wait && deadlineAt(bench, at('wait')!, values.wait);
  const due = person && values.due ? deadlineAt(bench, at('due')!, values.due) : undefined;
  const remind = remindersOf(bench, draft);
  checkOrder(bench, draft, end);
  const closes = person && !end && !isUrgent(draft) && !draft.block.has('wait');
  return {
    ...(end && { end }),
    ...(due && { due }),
    ...(closes && { endAfterDue: openAfterDue }),
    remind,
    rungs: person ? rungsOf(bench, draft, due, by) : toldRungs(bench, draft, by),
    ...(values.early && { early: values.early }),
  };
}

function checkKeys(bench: Bench, draft: Draft): void {
  const { has, at } = draft.block;
  const { act, spot } = draft;
  if (!act) return;
  if (doneByPerson(draft)) {
    if (!has('due') && !standsInside(draft, 'due')) report(bench, spot, 'due-missing');
    return;
  }
  if (has('due'))
    report(bench, { node: at('due')!.key! }, 'due-not-here', {}, waits(draft) ? { span: at('due')!.key!.span, text: 'wait' } : undefined);
  // Whoever wrote `due` is told that once; it most likely was the wait.
  else if (waits(draft) && !has('wait') && !standsInside(draft, 'wait')) report(bench, spot, 'wait-missing');
}

function remindersOf(bench: Bench, { block: { values, at } }: Draft): Deadline[] {
  const spot = at('remind');
  const items = spot ? itemsOf(spot.node) : [];
  return (values.remind ?? []).flatMap(
    (written, index) => deadlineAt(bench, { node: items[index] ?? spot!.node, key: spot!.key! }, written) ?? [],
  );
}

/** Without `escalate`: at due, the one above is told. */
function rungsOf(bench: Bench, draft: Draft, due: Deadline | undefined, by: readonly Name[]): Rung[] {
  const { has } = draft.block;
  if (has('escalate')) return toldRungs(bench, draft, by);
  const nobody = by.find((role) => aboveOf(bench, role) === undefined);
  if (nobody !== undefined && by.every((role) => aboveOf(bench, role) === undefined)) {
    const written = by.some((role) => bench.roles.get(role)?.above !== undefined);
    if (!written && !draft.spoken.has('not_done')) report(bench, draft.spot, 'nobody-above', { role: nobody });
    return [];
  }
  return due && by.length > 0 ? [{ after: due, to: { above: true }, unless: 'done' }] : [];
}

/** Follows the ladder up: whoever was told last is the one whose `above` comes next. */
function toldRungs(bench: Bench, draft: Draft, by: readonly Name[]): Rung[] {
  const spot = draft.block.at('escalate');
  const items = spot ? itemsOf(spot.node) : [];
  let last: Name | undefined = by.find((role) => aboveOf(bench, role) !== undefined) ?? by[0];
  return (draft.block.values.escalate ?? []).flatMap((written, index): Rung[] => {
    const item: Spot = { node: items[index]!, key: spot!.key! };
    const after = deadlineAt(bench, below(item, 'after')!, { kind: 'span', ...written.after });
    const toSpot = below(item, 'to')!;
    const to = written.to === 'above' ? last && aboveOf(bench, last) : roleAt(bench, toSpot, written.to);
    if (written.to === 'above' && last !== undefined && to === undefined) report(bench, toSpot, 'nobody-above', { role: last });
    last = to;
    if (!after || to === undefined) return [];
    return [{ after, to: written.to === 'above' ? { above: true } : to, unless: written.unless ?? 'done' }];
  });
}

/** Spans that can be compared without a calendar, in minutes. */
const minutes: Partial<Record<Span['unit'], number>> = { minute: 1, hour: 60, day: 1440, week: 10080 };
export function roughMinutes(span: Span): number | undefined {
  const unit = minutes[span.unit];
  return unit && unit * span.amount;
}
const fromMade = (deadline: Deadline | undefined): number | undefined =>
  deadline?.kind === 'span' && !deadline.from ? roughMinutes(deadline.span) : undefined;

function checkOrder(bench: Bench, { block: { values, at } }: Draft, end: Deadline | undefined): void {
  const rungs = (values.escalate ?? []).map(({ after }) => (after.from === undefined ? roughMinutes(after.span) : undefined));
  const falls = rungs.findIndex(
    (rung, index) => index > 0 && rung !== undefined && rungs[index - 1] !== undefined && rung < rungs[index - 1]!,
  );
  if (falls > 0) report(bench, { node: itemsOf(at('escalate')!.node)[falls]! }, 'ladder-order');
  const last = fromMade(end);
  if (last === undefined || end?.kind !== 'span') return;
  const items = at('remind') ? itemsOf(at('remind')!.node) : [];
  for (const [index, written] of (values.remind ?? []).entries()) {
    if (written.kind !== 'span' || written.from !== undefined || (roughMinutes(written.span) ?? 0) < last) continue;
    report(bench, { node: items[index]! }, 'remind-too-late', { x: spanInWords(written.span), y: spanInWords(end.span) });
  }
}

/** How late it may still be done. Absent: the live rule of the hospital, or the SOP's own. */
export function compileLate(bench: Bench, draft: Draft): Late {
  const { values, at } = draft.block;
  const max = values.late ?? (isUrgent(draft) ? 'never' : doneByPerson(draft) ? 'until_due' : undefined);
  const tell = typeof values.missed === 'object' ? roleAt(bench, at('missed')!, values.missed.tell) : undefined;
  const then = values.missed === 'skip' ? 'skip' : tell === undefined ? undefined : { tell };
  return { ...(max && { max }), ...(then && { then }) };
}
