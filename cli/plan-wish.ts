/** What `aftercare plan` is asked: the dates, the start, how far. */
import { dayOfDate, momentOf } from '../engine/calendar/date-value.ts';
import { addDays, addYears } from '../engine/calendar/day.ts';
import { dayIn, endOfDay, instantOf, startOfDay } from '../engine/calendar/zone.ts';
import { contactOf, zonesOf } from '../engine/contact.ts';
import type { DateValue, HouseRules, Instant, Name, Plan } from '../engine/plan.ts';
import { Refusal } from './exit.ts';
import { clockIn as clockWritten, dayIn as dayWritten, localMomentIn, pairIn, zoneIn } from './options.ts';
import type { Terminal } from './terminal.ts';

export type PlanOptions = { day0?: string; at?: string; start?: string; date?: string[]; zone?: string; until?: string; root?: string };
export type PlanWish = {
  dates: Record<Name, DateValue | null>;
  startedAt: Instant;
  until?: Instant;
  hospitalZone: string;
  patientZone?: string;
};

/** More years than anybody reads, and less than would be waited for. */
const mostYears = 10;

export function readPlanWish(plan: Plan, house: HouseRules, options: PlanOptions, terminal: Terminal): PlanWish {
  const zone = zonesOf(contactOf(plan, house), house, undefined).hospital;
  const day = options.day0 === undefined ? dayIn(Date.now(), zone) : dayWritten(options.day0, terminal);
  const zero = options.at === undefined ? day : isoOf(day, clockWritten(options.at, terminal), zone);
  const dates = {
    ...Object.fromEntries(Object.keys(plan.dates).map((name) => [name, null])),
    ...otherDates(plan, options.date ?? [], zone, terminal),
    day_0: zero,
  };
  const startedAt = options.start === undefined ? earlyEnough(plan, zero, zone) : startOf(options.start, zone, terminal);
  const wish: PlanWish = {
    dates,
    startedAt,
    hospitalZone: zone,
    ...(options.zone === undefined ? {} : { patientZone: zoneIn(options.zone, terminal) }),
  };
  if (options.until === undefined) return wish;
  const last = dayWritten(options.until, terminal);
  if (last > addYears(day, mostYears))
    throw new Refusal(
      terminal.words(`--until may lie ${mostYears} years after day 0 at most.`, `--until 最多到第 0 天之后 ${mostYears} 年。`),
    );
  return { ...wish, until: endOfDay(last, zone) };
}

const isoOf = (day: string, clock: string, zone: string): DateValue => new Date(instantOf(day, clock, zone)).toISOString();

function startOf(written: string, zone: string, terminal: Terminal): Instant {
  const { day, clock } = localMomentIn(written, terminal);
  return instantOf(day, clock, zone);
}

/** Before the first step that counts days, so that nothing is past; else at day 0 itself. */
function earlyEnough(plan: Plan, zero: DateValue, zone: string): Instant {
  const days = plan.steps.flatMap(({ parent, when: { base } }) => (base.kind === 'day' && !parent ? base.days : []));
  const first = Math.min(0, ...days);
  const day = dayOfDate(zero, zone);
  return first < 0 ? startOfDay(addDays(day, first), zone) : momentOf(zero, zone);
}

function otherDates(plan: Plan, written: string[], zone: string, terminal: Terminal): Record<Name, DateValue> {
  const dates: Record<Name, DateValue> = {};
  for (const { name, value } of written.map((one) => pairIn(one, terminal))) {
    const known = Object.keys(plan.dates).filter((date) => date !== 'day_0');
    if (!known.includes(name))
      throw new Refusal(
        terminal.words(
          `The SOP has no date “${name}”. It has: ${known.join(', ') || 'none but day_0'}.`,
          `SOP 里没有日期“${name}”，只有：${known.join('、') || 'day_0'}。`,
        ),
      );
    if (/^\d{4}-\d\d-\d\d$/.test(value)) dates[name] = dayWritten(value, terminal);
    else {
      const { day, clock } = localMomentIn(value, terminal);
      dates[name] = isoOf(day, clock, zone);
    }
  }
  return dates;
}
