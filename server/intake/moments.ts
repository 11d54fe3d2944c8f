/** Moments as other systems write them, read on the hospital's clock where they name no offset. */
import { hasTime, momentOf } from '../../engine/calendar/date-value.ts';
import type { DateValue, Instant } from '../../engine/plan.ts';
import type { Value } from '../../engine/chart.ts';
import type { Fields } from '../../language/conditions/objects.ts';
import type { ValueType } from '../../language/conditions/value-type.ts';
import { hospitalZoneOf } from '../../engine/contact.ts';
import type { Call } from '../http/call.ts';

/** The zone in which a time without an offset is meant: the hospital's (language.md 10.1). */
export async function hospitalZone({ parts, tx, hospital }: Pick<Call, 'parts' | 'tx' | 'hospital'>): Promise<string> {
  return hospitalZoneOf(await parts.deps.houses.of(tx, hospital, ''));
}

/** The contract has checked the form. */
export function instantOf(text: string, zone: string): Instant {
  return momentOf(text.replace(' ', 'T').toUpperCase(), zone);
}

/** A day stays a day; a moment becomes UTC. */
export function dateValueOf(text: string, zone: string): DateValue {
  return hasTime(text) ? new Date(instantOf(text, zone)).toISOString() : text;
}

/** Values with their moments in UTC; what is null is left as such: known no more. */
export function withMoments(fields: Fields, values: Record<string, unknown>, zone: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, timed(fields[name]?.type, value as Value, zone)]));
}

function timed(type: ValueType | undefined, value: Value, zone: string): Value {
  if (typeof value !== 'string' || (type?.is !== 'moment' && type?.is !== 'time')) return value;
  return dateValueOf(value, zone);
}
