/** How often a patient is contacted at most (language.md 7.5, 10.5 row 8): the hospital's cap over all SOPs, the SOP's own over this enrollment. */
import { startOfNextDay, startOfNextWeek, startOfThisDay, startOfThisWeek } from './calendar/hours.ts';
import { liveTouches, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Cap, Instant, Purpose } from './plan.ts';
import { purposes } from './plan.ts';
import { isAutomatic, isUrgent } from './schedule.ts';

/** From when the caps let another automatic contact through; now, if they do already. */
export function capFree(desk: Desk): Instant {
  const house = capFor(desk.chart.house.contact.atMost, desk.contact.purpose);
  const own = capFor(desk.plan.contact.atMost, desk.contact.purpose);
  return Math.max(freeUnder(desk, house, undefined), freeUnder(desk, own, desk.chart.enrollment.id));
}

function capFor(cap: Cap | Partial<Record<Purpose, Cap>> | undefined, purpose: Purpose): Cap | undefined {
  if (!cap) return undefined;
  return 'times' in cap ? cap : cap[purpose];
}

/** Counted: what was sent in the day or week, and what of higher purpose is still due in it. */
function freeUnder(desk: Desk, cap: Cap | undefined, enrollment: string | undefined): Instant {
  if (!cap) return desk.now;
  const zone = desk.zones.patient;
  const from = cap.per === 'day' ? startOfThisDay(desk.now, zone) : startOfThisWeek(desk.now, zone);
  const to = cap.per === 'day' ? startOfNextDay(desk.now, zone) : startOfNextWeek(desk.now, zone);
  const made = desk.chart.contacts.filter((c) => c.at >= from && c.at < to && (!enrollment || c.enrollment === enrollment)).length;
  return made + (enrollment ? ownUrgent(desk, to) : higherStillDue(desk, to) + ownUrgent(desk, to)) >= cap.times ? to : desk.now;
}

/** Urgent comes before care, care before service, and so on: what is of higher purpose keeps its place. */
function higherStillDue(desk: Desk, to: Instant): number {
  const rank = purposes.indexOf(desk.contact.purpose);
  return desk.chart.coming.filter((c) => c.at >= desk.now && c.at < to && (c.urgent || purposes.indexOf(c.purpose) < rank)).length;
}

/** All of one SOP is for one purpose; only what is urgent in it comes first. */
function ownUrgent(desk: Desk, to: Instant): number {
  return liveTouches(desk).filter((touch) => {
    const step = stepOf(desk, touch);
    const due = touch.madeAt === undefined && !touch.sending && touch.target !== undefined && touch.target >= desk.now && touch.target < to;
    return due && step !== undefined && isAutomatic(step) && isUrgent(step);
  }).length;
}
