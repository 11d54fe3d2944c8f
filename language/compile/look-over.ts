/** Things that are allowed and seldom meant: warnings and hints about a SOP as a whole. */
import type { Expr, Measure, Rhythm, Span, Step, StopRule } from '../../engine/plan.ts';
import { list } from '../diagnostics/list.ts';
import type { MapEntry, SourceNode } from '../node.ts';
import { report } from '../schema/desk.ts';
import { entryOf, keyText } from '../schema/tree.ts';
import { spanInWords } from '../time/span.ts';
import type { Bench } from './bench.ts';
import { doneByPerson, isUrgent, reachesPatient } from './draft.ts';
import type { Draft } from './draft.ts';
import { roughMinutes } from './wait.ts';

const dayMinutes = 1440;

export function lookOver(bench: Bench, steps: readonly Step[], stops: readonly StopRule[], measures: readonly Measure[]): void {
  const stopDay = Math.min(...stops.map((stop) => (stop.on === 'day' && stop.do.kind === 'stop' ? stop.day : Infinity)));
  for (const step of steps) {
    const draft = bench.draftById.get(step.id);
    if (!draft) continue;
    afterTheStop(bench, draft, step, stopDay);
    overlaps(bench, draft, step);
    atNight(bench, draft, step);
    folded(bench, draft, step);
  }
  for (const measure of measures) clockEarly(bench, steps, measure);
  tooOften(bench, steps);
  unused(bench);
}

const lastDay = ({ when }: Step): number | undefined => (when.base.kind === 'day' ? Math.max(...when.base.days) : undefined);
const daysOf = ({ amount, unit }: Span): number => (unit === 'day' ? amount : unit === 'week' ? amount * 7 : 0);

function afterTheStop(bench: Bench, draft: Draft, { when, wait, ...step }: Step, stopDay: number): void {
  if (stopDay === Infinity) return;
  const first = when.base.kind === 'day' ? Math.min(...when.base.days) : undefined;
  if (first !== undefined && first >= stopDay) {
    const why = { en: `the SOP stops on day ${stopDay}`, zh: `第 ${stopDay} 天 SOP 就停了` };
    report(bench, draft.block.at('day')!, 'never-reached', { why });
    return;
  }
  const start = lastDay({ when, wait, ...step });
  const n =
    wait.end?.kind === 'day'
      ? wait.end.day
      : wait.end?.kind === 'span' && !wait.end.from && start !== undefined
        ? start + daysOf(wait.end.span)
        : undefined;
  if (n !== undefined && n >= stopDay && draft.block.has('wait'))
    report(bench, draft.block.at('wait')!, 'wait-past-end', { n, m: stopDay });
}

const rhythmMinutes: Record<Rhythm['unit'], number> = {
  hour: 60,
  day: dayMinutes,
  week: 7 * dayMinutes,
  month: 28 * dayMinutes,
  year: 365 * dayMinutes,
};

/** The shortest time between two touches of the step, in minutes. */
function gapOf({ when: { base } }: Step): number | undefined {
  if (base.kind === 'day') {
    const days = [...base.days].sort((a, b) => a - b);
    const gaps = days.slice(1).map((day, index) => day - days[index]!);
    return gaps.length > 0 ? Math.min(...gaps) * dayMinutes : undefined;
  }
  if (base.kind !== 'rhythm') return undefined;
  const rhythms = [base.rhythm, ...base.pace.map(({ every }) => every)];
  // Several days of a week or month come closer together; how close is not worked out here.
  if (rhythms.some((rhythm) => 'on' in rhythm && (rhythm.on?.length ?? 0) > 1)) return undefined;
  return Math.min(...rhythms.map((rhythm) => rhythm.every * rhythmMinutes[rhythm.unit]));
}

function overlaps(bench: Bench, { block }: Draft, step: Step): void {
  const late = block.values.late && roughMinutes(block.values.late);
  const gap = gapOf(step);
  if (late === undefined || gap === undefined || late <= gap) return;
  const y =
    gap > dayMinutes
      ? { amount: Math.floor(gap / dayMinutes), unit: 'day' as const }
      : { amount: Math.max(1, Math.floor(gap / 120)), unit: 'hour' as const };
  report(bench, block.at('late')!, 'late-overlaps', { y: spanInWords(y) });
}

