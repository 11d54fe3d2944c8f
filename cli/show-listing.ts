/** The calendar of a plan as lines: one per touch, in order of time; what waits for something below what it waits for. */
import { daysBetween } from '../engine/calendar/day.ts';
import { dayOfDate } from '../engine/calendar/date-value.ts';
import type { ListedTouch } from '../engine/listing.ts';
import type { Plan } from '../engine/plan.ts';
import { inColumns } from './columns.ts';
import type { PlanWish } from './plan-wish.ts';
import type { Terminal } from './terminal.ts';

export function showListing(plan: Plan, touches: ListedTouch[], { dates, hospitalZone, patientZone }: PlanWish, terminal: Terminal): void {
  const { words, paint, say } = terminal;
  const zero = dates.day_0 == null ? undefined : dayOfDate(dates.day_0, hospitalZone);
  say(
    paint(
      words(
        `${plan.sop}: day 0 is ${zero ?? '?'}, ${patientZone ?? hospitalZone}`,
        `${plan.sop}：第 0 天是 ${zero ?? '?'}，${patientZone ?? hospitalZone}`,
      ),
      'bold',
    ),
  );
  const told = new Set<string>();
  const shown = touches.filter((touch) => {
    // What nobody can know the moment of is said once, not below every touch of a rhythm.
    const again = touch.at === null && told.has(touch.step);
    told.add(touch.step);
    return !again;
  });
  const rows = shown.map(({ at, local, step, kind, to, note }) => {
    const [day = '', clock = '', zone = ''] = local?.split(' ') ?? [];
    const counted = at === null || zero === undefined ? '' : words(`day ${daysBetween(zero, day)}`, `第 ${daysBetween(zero, day)} 天`);
    const elsewhere = zone !== '' && zone !== hospitalZone ? ` ${zone}` : '';
    return [day === '' ? '    —' : `${day} ${clock}${elsewhere}`, counted, step, kind, to, note];
  });
  for (const line of inColumns(rows)) say(line);
  const steps = new Set(touches.map(({ step }) => step)).size;
  say(
    paint(
      words(
        `${steps} steps, ${touches.filter(({ at }) => at !== null).length} touches with a moment`,
        `${steps} 个步骤，${touches.filter(({ at }) => at !== null).length} 次有时刻的触达`,
      ),
      'dim',
    ),
  );
}
