/** Comparing values as they come from hospitals: what does not fit is unknown, never false, so that nothing is decided by a wrong type. */
import type { Value } from '../../engine/chart.ts';
import { dayOfDate, hasTime, momentOf } from '../../engine/calendar/date-value.ts';
import type { Comparison } from './expression.ts';

const form = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** A day, or a moment in ISO 8601. */
export function isDate(value: Value | undefined): value is string {
  return typeof value === 'string' && form.test(value) && !Number.isNaN(Date.parse(value.replace(' ', 'T')));
}

/** Whether it holds, or undefined if the two cannot be compared. `zone`: the hospital's, in which a moment's day is read. */
export function compareValues(operator: Comparison, a: Value, b: Value, zone: string): boolean | undefined {
  const order = orderOf(named(a), named(b), zone);
  if (order === undefined) return undefined;
  if (order === 'different') return operator === '==' ? false : operator === '!=' ? true : undefined;
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** A person may be compared with a name. */
function named(value: Value): Value {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && typeof value.name === 'string' ? value.name : value;
}

function orderOf(a: Value, b: Value, zone: string): number | 'different' | undefined {
  if (typeof a === 'number' && typeof b === 'number')
    return Number.isNaN(a) || Number.isNaN(b) ? undefined : a - b || (a === b ? 0 : a < b ? -1 : 1);
  if (isDate(a) && isDate(b))
    return hasTime(a) && hasTime(b) ? momentOf(a, zone) - momentOf(b, zone) : byText(dayOfDate(a, zone), dayOfDate(b, zone));
  if ((typeof a === 'string' && typeof b === 'string') || (typeof a === 'boolean' && typeof b === 'boolean'))
    return a === b ? 0 : 'different';
  return undefined;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
