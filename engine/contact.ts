/** The contact rules that hold for one plan: the SOP's own, over the hospital's live ones (language.md 7.5). */
import type { ContactRules, HouseRules, Name, Plan, Role, Span, Try, WorkCalendar } from './plan.ts';

/** The wider of these is never taken: a SOP may be stricter than the hospital, not looser. */
export function contactOf(plan: Plan, house: HouseRules): ContactRules & { purpose: NonNullable<ContactRules['purpose']> } {
  const own = plan.contact;
  const merged = { ...house.contact, ...definedIn(own) };
  const hours = narrower(house.contact.hours, own.hours);
  return {
    ...merged,
    ...(hours ? { hours } : {}),
    days: house.contact.days === 'work_days' || own.days === 'work_days' ? 'work_days' : 'every_day',
    // A SOP's own order stands in place of the hospital's exceptions too.
    ...(own.via && !own.viaIf ? { viaIf: [] } : {}),
    alarmWords: [...new Set([...(house.contact.alarmWords ?? []), ...(own.alarmWords ?? [])])],
    purpose: own.purpose ?? house.contact.purpose ?? 'care',
  };
}

function definedIn(rules: ContactRules): ContactRules {
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
}

type Hours = { from: string; to: string };
export function narrower(a: Hours | undefined, b: Hours | undefined): Hours | undefined {
  if (!a || !b) return a ?? b;
  return { from: a.from > b.from ? a.from : b.from, to: a.to < b.to ? a.to : b.to };
}

const plainWeek: WorkCalendar = {
  name: 'plain',
  title: 'Monday to Friday',
  workWeek: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'],
  workHours: [
    { from: '08:00', to: '12:00' },
    { from: '13:30', to: '17:30' },
  ],
  holidays: [],
  makeUpDays: [],
};

/** Whose days and hours: H for staff and work days, P for what reaches the patient (language.md 10.1). */
export type Zones = { hospital: string; patient: string; calendar: WorkCalendar };
export function zonesOf(contact: ContactRules, house: HouseRules, patientZone: string | undefined): Zones {
  const hospital = contact.timeZone ?? house.contact.timeZone ?? 'Asia/Shanghai';
  const calendar = house.calendars[contact.calendar ?? 'cn'] ?? Object.values(house.calendars)[0] ?? plainWeek;
  return { hospital, patient: patientZone ?? hospital, calendar };
}

/** The hospital's own zone, asked without a plan. */
export function hospitalZoneOf(house: HouseRules): string {
  return zonesOf(house.contact, house, undefined).hospital;
}

/** The SOP's own roles, over the hospital's and the department's. */
export function rolesOf(plan: Plan, house: HouseRules): Record<Name, Role> {
  return { ...house.people, ...plan.people };
}

/** One entry per try, in order: whom to reach, how, and how long until the next one. */
export function flatTries(tries: Try[]): { reach: 'patient' | 'family'; via: string; every: Span }[] {
  return tries.flatMap((t) =>
    Array.from({ length: Math.max(1, t.times) }, () => ({
      reach: t.reach,
      via: t.via,
      every: t.every ?? { amount: 2, unit: 'hour' as const },
    })),
  );
}
