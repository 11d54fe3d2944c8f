/** The course a case took, in memory or on the real engine, and where it is not what the author expects. */
import { clockIn, dayIn } from '../../engine/calendar/zone.ts';
import { daysBetween } from '../../engine/calendar/day.ts';
import { dayOfDate } from '../../engine/calendar/date-value.ts';
import type { TouchChart } from '../../engine/chart.ts';
import type { DateValue, Instant, Name, Outcome, Reason, StepId } from '../../engine/plan.ts';
import type { Expectation, Figure, TestCase, TestMoment, TestPlace } from './model.ts';
import { testMoment } from './script.ts';

export type Course = {
  enrolled: boolean;
  why?: Reason;
  zone: string;
  dayZero?: DateValue;
  touches: TouchChart[];
  told: { step: StepId; role: Name; at: Instant }[];
  figures: Record<Name, Figure>;
  /** Plays whose step was not there to be played. */
  unplayed: (TestPlace & { step: StepId })[];
};

/** One thing that is not as expected: what the author wrote, and what came instead, in words. */
export type Deviation = TestPlace & { expected: string; actual: string };

export function deviations(one: TestCase, course: Course): Deviation[] {
  if (course.enrolled !== one.enrolled || (one.why !== undefined && course.why !== one.why)) {
    return [
      {
        line: one.line,
        column: one.column,
        expected: one.enrolled ? 'enrolled' : `not enrolled (${one.why ?? ''})`,
        actual: course.enrolled ? 'enrolled' : `not enrolled (${course.why ?? ''})`,
      },
    ];
  }
  const found: Deviation[] = [];
  for (const { step, line, column } of course.unplayed)
    found.push({ line, column, expected: `${step} is there to be played`, actual: seen(step, course) });
  for (const expectation of one.expect)
    if (!met(expectation, course))
      found.push({
        line: expectation.line,
        column: expectation.column,
        expected: worded(expectation),
        actual: seen(expectation.step, course),
      });
  for (const step of one.never)
    if (made(step, course).length > 0)
      found.push({ line: one.line, column: one.column, expected: `${step} never`, actual: seen(step, course) });
  for (const [step, times] of Object.entries(one.times)) {
    if (made(step, course).length !== times)
      found.push({
        line: one.line,
        column: one.column,
        expected: `${step} ${times} times`,
        actual: `${made(step, course).length} times: ${seen(step, course)}`,
      });
  }
  for (const [name, figure] of Object.entries(one.figures)) {
    if (course.figures[name] !== figure)
      found.push({
        line: one.line,
        column: one.column,
        expected: `${name}: ${figure}`,
        actual: `${name}: ${course.figures[name] ?? 'not counted'}`,
      });
  }
  return found;
}

/** Made: also those that had been and ended unmade do not count (language.md 13, `never`, `times`). */
function made(step: StepId, course: Course): TouchChart[] {
  return course.touches.filter((touch) => touch.step === step && touch.madeAt !== undefined);
}

function met({ step, at, outcome, reason, by, told }: Expectation, course: Course): boolean {
  const moment = at && testMoment(at, course.dayZero, course.zone);
  const same = (instant: Instant | undefined) =>
    moment === undefined || (instant !== undefined && Math.floor(instant / 60_000) === Math.floor(moment / 60_000));
  if (told !== undefined) return course.told.some((one) => one.step === step && one.role === told && same(one.at));
  return course.touches.some(
    (touch) =>
      touch.step === step &&
      same(touch.madeAt ?? (outcome === 'answered' ? touch.endedAt : undefined) ?? (moment === undefined ? 0 : undefined)) &&
      (outcome === undefined || touch.outcome === outcome) &&
      (reason === undefined || touch.reason === reason) &&
      (by === undefined || touch.role === by),
  );
}

function worded({ step, at, outcome, reason, by, told }: Expectation): string {
  return [step, at && written(at), told && `told ${told}`, by && `by ${by}`, outcome, reason && `(${reason})`].filter(Boolean).join(' ');
}
function written(at: TestMoment): string {
  return at.kind === 'day' ? `day ${at.day} ${at.at}` : `${at.date} ${at.at}`;
}

/** Everything that the step really did, in order of time. */
export function seen(step: StepId, course: Course): string {
  const rows = [
    ...course.touches
      .filter((touch) => touch.step === step)
      .map((touch) => ({ at: touch.madeAt ?? touch.endedAt ?? touch.target ?? 0, words: touchWords(touch, course) })),
    ...course.told
      .filter((one) => one.step === step)
      .map((one) => ({ at: one.at, words: `${localMoment(one.at, course)} told ${one.role}` })),
  ].sort((a, b) => a.at - b.at);
  return rows.length === 0 ? 'nothing' : rows.map((row) => row.words).join('; ');
}

export function touchWords(touch: TouchChart, course: Course): string {
  const when = touch.madeAt ?? touch.endedAt ?? touch.target;
  const ended: (Outcome | string)[] = touch.outcome
    ? [touch.outcome, ...(touch.reason ? [`(${touch.reason})`] : [])]
    : [touch.madeAt === undefined ? 'not made' : 'open'];
  return [
    when === undefined ? '—' : localMoment(when, course),
    touch.madeAt === undefined ? '[unmade]' : '',
    touch.role ? `by ${touch.role}` : '',
    ...ended,
  ]
    .filter(Boolean)
    .join(' ');
}

/** `day 1 09:20` where there is a day 0, with the date. */
export function localMoment(at: Instant, { zone, dayZero }: Pick<Course, 'zone' | 'dayZero'>): string {
  const day = dayIn(at, zone);
  const counted = dayZero === undefined ? '' : ` (day ${daysBetween(dayOfDate(dayZero, zone), day)})`;
  return `${day} ${clockIn(at, zone)}${counted}`;
}
