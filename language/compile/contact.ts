/** `contact`: the rules for reaching patients (language.md 7.5). A SOP may be stricter than the hospital, never wider. */
import type { Cap, Clock, ContactRules, Purpose } from '../../engine/plan.ts';
import { purposes } from '../../engine/plan.ts';
import type { MapEntry } from '../node.ts';
import { contactShape } from '../schema/contact.ts';
import { report } from '../schema/desk.ts';
import { readBlock } from '../schema/read.ts';
import type { Desk } from '../schema/desk.ts';
import { below, itemsOf } from '../schema/tree.ts';
import { triesOf } from './acts/call.ts';
import { channelsAt } from './acts/place.ts';
import type { Bench } from './bench.ts';
import type { WrittenContact } from './written.ts';
import { isUrgent, reachesPatient } from './draft.ts';
import type { Draft } from './draft.ts';
import { findBook } from '../library/shelf.ts';
import { roleAt } from './references.ts';
import { conditionsAt, scopeAt } from './scopes.ts';
import type { FactTray } from './scopes.ts';

export function readContact(desk: Desk, entry: MapEntry | undefined): WrittenContact {
  const block = entry && readBlock(desk, { node: entry.value, key: entry.key }, contactShape, 'contact');
  if (!block) return { rules: {} };
  const { hours, purpose, at_most: atMost } = block.values;
  return { block, rules: { ...(hours && { hours }), ...(purpose && { purpose }), ...(atMost && { atMost: atMost }) } };
}

/** The rules as the plan, or the house, keeps them. */
export function compileContact(bench: Bench, tray: FactTray, written: WrittenContact): ContactRules {
  const { block, rules } = written;
  if (!block) return {};
  const { values, at } = block;
  const via = channelsAt(bench, at('via'), values.via);
  const tell = typeof values.missed === 'object' ? roleAt(bench, at('missed')!, values.missed.tell) : undefined;
  const missed = values.missed === 'skip' ? 'skip' : tell === undefined ? undefined : { tell };
  const noWay = values.no_way === undefined ? undefined : roleAt(bench, at('no_way')!, values.no_way);
  return {
    ...rules,
    ...(values.days && { days: values.days === 'every day' ? ('every_day' as const) : ('work_days' as const) }),
    ...(via && { via }),
    ...(values.via_if && { viaIf: viaIfOf(bench, tray, written) }),
    ...(values.late && { late: values.late }),
    ...(missed && { missed }),
    ...(values.merge && { merge: values.merge === 'never' ? ('never' as const) : ('same_day' as const) }),
    ...(values.calendar !== undefined && { calendar: values.calendar }),
    ...(values.time_zone !== undefined && { timeZone: values.time_zone }),
    ...(values.languages && { languages: values.languages }),
    ...(values.alarm_words && { alarmWords: values.alarm_words }),
    ...(values.hold_while_talking && { holdWhileTalking: values.hold_while_talking }),
    ...(noWay !== undefined && { noWay }),
    ...(values.tries && { tries: triesOf(values.tries) }),
  };
}

function viaIfOf(bench: Bench, tray: FactTray, { block }: WrittenContact): NonNullable<ContactRules['viaIf']> {
  const spot = block?.at('via_if');
  return (spot ? itemsOf(spot.node) : []).flatMap((node, index) => {
    const names = block?.values.via_if?.[index]?.via;
    const via = channelsAt(bench, below({ node }, 'via'), names);
    return via ? [{ if: conditionsAt(bench, scopeAt(bench, tray, {}, [node]), below({ node }, 'if')), via }] : [];
  });
}

/** Things about the contact rules that concern more than their own block. */
export function checkContact(bench: Bench): void {
  const { own, live } = bench.contact;
  const { block } = own;
  if (!block) return;
  const { at, values } = block;
  const hours = live.rules.hours;
  if (values.hours && hours && (values.hours.from < hours.from || values.hours.to > hours.to))
    report(bench, at('hours')!, 'wider-than-hospital', { x: `${hours.from} to ${hours.to}` });
  if (values.at_most) checkCaps(bench, values.at_most, live.rules.atMost);
  if (values.calendar !== undefined && !findBook(bench.shelf, values.calendar, ['calendar']))
    report(bench, at('calendar')!, 'calendar-unknown', { x: values.calendar });
  if (values.purpose === 'marketing' || values.purpose === 'education')
    report(bench, at('purpose')!, 'needs-consent', { purpose: values.purpose, n: '?' });
}

/** The zone is the hospital's (language.md 10.1). */
export function checkZone(bench: Bench): void {
  const spot = bench.contact.own.block?.at('time_zone');
  const place = { en: 'in hospital.yaml; a SOP has no time zone of its own', zh: 'hospital.yaml 里；SOP 没有自己的时区' };
  if (spot) report(bench, { node: spot.key! }, 'wrong-place', { key: 'time_zone', place });
}

type Caps = NonNullable<ContactRules['atMost']>;
const perWeek = ({ times, per }: Cap) => (per === 'day' ? times * 7 : times);
const capFor = (caps: Caps, purpose: Purpose): Cap | undefined => ('times' in caps ? caps : caps[purpose]);

function checkCaps(bench: Bench, own: Caps, live: Caps | undefined): void {
  if (!live) return;
  for (const purpose of purposes) {
    const [mine, theirs] = [capFor(own, purpose), capFor(live, purpose)];
    if (!mine || !theirs || perWeek(mine) <= perWeek(theirs)) continue;
    report(bench, bench.contact.own.block!.at('at_most')!, 'wider-than-hospital', { x: `${theirs.times} a ${theirs.per}` });
    return;
  }
}

/** `at` of a contact must lie in the contact hours; urgent ones go out at any hour. The end of the hours is no longer in them. */
export function checkAtInHours(bench: Bench, draft: Draft): void {
  const at = draft.block.values.at;
  const hours = bench.contact.own.rules.hours ?? bench.contact.live.rules.hours;
  if (!at || !hours || !reachesPatient(draft) || isUrgent(draft)) return;
  const outside = (clock: Clock) => clock < hours.from || clock >= hours.to;
  const x = outside(at.from) ? at.from : at.to !== undefined && at.to > hours.to ? at.to : undefined;
  if (x !== undefined) report(bench, draft.block.at('at')!, 'at-outside-hours', { x, hours: `${hours.from} to ${hours.to}` });
}
