/** Work-day calendars (language.md 13). */
import { weekdays } from '../../engine/plan.ts';
import type { Weekday, WorkCalendar } from '../../engine/plan.ts';
import { report } from '../schema/desk.ts';
import { readBlock } from '../schema/read.ts';
import type { Desk } from '../schema/desk.ts';
import { calendarShape } from '../schema/sop.ts';
import type { Book } from './shelf.ts';

/** Undefined if what it cannot do without is missing or wrong; that is told. */
export function readCalendar(desk: Desk, book: Book): WorkCalendar | undefined {
  const block = readBlock(desk, { node: book.root }, calendarShape, 'calendar');
  if (!block) return undefined;
  const { values, has } = block;
  for (const key of ['title', 'work_week', 'work_hours'] as const)
    if (!has(key)) report(desk, { node: book.nameNode }, 'key-missing', { key });
  if (!values.work_week || !values.work_hours) return undefined;
  return {
    name: book.name,
    title: values.title ?? book.name,
    workWeek: weekFrom(values.work_week),
    workHours: values.work_hours,
    holidays: Object.entries(values.holidays ?? {}).map(([name, days]) => ({ name, ...days })),
    makeUpDays: values.make_up_days ?? [],
    ...(values.known_until !== undefined && { knownUntil: values.known_until }),
  };
}

/** `Mon to Fri`, also over the end of the week. */
function weekFrom({ from, to }: { from: Weekday; to: Weekday }): Weekday[] {
  const [first, last] = [weekdays.indexOf(from), weekdays.indexOf(to)];
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, index) => weekdays[(first + index) % 7]!);
}
