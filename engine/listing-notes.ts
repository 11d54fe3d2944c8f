/** What is said beside a touch of the listing: on what it hangs, and what moves, holds or leaves it out. */
import type { Desk } from './desk.ts';
import { clockIn, dayIn } from './calendar/zone.ts';
import { outcomeWords } from './outcome-words.ts';
import type { Expr, Instant, Outcome, Rhythm, Span, Step, StepId } from './plan.ts';
import { targetOf, zoneOf } from './schedule.ts';
import type { Coming } from './schedule.ts';

/** `follows`: the outcome, or (without one) the end, that it waits for. `made`: when it would be made, hours and lateness considered. */
export type Standing = {
  when?: 'stopped';
  events?: string[];
  follows?: { step: StepId; outcome?: Outcome };
  leftOut?: boolean;
  made?: Instant;
};
type Words = (en: string, zh: string) => string;

export function noteOn(desk: Desk, step: Step, coming: Coming, at: Instant | null, standing: Standing, language: 'en' | 'zh'): string {
  const words: Words = (en, zh) => (language === 'en' ? en : zh);
  const parts = [
    standing.when === 'stopped' ? words('when the SOP is stopped', 'SOP 停止时') : '',
    followed(standing, words),
    standing.events ? words(`each time ${standing.events.join(' or ')} happens`, `每次发生 ${standing.events.join(' 或 ')} 时`) : '',
    at === null ? missingDate(desk, step, words) : '',
    at === null ? offsetWords(step, words) : '',
    step.guard.length > 0 ? words(`if ${conditionOf(step.guard, words)}`, `如果 ${conditionOf(step.guard, words)}`) : '',
    at === null ? '' : shiftNote(desk, step, coming, at, words),
    at === null ? '' : delayNote(desk, step, at, standing, words),
    paceNote(step, words),
    step.act.kind === 'repeat'
      ? words(`back to ${step.act.step}, ${step.act.atMost} rounds at most`, `回到 ${step.act.step}，最多 ${step.act.atMost} 轮`)
      : '',
  ];
  return parts.filter((part) => part !== '').join(words('; ', '；'));
}

function followed({ follows }: Standing, words: Words): string {
  if (!follows) return '';
  const { step, outcome } = follows;
  if (outcome === undefined) return words(`when ${step} has ended`, `${step} 结束后`);
  return words(`when ${step} ${verbs.includes(outcome) ? '' : 'is '}${outcomeWords[outcome].en}`, `${step} ${outcomeWords[outcome].zh}时`);
}

/** The rest are verbs: "when ring rang". */
const verbs: readonly Outcome[] = ['rang', 'happened'];

function missingDate(desk: Desk, step: Step, words: Words): string {
  const { base } = step.when;
  const { dates } = desk.chart.enrollment;
  const named =
    base.kind === 'reference' && base.from.kind === 'date'
      ? [base.from.date]
      : base.kind === 'rhythm'
        ? [base.starts, base.ends].flatMap((bound) => (bound?.kind === 'date' ? [bound.date] : []))
        : [];
  const missing = named.filter((name) => dates[name] == null);
  return missing.length === 0 ? '' : words(`once ${missing.join(' and ')} is known`, `知道 ${missing.join('、')} 以后`);
}

function offsetWords({ when: { offset, at } }: Step, words: Words): string {
  const clock = at ? (at.to ? `${at.from}–${at.to}` : at.from) : '';
  const span = offset ? spanWords(offset.span, words) : '';
  const moved =
    offset && (offset.direction === 'before' ? words(`${span} before`, `提前 ${span}`) : words(`${span} later`, `再过 ${span}`));
  return [moved, clock && words(`at ${clock}`, clock)].filter(Boolean).join(' ');
}

const units: Record<Span['unit'], { en: string; zh: string }> = {
  minute: { en: 'minute', zh: '分钟' },
  hour: { en: 'hour', zh: '小时' },
  day: { en: 'day', zh: '天' },
  week: { en: 'week', zh: '周' },
  month: { en: 'month', zh: '个月' },
  year: { en: 'year', zh: '年' },
  work_hour: { en: 'work hour', zh: '工作小时' },
  work_day: { en: 'work day', zh: '个工作日' },
};

function spanWords({ amount, unit }: Span, words: Words): string {
  return words(`${amount} ${units[unit].en}${amount === 1 ? '' : 's'}`, `${amount} ${units[unit].zh}`);
}

const conditionOf = (conditions: readonly Expr[], words: Words): string =>
  conditions.map(({ source }) => source.trim()).join(words(' and ', ' 并且 '));

/** The day it would have had without `shift`. */
function shiftNote(desk: Desk, step: Step, coming: Coming, at: Instant, words: Words): string {
  const { shift, ...when } = step.when;
  const plain = shift && targetOf(desk, { ...step, when }, coming);
  const zone = zoneOf(desk, step);
  if (!plain || dayIn(plain.target, zone) === dayIn(at, zone)) return '';
  return words(`moved from ${dayIn(plain.target, zone)} by shift`, `原为 ${dayIn(plain.target, zone)}，按 shift 移动`);
}

function delayNote(desk: Desk, step: Step, at: Instant, { made, leftOut }: Standing, words: Words): string {
  const { startedAt } = desk.chart.enrollment;
  if (leftOut)
    return at < startedAt
      ? words('past at the start: left out', '进来时已经过了，不做')
      : words('outside the contact hours until too late: left out', '等到联系时间已经太晚，不做');
  if (made === undefined || made <= at) return '';
  const zone = zoneOf(desk, step);
  const when = `${dayIn(made, zone)} ${clockIn(made, zone)}`;
  if (at < startedAt) return words(`past at the start: done at ${when}`, `进来时已经过了，${when} 补做`);
  return words(`held by the contact hours until ${when}`, `不在联系时间，推迟到 ${when}`);
}

function paceNote({ when: { base } }: Step, words: Words): string {
  if (base.kind !== 'rhythm' || base.pace.length === 0) return '';
  const rules = base.pace.map(({ if: conditions, every }) => {
    const condition = conditionOf(conditions, words);
    return words(`every ${rhythmWords(every, words)} if ${condition}`, `如果 ${condition}，改为每 ${rhythmWords(every, words)}`);
  });
  return rules.join(words('; ', '；'));
}

function rhythmWords({ unit, every }: Rhythm, words: Words): string {
  return every === 1 ? words(unit, unit === 'month' ? '月' : units[unit].zh) : spanWords({ amount: every, unit }, words);
}
