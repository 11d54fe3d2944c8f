/** From a standpoint to a world: where each name of language.md 8 has its value in the chart. */
import type { Chart, EventRecord, TouchChart, Value } from '../../engine/chart.ts';
import type { Known, Standpoint } from '../../engine/judge.ts';
import { dayOfDate } from '../../engine/calendar/date-value.ts';
import { dayParts, daysBetween } from '../../engine/calendar/day.ts';
import { dayIn, isZone } from '../../engine/calendar/zone.ts';
import type { Day, Role, WorkCalendar } from '../../engine/plan.ts';
import { treeOf } from './cache.ts';
import { isDate } from './compare-values.ts';
import { evaluate } from './evaluate.ts';
import { broughtObjects } from './events.ts';
import { chain, stepField, touchOf } from './touches.ts';
import { known, unknown, type World } from './world.ts';

/** The hospital's zone (language.md 7.5, `time_zone`). */
export function hospitalZone(chart: Chart): string {
  const zone = chart.house.contact.timeZone;
  return zone !== undefined && isZone(zone) ? zone : 'Asia/Shanghai';
}

export function calendarFor({ plan, chart }: Standpoint): WorkCalendar | undefined {
  const { calendars, contact } = chart.house;
  const name = plan.contact.calendar ?? contact.calendar ?? 'cn';
  return Object.hasOwn(calendars, name) ? calendars[name] : undefined;
}

/** One world per question: facts are worked out once in it, however often they are used. */
export function worldAt(at: Standpoint): World {
  const { chart, now } = at;
  const zone = hospitalZone(chart);
  const calendar = calendarFor(at);
  const dayZero = dayZeroOf(chart, zone);
  const facts = new Map<string, Known>();
  const world: World = {
    now,
    zone,
    ...(calendar && { calendar }),
    ...(dayZero !== undefined && { dayZero }),
    readings: chart.patient.readings,
    answersOf: (step) => touchOf(step, chart, at.touch)?.answers,
    lookup: (parts) => lookup(parts, at, world, facts),
  };
  return world;
}

function dayZeroOf(chart: Chart, zone: string): Day | undefined {
  const value = own(chart.enrollment.dates, 'day_0');
  return isDate(value) ? dayOfDate(value, zone) : undefined;
}

const own = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record && Object.hasOwn(record, name) ? record[name] : undefined;

function lookup(parts: readonly string[], at: Standpoint, world: World, facts: Map<string, Known>): Known {
  const [root = '', ...path] = parts;
  const name = parts.join('.');
  // In the `if` of a question the other answers stand by their bare names.
  const bare = own(at.answers, root);
  if (bare !== undefined && bare !== null) return inside(bare, path, name);
  if (own(at.plan.facts, root)) return insideKnown(factOf(root, at, world, facts), path, name);
  if (at.plan.steps.some((step) => step.id === root))
    return path[0] === undefined ? unknown(name) : insideKnown(stepField(root, path[0], at.chart, at.touch), path.slice(1), name);
  const value = rootValue(root, path, at, world);
  return value === undefined || value === null ? unknown(name) : inside(value, path, name);
}

/** `appointment.doctor.name` */
function inside(value: Value, path: readonly string[], name: string): Known {
  let found: Value | undefined = value;
  for (const field of path) {
    // A doctor may be known by the name alone.
    if (field === 'name' && typeof found === 'string') continue;
    found = found !== null && typeof found === 'object' && !Array.isArray(found) ? own(found, field) : undefined;
    if (found === undefined) return unknown(name);
  }
  return found === null ? unknown(name) : known(found);
}

const insideKnown = (found: Known, path: readonly string[], name: string): Known =>
  'unknown' in found ? found : inside(found.value, path, name);

function factOf(name: string, at: Standpoint, world: World, facts: Map<string, Known>): Known {
  const before = facts.get(name);
  if (before) return before;
  // Until it is worked out; a ring, which the compiler refuses, would end here.
  facts.set(name, unknown(name));
  const tree = treeOf(at.plan.facts[name]!.source);
  const result = tree ? evaluate(tree, world) : unknown(name);
  facts.set(name, result);
  return result;
}

