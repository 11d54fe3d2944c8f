/** Builds the scope of one place in a file. */
import type { EventName, Name } from '../../engine/plan.ts';
import { broughtObjects, eventCatalogue, eventEntry, fieldsOfEvery, type BroughtObject } from './events.ts';
import {
  broughtFields,
  enrollmentFields,
  houseFields,
  latestFields,
  linkFields,
  messageFields,
  occurrenceFields,
  patientFields,
  personFields,
  referralFields,
  type Field,
  type Fields,
} from './objects.ts';
import type { Scope, SettingValue, Thing } from './scope.ts';
import { answerType, stepThing, type QuestionWords, type StepWords } from './step-fields.ts';
import { any, bool, day, listOf, moment, number, text, time, type Phrase, type ValueType } from './value-type.ts';

/** What the compiler knows of a place. */
export type Place = {
  /** The events of `start.when`; empty for sweeps (`every`, `once`). */
  startEvents: readonly EventName[];
  /** The events at hand, where the place has its own: beside a `when`, below it, in `expect`, in a stop rule. */
  events?: readonly EventName[];
  /** The hospital's own events and their fields. */
  customEvents?: Readonly<Record<EventName, readonly string[]>>;
  /** All steps of the SOP that a condition here may name; none where nothing has been done yet (`start`). */
  steps?: readonly StepWords[];
  /** `required` ones that are not given: undefined. */
  settings?: Readonly<Record<Name, SettingValue | undefined>>;
  /** Settings that are spans: words, but not for conditions. */
  spans?: readonly Name[];
  dates?: readonly Name[];
  roles?: readonly Name[];
  /** Names that certainly have a value here: the date a step counts from. `day_0` always is. */
  known?: readonly Name[];
  /** In an `every` step, or below one. */
  rhythm?: boolean;
  /** The other answers of the form, by bare name: in a question's own `if`. */
  form?: readonly QuestionWords[];
  /** In a measure: what is counted. */
  each?: 'enrollment' | 'patient' | 'visit' | 'patient_message' | 'step';
};

/** Objects and names of language.md 8 that no step, role, date or fact may be called. */
export const reservedObjects: readonly string[] = [
  'patient', ...broughtObjects, 'event', 'latest', 'occurrence', 'enrollment', 'today', 'now', 'hospital', 'department', 'link', 'referral',
]; // prettier-ignore

export function scopeFor(place: Place): Scope {
  const things = new Map<string, Thing>();
  const absent = new Map<string, Phrase>();
  things.set('patient', object(patientFields));
  things.set('latest', object(latestFields));
  things.set('enrollment', object(enrollmentFields));
  things.set('today', { is: 'value', type: day, known: true });
  things.set('now', { is: 'value', type: moment, known: true });
  addBrought(place, things, absent);
  addEvent(place, things, absent);
  if (place.rhythm) things.set('occurrence', object(occurrenceFields));
  else absent.set('occurrence', { en: 'only steps with “every” have one', zh: '只有写了 every 的步骤才有' });
  if (place.each === 'patient_message') things.set('message', object(messageFields));
  addOwn(place, things);
  return { things, absent, textsOnly: textsOnly() };
}

const object = (fields: Fields, surely = true): Thing => ({
  is: 'object',
  fields: new Map(Object.entries(fields).map(([name, field]): [string, Field] => [name, surely ? field : { ...field, known: false }])),
});

function textsOnly(): Map<string, Thing> {
  const house = object(houseFields);
  return new Map([
    ['hospital', house],
    ['department', house],
    ['link', object(linkFields)],
    ['referral', object(referralFields)],
  ]);
}

function addBrought(place: Place, things: Map<string, Thing>, absent: Map<string, Phrase>): void {
  for (const name of broughtObjects) {
    const by = place.startEvents.filter((event) => eventEntry(event, place.customEvents)?.brings.includes(name));
    const surely = by.length > 0 && by.length === place.startEvents.length;
    const visit = name === 'encounter' && place.each === 'visit';
    // Without one of its own, `appointment` is the patient's next one: there may be none.
    if (by.length > 0 || name === 'appointment' || visit) things.set(name, object(broughtFields[name]!, surely || visit));
    else absent.set(name, whyNotBrought(name, place.startEvents));
  }
}

function whyNotBrought(name: BroughtObject, startEvents: readonly EventName[]): Phrase {
  const bringing = Object.keys(eventCatalogue).filter((event) => eventCatalogue[event]!.brings.includes(name));
  const some = bringing.slice(0, 3).join(', ');
  if (startEvents.length === 0)
    return { en: `this SOP does not start with an event that brings it (${some})`, zh: `这个 SOP 不是由带它的事件（${some}）开始的` };
  const start = startEvents.join(', ');
  return { en: `the start (${start}) does not bring it; ${some} would`, zh: `开始事件 ${start} 不带它，带它的是 ${some}` };
}

function addEvent(place: Place, things: Map<string, Thing>, absent: Map<string, Phrase>): void {
  const at = place.events ?? place.startEvents;
  if (at.length === 0) {
    absent.set('event', {
      en: 'nothing has happened here: it is known beside a “when” and below it',
      zh: '这里没有事件，只有写了 when 的地方和它下面才有',
    });
    return;
  }
  const entries = at.map((event) => eventEntry(event, place.customEvents)).filter((entry) => entry !== undefined);
  const fields = new Map<string, Field>(Object.entries(fieldsOfEvery).map(([name, type]) => [name, { type, known: true }]));
  for (const entry of entries)
    for (const [name, type] of Object.entries(entry.fields))
      fields.set(name, { type, known: entries.every((other) => Object.hasOwn(other.fields, name)) });
  const elsewhere = new Map<string, Phrase>();
  for (const [event, entry] of Object.entries(eventCatalogue))
    for (const name of Object.keys(entry.fields))
      if (!fields.has(name) && !elsewhere.has(name))
        elsewhere.set(name, { en: `${at.join(', ')} has no such field; ${event} has`, zh: `${at.join(', ')} 没有这一项，${event} 才有` });
  things.set('event', { is: 'object', fields, elsewhere });
}

/** The names of the file itself. */
function addOwn(place: Place, things: Map<string, Thing>): void {
  for (const [name, value] of Object.entries(place.settings ?? {})) {
    const type: ValueType = place.spans?.includes(name) ? { is: 'span' } : settingType(value);
    things.set(name, { is: 'setting', type, value });
  }
  for (const name of place.dates ?? [])
    things.set(name, { is: 'value', type: time, known: name === 'day_0' || (place.known?.includes(name) ?? false) });
  for (const name of place.roles ?? []) things.set(name, object(personFields));
  for (const step of place.steps ?? []) things.set(step.id, stepThing(step));
  for (const question of place.form ?? []) things.set(question.name, { is: 'value', type: answerType(question), known: false });
}

export function settingType(value: SettingValue | undefined): ValueType {
  if (value === undefined) return any;
  if (typeof value === 'number') return number();
  if (typeof value === 'boolean') return bool;
  if (typeof value === 'string') return text;
  return listOf(value.every((item) => typeof item === 'number') ? number() : text);
}
