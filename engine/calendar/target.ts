/** From rule to moment (language.md 10.4): base date → span → shift → at → zone. */
import type { At, Clock, DateValue, Day, Instant, Shift, Span, WorkCalendar } from '../plan.ts';
import { clockOf, minutesOf } from './clock.ts';
import { hasTime, momentOf } from './date-value.ts';
import { addDays } from './day.ts';
import { drawOne } from './draw.ts';
import { addSpan, addSpanToDay, moveDate, movesDate } from './span.ts';
import type { DaySpan, Direction } from './span.ts';
import { shiftDay } from './work-calendar.ts';
import { dayIn, instantOf, startOfDay } from './zone.ts';

export type TargetRule = {
  /**
   * What is counted from. A value of `dates` (a day or an ISO moment) or an occurrence's day is a date of the hospital's zone; the
   * moment of an event, an outcome or the enrollment (a number) is a date of `zone`.
   */
  base: DateValue | Instant;
  offset?: { span: Span; direction: Direction };
  shift?: Shift;
  at?: At;
  /** Whose clock `at` is: the patient's for what reaches the patient, else the hospital's (language.md 10.1). */
  zone: string;
  hospitalZone: string;
  calendar: WorkCalendar;
  /** Enrollment, step and occurrence: the same words draw the same minute of a range. */
  draw: string;
};
/** `day`: the date the rule led to, by which touches of one step shifted together are known. */
export type Target = { target: Instant; day: Day };

/** The time of day, or the minute drawn from a range, its end excluded: `09:00 to 11:00` is 09:00 … 10:59. */
export function clockOfAt(at: At, draw: string): Clock {
  if (at.to === undefined) return at.from;
  const from = minutesOf(at.from);
  return clockOf(from + drawOne(draw, Math.max(1, minutesOf(at.to) - from)));
}

/** Where the rule stands before `shift` and `at`: on a date, or at a moment whose date is read in `zone`. */
type Standing = { day: Day } | { instant: Instant; zone: string };

const dayOf = (at: Standing): Day => ('day' in at ? at.day : dayIn(at.instant, at.zone));

function baseOf({ base, zone, hospitalZone }: TargetRule): Standing {
  if (typeof base === 'number') return { instant: base, zone };
  return hasTime(base) ? { instant: momentOf(base, hospitalZone), zone: hospitalZone } : { day: base };
}

function moveBySpan(from: Standing, rule: TargetRule): Standing {
  if (!rule.offset) return from;
  const { span, direction } = rule.offset;
  if (!movesDate(span)) {
    // The compiler refuses hours from a day without time (date-has-no-time); they count from its beginning.
    const instant = 'day' in from ? startOfDay(from.day, rule.zone) : from.instant;
    return { instant: addSpan(instant, span, direction, rule), zone: 'day' in from ? rule.zone : from.zone };
  }
  return moveByDays(from, span, direction, rule);
}

function moveByDays(from: Standing, span: DaySpan, direction: Direction, { hospitalZone, calendar }: TargetRule): Standing {
  const move = (day: Day): Day => addSpanToDay(day, span, direction, calendar);
  if ('day' in from) return { day: move(from.day) };
  // The work day after "today" is the hospital's today.
  const zone = span.unit === 'work_day' ? hospitalZone : from.zone;
  return { instant: moveDate(from.instant, zone, move), zone };
}

/** `at` alone is the next such time, so where it counts from a moment that is already past this time of day, the date is the next one. */
function dateOfNextTime(from: Standing, clock: Clock, zone: string): Day {
  if ('day' in from) return from.day;
  // From the day before: at the end of a day the clocks may carry its last times over midnight.
  const today = dayIn(from.instant, zone);
  const days = [-1, 0, 1].map((n) => addDays(today, n));
  return days.find((day) => instantOf(day, clock, zone) >= from.instant) ?? addDays(today, 2);
}

/**
 * The moment a rule means, and its date. Order: base → span → shift → at → zone (language.md 10.4).
 * - A span of days moves the date, and `at` sets the time on that date; without `at` the clock time stays, 00:00 if there is none.
 * - `at` alone from a moment is the next such time, at or after it; `shift` then moves that date, so that what has to be on a work day is.
 * - A time that does not exist moves forward by the gap; one that exists twice is the first.
 */
export function resolveTarget(rule: TargetRule): Target {
  const { at, shift, zone, calendar, draw } = rule;
  const moved = moveBySpan(baseOf(rule), rule);
  const shifted = (day: Day): Day => (shift ? shiftDay(day, shift, calendar) : day);
  if (!at) {
    if ('day' in moved) {
      const day = shifted(moved.day);
      return { target: startOfDay(day, zone), day };
    }
    const target = moveDate(moved.instant, moved.zone, shifted);
    return { target, day: shifted(dayOf(moved)) };
  }
  const clock = clockOfAt(at, draw);
  const onThatDate = rule.offset !== undefined && movesDate(rule.offset.span);
  const day = shifted(onThatDate ? dayOf(moved) : dateOfNextTime(moved, clock, zone));
  return { target: instantOf(day, clock, zone), day };
}