type Fields = Readonly<Record<string, Value>>;

/** The object or value behind a root name; only the field asked for is worked out. */
function rootValue(root: string, path: readonly string[], at: Standpoint, world: World): Value | undefined {
  const { chart, plan } = at;
  const field = path[0] ?? '';
  switch (root) {
    case 'patient':
      return { [field]: patientField(field, chart, world) };
    case 'event':
      return eventFields(eventAt(at));
    case 'latest':
      return { [field]: newest(field, world) };
    case 'occurrence':
      return occurrence(at, field);
    case 'enrollment':
      return enrollmentFields(at, world);
    case 'today':
      return dayIn(at.now, world.zone);
    case 'now':
      return new Date(at.now).toISOString();
    case 'hospital':
      return chart.house.hospital;
    case 'department':
      return chart.house.department ?? null;
    case 'link':
      return { [field]: own(at.links, field) ?? own(at.links, `link.${field}`) ?? null };
    case 'referral':
      return { [field]: own(at.links, `referral.${field}`) ?? null };
  }
  if ((broughtObjects as readonly string[]).includes(root)) return own(chart.enrollment.objects, root);
  if (own(plan.dates, root) ?? own(chart.enrollment.dates, root)) return own(chart.enrollment.dates, root);
  const role = own(plan.people, root) ?? own(chart.house.people, root);
  return role ? personOf(role, world) : undefined;
}

function patientField(field: string, chart: Chart, world: World): Value {
  const { patient } = chart;
  const value = own(patient.fields, field);
  if (value !== undefined && value !== null) return value;
  switch (field) {
    case 'language':
      return patient.language ?? null;
    case 'has_wechat':
      return patient.addresses.some((address) => address.channel === 'wechat' && !address.bad) || null;
    case 'age':
    case 'age_months':
      return age(own(patient.fields, 'birth_date'), field, world);
    default:
      return null;
  }
}

/** Whole years or months, on the hospital's calendar today. */
function age(birth: Value | undefined, unit: 'age' | 'age_months', world: World): Value {
  if (!isDate(birth)) return null;
  const from = dayParts(dayOfDate(birth, world.zone));
  const to = dayParts(dayIn(world.now, world.zone));
  const months = (to.year - from.year) * 12 + (to.month - from.month) - (to.day < from.day ? 1 : 0);
  return months < 0 ? null : unit === 'age' ? Math.floor(months / 12) : months;
}

/** The one at hand; else that of the touch or of one above; else the one the enrollment began with. */
export function eventAt(at: Standpoint): EventRecord | undefined {
  return at.event ?? chain(at.chart, at.touch).find((touch) => touch.event)?.event ?? at.chart.enrollment.startEvent;
}

const eventFields = (event: EventRecord | undefined): Fields | undefined =>
  event && { ...event.fields, time: new Date(event.at).toISOString() };

function newest(code: string, world: World): Value {
  const all = world.readings.filter((reading) => reading.code === code && reading.at <= world.now);
  return (
    all.reduce<World['readings'][number] | undefined>((last, one) => (last && last.at > one.at ? last : one), undefined)?.value ?? null
  );
}

function occurrence(at: Standpoint, field: string): Fields {
  const from = chain(at.chart, at.touch);
  const nearest = (pick: (touch: TouchChart) => Value | undefined): Value => from.map(pick).find((value) => value !== undefined) ?? null;
  return {
    [field]: field === 'date' ? nearest((touch) => touch.occurrenceDate) : field === 'number' ? nearest((touch) => touch.number) : null,
  };
}

function enrollmentFields({ chart }: Standpoint, world: World): Fields {
  const { because, startedAt } = chart.enrollment;
  const day = world.dayZero === undefined ? null : daysBetween(world.dayZero, dayIn(world.now, world.zone));
  return { because: because ?? null, started_at: new Date(startedAt).toISOString(), day };
}

/** The person the HIS names, if it does. */
function personOf(role: Role, world: World): Value {
  const tree = role.person && treeOf(role.person.source);
  const person = tree && evaluate(tree, world);
  return person && 'value' in person ? person.value : null;
}
