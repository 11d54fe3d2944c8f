/** Values of the command line, read by what the language knows of them: a number is a number, a list of codes is a list of texts. */
import { broughtFields, patientFields } from '../language/conditions/objects.ts';
import { eventEntry } from '../language/conditions/events.ts';
import type { ValueType } from '../language/conditions/value-type.ts';
import type { Question } from '../engine/plan.ts';
import type { Value } from '../engine/chart.ts';
import { Refusal } from './exit.ts';
import { pairIn } from './options.ts';
import type { Terminal } from './terminal.ts';

type Says = Pick<Terminal, 'words'>;
export type Values = Record<string, Value>;

/** Lists as JSON or with commas between. What has no known type is taken as it looks. */
export function valueOf(written: string, type: ValueType | undefined): Value {
  switch (type?.is) {
    case 'number':
      return isNumber(written) ? Number(written) : written;
    case 'bool':
      return written === 'true' ? true : written === 'false' ? false : written;
    case 'list':
      return listIn(written) ?? written.split(',').map((one) => valueOf(one.trim(), type.of));
    case undefined:
    case 'any':
    case 'object':
      return looked(written);
    case 'text':
    case 'moment':
    case 'day':
    case 'time':
    case 'choice':
    case 'person':
    case 'photo':
    case 'span':
      return written;
  }
}

const isNumber = (text: string): boolean => /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text);

function looked(written: string): Value {
  if (isNumber(written)) return Number(written);
  if (written === 'true' || written === 'false') return written === 'true';
  return listIn(written) ?? written;
}

function listIn(written: string): Value[] | undefined {
  if (!written.startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(written);
    return Array.isArray(list) ? (list as Value[]) : undefined;
  } catch {
    return undefined;
  }
}

/** `name=王芳`, `age=63`. */
export function patientValues(written: readonly string[], terminal: Says): Values {
  return Object.fromEntries(
    written.map((one) => pairIn(one, terminal)).map(({ name, value }) => [name, valueOf(value, patientFields[name]?.type)]),
  );
}

/** `code=E11.9` of that event. */
export function eventFields(event: string, written: readonly string[], terminal: Says): Values {
  const known = eventEntry(event)?.fields;
  return Object.fromEntries(written.map((one) => pairIn(one, terminal)).map(({ name, value }) => [name, valueOf(value, known?.[name])]));
}

/** `encounter.department=cardiology`, by object. */
export function objectValues(written: readonly string[], terminal: Says): Record<string, Values> {
  const objects: Record<string, Values> = {};
  for (const { name, value } of written.map((one) => pairIn(one, terminal))) {
    const [object = '', field, ...more] = name.split('.');
    const fields = Object.hasOwn(broughtFields, object) ? broughtFields[object] : undefined;
    if (!fields || field === undefined || more.length > 0) {
      const list = Object.keys(broughtFields).join(', ');
      throw new Refusal(
        terminal.words(
          `“${name}” is no field of what an event brings (${list}). Write for example encounter.department=cardiology.`,
          `“${name}”不是事件带来的内容（${list}）的字段。请写，比如 encounter.department=cardiology。`,
        ),
      );
    }
    objects[object] = { ...objects[object], [field]: valueOf(value, fields[field]?.type) };
  }
  return objects;
}

/** An answer as its question takes it; checks of range and options are the server's. */
export function answerValue(written: string, question: Pick<Question, 'type'> | undefined): Value {
  switch (question?.type) {
    case 'number':
      return isNumber(written) ? Number(written) : written;
    case 'choices':
      return listIn(written) ?? written.split('|');
    case 'photo':
    case 'yes_no':
    case 'choice':
    case 'text':
    case 'date':
    case 'person':
      return written;
    case undefined:
      return looked(written);
  }
}
