/** What a change of an enrollment does, before it is done and after: the same words for both (language.md 10.7). */
import type { Opened } from '../../activities/enact.ts';
import type { TouchChart } from '../../engine/chart.ts';
import { outlook, type Foreseen } from '../../engine/outlook.ts';
import type { Instant } from '../../engine/plan.ts';
import type { Stepped } from '../../engine/step.ts';
import type { Words } from '../http/problem.ts';
import { zoneFor } from './enrollment.ts';
import { shownAt, shownOrNull, type ShownMoment } from './moments.ts';
import { dateMoved, dateWords } from './timeline.ts';
import { stepsOf, titleOf } from './titles.ts';
import { whyEnded, whyReason, whyStatus } from './why.ts';

type Named = { step: string; occurrence: string; title: string };
type Moved = Named & { from: ShownMoment | null; to: ShownMoment | null };
export type Difference = {
  words: Words[];
  status: { from: string; to: string } | null;
  dates: { date: string; from: string | null; to: string | null }[];
  stops: { from: ShownMoment | null; to: ShownMoment | null } | null;
  moved: (Moved & { armed: boolean })[];
  deadlines: Moved[];
  added: (Named & { target: ShownMoment | null })[];
  doneNow: Named[];
  cancelled: (Named & { reason: string; why: Words })[];
  nowPast: (Named & { outcome: string; reason: string; why: Words })[];
  stays: number;
};

/** How far touches that do not exist yet are compared. */
const horizonMs = 60 * 86_400_000;

type Pair = { before: TouchChart | undefined; after: TouchChart };

/** `opened` as it was before, `stepped` what the engine made of it: with nothing written, a preview. */
export function difference(opened: Opened, stepped: Stepped): Difference {
  const { plan, chart, env } = opened;
  const after = stepped.chart;
  const { hospital, zoneOf } = zoneFor(opened);
  const steps = stepsOf(plan);
  const looking = { plan, chart: after, env };
  const named = (touch: TouchChart): Named => ({
    step: touch.step,
    occurrence: touch.occurrence,
    title: titleOf(looking, steps.get(touch.step), touch),
  });
  const zone = (touch: TouchChart): string => zoneOf(steps.get(touch.step));
  const pairs = changedPairs(opened, stepped);
  const moved = pairs.filter(isMoved).map(({ before, after: to }) => ({
    ...named(to),
    from: shownOrNull(before?.target, zone(to)),
    to: shownOrNull(to.target, zone(to)),
    armed: true,
  }));
  const foreseen = movedLater(opened, stepped);
  const later = foreseen.map(({ from, to }) => ({
    ...named(to.touch),
    from: shownAt(from.at, zone(to.touch)),
    to: shownAt(to.at, zone(to.touch)),
    armed: false,
  }));
  const ended = pairs.filter(({ before, after: to }) => !before?.outcome && to.outcome !== undefined);
  const found = {
    status: chart.enrollment.status === after.enrollment.status ? null : { from: chart.enrollment.status, to: after.enrollment.status },
    dates: changedDates(opened, stepped),
    stops:
      chart.enrollment.stopAt === after.enrollment.stopAt
        ? null
        : { from: shownOrNull(chart.enrollment.stopAt, hospital), to: shownOrNull(after.enrollment.stopAt, hospital) },
    moved: [...moved, ...later],
    deadlines: pairs.filter(hasOtherDeadline).map(({ before, after: to }) => ({
      ...named(to),
      from: shownOrNull(deadlineOf(before), zone(to)),
      to: shownOrNull(deadlineOf(to), zone(to)),
    })),
    added: pairs.filter(isAdded).map(({ after: to }) => ({ ...named(to), target: shownOrNull(to.target, zone(to)) })),
    doneNow: pairs.filter(isDoneNow).map(({ after: to }) => named(to)),
    cancelled: ended
      .filter(({ after: to }) => to.outcome === 'cancelled')
      .map(({ after: to }) => ({
        ...named(to),
        reason: to.reason ?? '',
        why: to.reason ? whyReason(to.reason) : whyEnded('cancelled', null),
      })),
    nowPast: ended
      .filter(({ after: to }) => to.outcome === 'expired' || to.outcome === 'skipped')
      .map(({ after: to }) => ({ ...named(to), outcome: to.outcome!, reason: to.reason ?? '', why: whyEnded(to.outcome!, to.reason) })),
  };
  const changed = new Set([...pairs.map(({ after: to }) => to.key), ...foreseen.map(({ to }) => to.touch.key)]);
  const stays = openKeys(opened).filter((key) => !changed.has(key)).length;
  return { words: inWords(found, hospital, opened, stepped, stays), ...found, stays };
}

function changedPairs({ chart }: Opened, { changes }: Stepped): Pair[] {
  const last = new Map(changes.flatMap((change) => (change.kind === 'touch' ? [[change.touch.key, change.touch] as const] : [])));
  return [...last.values()].map((after) => ({ before: chart.touches[after.key], after }));
}

const isWaiting = (touch: TouchChart | undefined): boolean =>
  touch !== undefined && touch.madeAt === undefined && !touch.outcome && !touch.sending;
