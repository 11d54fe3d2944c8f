/** The types of language.md 8 and 16 as schemas: what a patient's fields, an event's fields and the things it brings may hold. */
import { z } from 'zod';
import type { ValueType } from '../../language/conditions/value-type.ts';
import type { Fields } from '../../language/conditions/objects.ts';
import { dateValue, day, line, moment, value, words } from './common.ts';

/** A person: by name, or with a phone. */
const person = z.union([line(100), z.strictObject({ name: line(100).optional(), phone: line(40).optional() })]);

export function schemaOf(type: ValueType): z.ZodType {
  switch (type.is) {
    case 'number':
      return z.number();
    case 'bool':
      return z.boolean();
    case 'moment':
      return moment;
    case 'day':
      return day;
    case 'time':
      return dateValue;
    case 'choice':
      return z.enum(type.options as [string, ...string[]]);
    case 'list':
      return z.array(schemaOf(type.of)).max(200);
    case 'person':
      return person;
    case 'text':
      return words(2000);
    case 'photo':
    case 'span':
    case 'object':
    case 'any':
      return value;
  }
}

/** Each may be left out, or be null: known no more. */
export const shapeOf = (fields: Fields): Record<string, z.ZodType> =>
  Object.fromEntries(Object.entries(fields).map(([field, { type }]) => [field, schemaOf(type).nullable().optional()]));
