/** An event as a system tells it, checked against the language's catalogue (language.md 16). */
import { z } from 'zod';
import type { EventRecord, Value } from '../../engine/chart.ts';
import type { Instant } from '../../engine/plan.ts';
import { broughtObjects, eventCatalogue, type EventEntry } from '../../language/conditions/events.ts';
import { broughtFields } from '../../language/conditions/objects.ts';
import type { eventBody } from '../contract/events.ts';
import { sopName } from '../contract/common.ts';
import { shapeOf } from '../contract/values.ts';
import { fieldErrors } from '../http/field-errors.ts';
import { fieldError, invalid, invalidField } from '../http/problem.ts';
import { instantOf, withMoments } from './moments.ts';

type Told = z.output<typeof eventBody>;

const custom = /^custom\.[a-z][a-z0-9_]{0,63}$/;

/** The catalogue's entry. Undefined: the hospital's own event. Any other name is refused. */
export function entryOf(name: string): EventEntry | undefined {
  if (custom.test(name)) return undefined;
  const entry = Object.hasOwn(eventCatalogue, name) ? eventCatalogue[name] : undefined;
  if (!entry)
    throw invalidField(
      'name',
      'unknown-event',
      'There is no event of this name; the hospital’s own are called custom.name.',
      '没有这个事件；医院自己的事件叫 custom.name。',
    );
  return entry;
}

/** Every field of the type that the catalogue gives it; moments in UTC. */
export function eventOf(told: Told, id: string, now: Instant, zone: string): EventRecord {
  const entry = entryOf(told.name);
  const fields = told.fields ?? {};
  if (entry) checkFields(told.name, entry, fields);
  return {
    id,
    name: told.name,
    at: told.at === undefined ? now : happened(instantOf(told.at, zone), now),
    fields: withMoments(typed(entry), fields, zone),
    objects: objectsOf(told, zone),
  };
}

/** A sender whose clock is a little ahead means now; one that is hours ahead writes its local time as if it were UTC, and must be told. */
const clocksDiffer = 5 * 60_000;
function happened(at: Instant, now: Instant): Instant {
  if (at - now > clocksDiffer) {
    const words = ['It lies in the future: check the time zone it is written in.', '这个时间在将来，请检查时区。'] as const;
    throw invalidField('at', 'in-the-future', ...words);
  }
  return Math.min(at, now);
}

const typed = (entry: EventEntry | undefined) =>
  Object.fromEntries(Object.entries(entry?.fields ?? {}).map(([name, type]) => [name, { type, known: false }]));

function checkFields(name: string, entry: EventEntry, fields: Record<string, Value | undefined>): void {
  // Which SOP is asked for: only of a request.
  const more = name === 'enrollment.requested' ? { sop: sopName.optional() } : {};
  const result = z.strictObject({ ...shapeOf(typed(entry)), ...more }).safeParse(fields);
  if (!result.success) throw invalid(fieldErrors(result.error.issues, fields, 'fields'));
}

type Objects = { [K in (typeof broughtObjects)[number]]?: Record<string, unknown> | undefined };

export function objectsOf(told: Objects, zone: string): EventRecord['objects'] {
  return Object.fromEntries(
    broughtObjects.flatMap((object) => {
      const given = told[object];
      return given === undefined ? [] : [[object, withMoments(broughtFields[object] ?? {}, given, zone)]];
    }),
  );
}

/** An event about nobody: only where the catalogue or the hospital has such events. */
export function patientNeeded(entry: EventEntry | undefined): void {
  if (entry && !entry.noPatient)
    throw invalid([fieldError('patient', 'missing', 'Whom is it about? patient or patientId.', '是哪位患者？请写 patient 或 patientId。')]);
}