const isMoved = ({ before, after }: Pair): boolean =>
  before !== undefined &&
  isWaiting(after) &&
  before.madeAt === undefined &&
  (before.target !== after.target || before.outcome !== undefined);
const isAdded = ({ before, after }: Pair): boolean => before === undefined && isWaiting(after);
const isDoneNow = ({ before, after }: Pair): boolean =>
  (before === undefined || (before.madeAt === undefined && !before.sending)) && (after.madeAt !== undefined || after.sending !== undefined);
const deadlineOf = (touch: TouchChart | undefined): Instant | undefined => touch?.dueAt ?? touch?.endAt;
const hasOtherDeadline = ({ before, after }: Pair): boolean =>
  before?.madeAt !== undefined && !after.outcome && (before.dueAt !== after.dueAt || before.endAt !== after.endAt);

function changedDates({ chart }: Opened, { chart: after }: Stepped): Difference['dates'] {
  const names = new Set([...Object.keys(chart.enrollment.dates), ...Object.keys(after.enrollment.dates)]);
  return [...names].flatMap((date) => {
    const [from, to] = [chart.enrollment.dates[date] ?? null, after.enrollment.dates[date] ?? null];
    return from === to ? [] : [{ date, from, to }];
  });
}

/** Touches that do not exist yet and hang on nobody's silence: where they would have come, and where they come now. */
function movedLater({ plan, chart, env }: Opened, stepped: Stepped): { from: Foreseen; to: Foreseen }[] {
  if (!isMoving(chart.enrollment.dates, stepped.chart.enrollment.dates)) return [];
  const until = env.now + horizonMs;
  const sure = (of: typeof chart): Map<string, Foreseen> =>
    new Map(
      outlook(plan, of, env, { until })
        .coming.filter((one) => !one.armed && !one.ifSilent && !one.would)
        .map((one) => [one.touch.key, one]),
    );
  const before = sure(chart);
  return [...sure(stepped.chart)].flatMap(([key, to]) => {
    const from = before.get(key);
    return from && from.at !== to.at ? [{ from, to }] : [];
  });
}

const isMoving = (before: object, after: object): boolean => JSON.stringify(before) !== JSON.stringify(after);

function openKeys({ chart }: Opened): string[] {
  return Object.values(chart.touches).filter((touch) => !touch.outcome).map(({ key }) => key); // prettier-ignore
}

function inWords(found: Omit<Difference, 'words' | 'stays'>, zone: string, { chart }: Opened, stepped: Stepped, stays: number): Words[] {
  const at = (moment: ShownMoment | null): string => moment?.local ?? '–';
  const each = <T extends Named>(list: T[], en: (one: T) => string, zh: (one: T) => string): Words[] =>
    list.map((one) => ({ en: `${one.title}: ${en(one)}`, zh: `${one.title}：${zh(one)}` }));
  const arrow = (one: Moved): string => `${at(one.from)} → ${at(one.to)}`;
  const status = found.status ? [whyStatus(found.status.to, stepped.chart.enrollment.endReason)] : [];
  const until = found.status?.to === 'paused' ? stepped.chart.enrollment.pause?.until : undefined;
  const paused =
    until === undefined
      ? []
      : [
          {
            en: `until ${dateWords(new Date(until).toISOString(), zone)} at most`,
            zh: `最晚到 ${dateWords(new Date(until).toISOString(), zone)}`,
          },
        ];
  const lines = [
    ...status,
    ...paused,
    ...found.dates.map(({ date, from, to }) => dateMoved(date, dateWords(from, zone), dateWords(to, zone))),
    ...(found.stops
      ? [
          {
            en: `ends by itself: ${at(found.stops.from)} → ${at(found.stops.to)}`,
            zh: `到期结束：${at(found.stops.from)} → ${at(found.stops.to)}`,
          },
        ]
      : []),
    ...each(found.moved, (one) => `moves, ${arrow(one)}`, (one) => `改到 ${arrow(one)}`), // prettier-ignore
    ...each(
      found.deadlines,
      (one) => `its deadline moves, ${arrow(one)}`,
      (one) => `期限改到 ${arrow(one)}`,
    ),
    ...each(
      found.added,
      (one) => `comes in addition, ${at(one.target)}`,
      (one) => `新增，${at(one.target)}`,
    ),
    ...each(found.doneNow, () => 'is done now', () => '现在就做'), // prettier-ignore
    ...each(
      found.cancelled,
      (one) => `is cancelled: ${one.why.en}`,
      (one) => `取消：${one.why.zh}`,
    ),
    ...each(
      found.nowPast,
      (one) => `will not be done: ${one.why.en}`,
      (one) => `不再做：${one.why.zh}`,
    ),
  ];
  if (lines.length === 0) return [{ en: 'Nothing changes.', zh: '没有变化。' }];
  const rest = Object.keys(chart.touches).length > 0 ? [{ en: `${stays} stay as they are`, zh: `其余 ${stays} 项不变` }] : [];
  return [...lines, ...rest];
}
