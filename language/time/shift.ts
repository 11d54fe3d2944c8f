import type { Shift } from '../../engine/plan.ts';
import { mistaken, read } from './reading.ts';
import type { Reading } from './reading.ts';
import { isWeekday, weekdayMeant } from './weekday.ts';

const list = 'next work day, previous work day, nearest work day, next Mon …, keep';
const directions = ['next', 'previous', 'nearest'] as const;

/** `next work day`, `nearest Fri`, or `keep`, which moves nothing (language.md 6). */
export function parseShift(text: string): Reading<Shift | 'keep'> {
  if (text === 'keep') return read('keep');
  const split = text.indexOf(' ');
  const direction = directions.find((word) => word === text.slice(0, split));
  const to = text.slice(split + 1);
  if (direction && to === 'work day') return read({ direction, to: 'work_day' });
  if (direction && isWeekday(to)) return read({ direction, to });
  const weekday = direction && weekdayMeant(to);
  return mistaken('not-a-choice', { key: 'shift', list, x: text }, weekday && `${direction} ${weekday}`);
}