/** Nobody works at these hours without being on call; urgent work is. */
function atNight(bench: Bench, draft: Draft, { when, wait }: Step): void {
  const { due } = wait;
  if (!doneByPerson(draft) || isUrgent(draft) || !when.at || due?.kind !== 'span' || due.span.unit !== 'hour' || due.from) return;
  const opened = Number(when.at.from.slice(0, 2)) + due.span.amount;
  const hour = opened % 24;
  if (hour >= 7 && hour < 22) return;
  const clock = `${String(hour).padStart(2, '0')}${when.at.from.slice(2)}`;
  report(bench, draft.block.at('due')!, 'night-due', { at: when.at.from, due: clock });
}

/** Days so near to each other that the longest holidays (nine days) put them on one. */
function folded(bench: Bench, draft: Draft, { when }: Step): void {
  if (when.base.kind !== 'day' || !when.shift || when.base.days.length < 2) return;
  const days = [...when.base.days].sort((a, b) => a - b);
  const near = days.filter(
    (day, index) => (index > 0 && day - days[index - 1]! < 9) || (index + 1 < days.length && days[index + 1]! - day < 9),
  );
  if (near.length > 1) report(bench, draft.block.at('shift')!, 'folded-days', { list: list(near.map((day) => `day ${day}`)) });
}

/** Automatic contacts of one day against the cap, by the days the file names. */
function tooOften(bench: Bench, steps: readonly Step[]): void {
  const cap = bench.contact.own.rules.atMost ?? bench.contact.live.rules.atMost;
  if (!cap || !('times' in cap) || cap.per !== 'day' || typeof cap.times !== 'number') return;
  const byDay = new Map<number, Draft[]>();
  for (const step of steps) {
    const draft = bench.draftById.get(step.id);
    if (
      !draft ||
      doneByPerson(draft) ||
      !reachesPatient(draft) ||
      isUrgent(draft) ||
      step.when.base.kind !== 'day' ||
      step.guard.length > 0
    )
      continue;
    for (const day of step.when.base.days) byDay.set(day, [...(byDay.get(day) ?? []), draft]);
  }
  for (const [n, drafts] of byDay) {
    if (drafts.length <= cap.times) continue;
    report(bench, drafts[cap.times]!.spot, 'too-often', { n, k: drafts.length, cap: `${cap.times} a day` });
  }
}

/** The day on which a step of fixed days has ended, if nobody works on it. */
function endDay(step: Step): number | undefined {
  const start = lastDay(step);
  const { end } = step.wait;
  if (!end || start === undefined || step.act.kind === 'task' || (step.act.kind === 'call' && step.act.how === 'person')) return undefined;
  if (end.kind === 'day') return end.day;
  return end.kind === 'span' && !end.from ? start + daysOf(end.span) : undefined;
}

/** A patient is counted once: not before the steps in the figure can have ended. */
function clockEarly(bench: Bench, steps: readonly Step[], { name, clock, of, figure }: Measure): void {
  if (clock === undefined) return;
  const conditions: Expr[] = [...of, ...('if' in figure ? figure.if : [figure.of])];
  const named = new Set(conditions.flatMap(({ uses }) => uses));
  const late = steps.filter(({ id }) => named.has(id)).find((step) => (endDay(step) ?? clock) > clock);
  const block = bench.merged.measures?.value;
  const at = late && block ? entryOf(entryOf(block, name)?.value ?? block, 'clock') : undefined;
  if (late && at) report(bench, { node: at.value }, 'clock-early', { n: clock, step: late.id, m: endDay(late)! + 1 });
}

/** Names that this very file gives and nothing in it uses. */
function unused(bench: Bench): void {
  const used = new Set<string>(bench.usedSettings);
  for (const [key, entry] of Object.entries<MapEntry>(bench.merged)) collect(entry.value, used, key === 'settings');
  for (const key of ['settings', 'facts', 'forms', 'people'] as const) {
    const value = bench.merged[key]?.value;
    for (const entry of value?.type === 'map' ? value.entries : []) {
      const x = keyText(entry);
      if (bench.fileOf(entry.key) === bench.file && !used.has(x)) report(bench, { node: entry.key }, 'unused-name', { x });
    }
  }
}

/** Every word that stands as a value somewhere: a name that is used is among them. */
function collect(node: SourceNode, used: Set<string>, skip: boolean): void {
  if (node.type === 'scalar' && !skip) for (const [word] of node.source.matchAll(/[a-z][a-z0-9_]*/g)) used.add(word);
  if (node.type === 'list') for (const item of node.items) collect(item, used, skip);
  if (node.type === 'map') for (const entry of node.entries) collect(entry.value, used, skip);
}
