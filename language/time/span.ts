import { spanUnits } from '../../engine/plan.ts';
import type { Span, SpanUnit } from '../../engine/plan.ts';
import { mistaken, read } from './reading.ts';
import type { Reading } from './reading.ts';

const whole = /^([1-9]\d{0,3}) (minute|hour|day|week|month|year|work hour|work day)(s?)$/;

/** What people write instead, and what they mean. `m` is taken for minutes, as in `30m`; the message says that it could be months. */
const shortUnits: Record<string, SpanUnit> = {
  m: 'minute', min: 'minute', mins: 'minute', h: 'hour', hr: 'hour', hrs: 'hour', d: 'day', w: 'week', wk: 'week', mo: 'month', mon: 'month', y: 'year', yr: 'year',
  分: 'minute', 分钟: 'minute', 时: 'hour', 小时: 'hour', 个小时: 'hour', 天: 'day', 日: 'day', 周: 'week', 个星期: 'week', 星期: 'week', 个月: 'month', 月: 'month', 年: 'year',
  个工作日: 'work_day', 工作日: 'work_day', 工作小时: 'work_hour', 个工作小时: 'work_hour', workday: 'work_day', workdays: 'work_day', workhour: 'work_hour', workhours: 'work_hour',
}; // prettier-ignore

/** As the author writes it: `1 day`, `2 work days`. */
export function spanInWords({ amount, unit }: Span): string {
  return `${amount} ${unit.replace('_', ' ')}${amount === 1 ? '' : 's'}`;
}

function mended(text: string): string | undefined {
  const parts = /^([1-9]\d{0,3}) ?([^\s\d]+)$/.exec(text);
  if (!parts) return undefined;
  const amount = Number(parts[1]);
  const written = parts[2]!.toLowerCase();
  const unit = shortUnits[written] ?? spanUnits.find((known) => written === known || written === `${known}s`);
  return unit ? spanInWords({ amount, unit }) : undefined;
}

/** `30 minutes`, `8 hours`, `2 work days` (language.md 6). One way to write each: the unit in full, one blank, `1 day` but `2 days`. */
export function parseSpan(text: string): Reading<Span> {
  const parts = whole.exec(text);
  if (!parts) {
    const fix = mended(text);
    return fix ? mistaken('short-unit', { x: text, y: fix }, fix) : mistaken('bad-duration', { x: text });
  }
  const span = { amount: Number(parts[1]), unit: parts[2]!.replace(' ', '_') as SpanUnit };
  return spanInWords(span) === text ? read(span) : mistaken('bad-duration', { x: text }, spanInWords(span));
}

/** Is the span counted on the calendar, so that a time of day can be named beside it? Hours and minutes already give the moment. */
export function countsDays(span: Span): boolean {
  return span.unit !== 'minute' && span.unit !== 'hour' && span.unit !== 'work_hour';
}
