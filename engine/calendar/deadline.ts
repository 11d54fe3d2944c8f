/** The ends of waits, dues, reminders and rungs (language.md 4, 6, 10.2): from the moment the step was made, or from a date or a step's end. */
import { weekdays } from '../plan.ts';
import type { Clock, DateValue, Day, Deadline, Instant, Name, Reference, Span, StepId, Weekday } from '../plan.ts';
import { dayOfDate, endOfDate, hasTime, momentOf } from './date-value.ts';
import { addDays, dayOfNumber, endOfTime, lastDayNumber, weekdayIndex } from './day.ts';
import { addSpan, addSpanToDay, movesDate } from './span.ts';
import type { Setting } from './span.ts';
import { endOfDay, instantOf, wallIn } from './zone.ts';

/** `zone` (in Setting): whose clock `until` means, the patient's for what reaches the patient, else the hospital's (language.md 10.1). */
export type DeadlineSetting = Setting & {
  /** Sent, opened, shipped: what spans count from and what `until` comes after. */
  madeAt: Instant;
  /** What `until day 30` counts from; `dates.day_0` if not given. */
  dayZero?: DateValue;
  dates: Record<Name, DateValue | null>;
  /** When the touch of each step ended that a deadline may count from. */
  stepEnds: Record<StepId, Instant>;
};

/**
 * The moment of a deadline; null while the date or the step's end it counts from is not known.
 * `until 12:00` and `until Wed 21:00` are the next ones strictly after `madeAt`; `until day 30` and a date without time are the end of
 * that day, which is the beginning of the next. A deadline may lie in the past: 10.6 says what then.
 */
export function resolveDeadline(deadline: Deadline, setting: DeadlineSetting): Instant | null {
  const { madeAt, dates, zone, hospitalZone } = setting;
  switch (deadline.kind) {
    case 'span':
      return deadline.from ? spanFrom(deadline.span, deadline.from, setting) : addSpan(madeAt, deadline.span, 'after', setting);
    case 'clock':
      return nextTime(madeAt, deadline.at, zone);
    case 'day': {
      const dayZero = setting.dayZero ?? dates.day_0;
      return dayZero == null ? null : timeOrEnd(addDays(dayOfDate(dayZero, hospitalZone), deadline.day), deadline.at, zone);
    }
    case 'weekday':
      return nextTime(madeAt, deadline.at, zone, deadline.weekday);
    case 'date': {
      const value = dates[deadline.date];
      return value == null ? null : endOfDate(value, zone, hospitalZone);
    }
  }
}

const timeOrEnd = (day: Day, at: Clock | undefined, zone: string): Instant =>
  at === undefined ? endOfDay(day, zone) : instantOf(day, at, zone);

function spanFrom(span: Span, from: Reference, setting: DeadlineSetting): Instant | null {
  if (from.kind === 'step') {
    const end = setting.stepEnds[from.step];
    return end === undefined ? null : addSpan(end, span, 'after', setting);
  }
  const value = setting.dates[from.date];
  return value == null ? null : spanFromDate(value, span, setting);
}

/** A moment of `dates` keeps the hospital's date and clock; a day without time means the end of the day the span leads to. */
function spanFromDate(value: DateValue, span: Span, setting: DeadlineSetting): Instant {
  const { zone, hospitalZone, calendar } = setting;
  if (hasTime(value)) return addSpan(momentOf(value, hospitalZone), span, 'after', { ...setting, zone: hospitalZone });
  if (movesDate(span)) return endOfDay(addSpanToDay(value, span, 'after', calendar), zone);
  // The compiler refuses this (date-has-no-time); counted from the end of the day nobody is ever late too early.
  return addSpan(endOfDay(value, zone), span, 'after', setting);
}

/** The next such time, on that weekday if one is given, strictly after a moment. */
export function nextTime(after: Instant, clock: Clock, zone: string, weekday?: Weekday): Instant {
  // From the day before: at the end of a day the clocks may carry its last times over midnight.
  for (let n = wallIn(after, zone).day - 1; n <= lastDayNumber; n++) {
    if (weekday !== undefined && weekdays[weekdayIndex(n)] !== weekday) continue;
    const at = instantOf(dayOfNumber(n), clock, zone);
    if (at > after) return at;
  }
  return endOfTime;
}
