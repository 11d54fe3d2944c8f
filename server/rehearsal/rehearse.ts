/**
 * A case lived through on the real engine: the real workflow, the real worker, PostgreSQL and the sandbox, with time skipped from one
 * moment to the next. The next instant is only reached when everything due by then is done: skipping overtakes all that is outside
 * Temporal (design 4).
 */
import type { Client } from '@temporalio/client';
import type { Deps } from '../../activities/deps.ts';
import { open, enact } from '../../activities/enact.ts';
import type { Opened } from '../../activities/enact.ts';
import { wordsEvent } from '../../activities/hear-words.ts';
import { nextMoment, emptyAgenda, take } from '../../engine/agenda.ts';
import { clockMoment, figureOf } from '../../engine/figures.ts';
import type { HouseRules, Instant, Plan } from '../../engine/plan.ts';
import { wholeAgenda } from '../../engine/step.ts';
import { storeEvent } from '../../database/events.ts';
import { withActor } from '../../database/with-actor.ts';
import type { Course } from '../../language/test-file/course.ts';
import type { Figure, Play, TestCase, TestFile } from '../../language/test-file/model.ts';
import { beginCase, playInputs, playedEvent, testMoment } from '../../language/test-file/script.ts';
import { workflowId } from '../temporal/connect.ts';
import { courseOf } from './course-of.ts';
import { untilQuiet } from './quiet.ts';
import type { Sandbox } from './quiet.ts';
import { fastForward, virtualTime } from './skip.ts';
import { begin, setStage } from './stage.ts';
import type { Stage } from './stage.ts';

export type RehearsalDeps = { deps: Deps; client: Client; sandbox: Sandbox };
export type RehearsalWish = {
  one: TestCase;
  file: TestFile;
  plan: Plan;
  /** Other SOPs that this one may start. */
  others: Plan[];
  house: HouseRules;
  libraries: { path: string; text: string }[];
  /** Told at every moment that is reached: for showing progress. */
  onMoment?: (at: Instant) => void;
};

/** Longer than this without an end is a mistake in the case, and said. */
const mostMoments = 20_000;

/** The server has skipped behind the moment it was to stop at: what was to be played there came too late, so the case is begun anew. */
class Overshot extends Error {}
const mostTries = 4;
/** More than the time that passes for real between two looks. */
const clocksApart = 60_000;

export async function rehearse(around: RehearsalDeps, wish: RehearsalWish): Promise<Course> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rehearseOnce(around, wish);
    } catch (error) {
      if (!(error instanceof Overshot) || attempt >= mostTries) throw error;
    }
  }
}

async function rehearseOnce({ deps, client, sandbox }: RehearsalDeps, wish: RehearsalWish): Promise<Course> {
  const { one, file, plan, house } = wish;
  if (one.play.some((play) => play.kind === 'down'))
    throw new NotRehearsed('An outage is lived through in memory only: here the system is up.');
  const begun = beginCase(one, file.patients, { plan, house, judge: deps.judge });
  const startedAt = deps.clock.now();
  const stage = await setStage(deps, {
    plans: [plan, ...wish.others],
    libraries: wish.libraries,
    zone: begun.zone,
    patient: begun.chart.patient,
    at: begun.event.at,
  });
  const requested = one.start.kind === 'sweep' || begun.event.name === 'enrollment.requested';
  const admission = await begin(deps, stage, { plan, event: begun.event, requested });
  if (!admission.enrolled || !admission.enrollment)
    return {
      enrolled: false,
      ...(admission.enrolled ? {} : { why: admission.why }),
      zone: begun.zone,
      touches: [],
      told: [],
      figures: {},
      unplayed: [],
    };
  const { enrollment } = admission;
  const dayZero = admission.dates.day_0;
  const clock = virtualClock(deps, begun.event.at);
  const shift = begun.event.at - startedAt;
  const execution = { client, workflowId: workflowId(enrollment) };
  const figures: Record<string, Figure> = {};
  const unplayed: Course['unplayed'] = [];
  const moves = movesOf(wish, begun.zone, dayZero, figures);
  const until = one.until ? testMoment(one.until, dayZero, begun.zone) : endless(plan) ? begun.event.at + horizon : undefined;
  const quiet = () => untilQuiet({ deps, client, sandbox }, { enrollment, stage, now: clock.now });
  let opened = await quiet();
  for (let reached = 0; ; reached++) {
    if (reached > mostMoments) throw new NotRehearsed(`The case did not come to rest within ${mostMoments} moments.`);
    const own = ownMoment(opened, moves.length === 0 && until === undefined);
    const at = Math.min(own ?? Infinity, moves[0]?.at ?? Infinity);
    if (at === Infinity || (until !== undefined && at > until)) break;
    wish.onMoment?.(at);
    const skipping = at > clock.now() ? fastForward(execution, at - clock.now(), `${enrollment}-${reached}`) : true;
    const [there] = await Promise.all([skipping, stage.setClock(at)]);
    if (!there && moves.length === 0) break;
    if (there && moves[0] && moves[0].at <= at) {
      const reachedAt = await virtualTime(execution);
      if (reachedAt !== undefined && reachedAt + shift - at > clocksApart) throw new Overshot();
    }
    clock.set(at);
    while (moves[0] && moves[0].at <= at) {
      const move = moves.shift();
      if (move) await playOne({ deps, stage, enrollment, begun, unplayed, at }, move);
    }
    opened = await quiet();
  }
  await client.workflow
    .getHandle(execution.workflowId)
    .terminate('the rehearsal is over')
    .catch(() => undefined);
  return courseOf(deps, stage, { enrollment, zone: begun.zone, dayZero, figures, unplayed, until });
}

/** So far a SOP that nothing ends is lived through, when the case does not say until when. */
const horizon = 100 * 86_400_000;

/** It goes on until somebody stops it: a rhythm without end, and no `stop: day`. */
function endless(plan: Plan): boolean {
  const goesOn = plan.steps.some(({ when: { base } }) => base.kind === 'rhythm' && base.ends === undefined);
  return goesOn && !plan.stops.some((rule) => rule.on === 'day');
}

/** Nothing is wrong with the system; this case cannot be rehearsed. */
export class NotRehearsed extends Error {}

type VirtualClock = { now(): Instant; set(at: Instant): void };
/** Between two skips the workflow's clock goes on with ours. */
function virtualClock(deps: Deps, start: Instant): VirtualClock {
  let [at, since] = [start, deps.clock.now()];
  return {
    now: () => at + (deps.clock.now() - since),
    set: (moment) => {
      [at, since] = [moment, deps.clock.now()];
    },
  };
}

type Moving = { at: Instant; play?: { play: Play; n: number }; look?: (opened: Opened) => void };

function movesOf(
  { one, plan, file: _file }: RehearsalWish,
  zone: string,
  dayZero: string | null | undefined,
  figures: Record<string, Figure>,
): Moving[] {
  const moves: Moving[] = one.play.map((play, n) => ({ at: testMoment(play.at, dayZero, zone), play: { play, n } }));
  for (const measure of plan.measures.filter(({ name }) => name in one.figures)) {
    const look = ({ plan: kept, chart, env }: Opened): void => {
      const figure = figureOf(kept, chart, measure, env.judge, env.now);
      figures[measure.name] = figure === 'not_counted' ? 'not counted' : figure;
    };
    const at = clockOf(plan, measure.name, dayZero, zone);
    if (at !== undefined) moves.push({ at, look });
  }
  return moves.sort((a, b) => a.at - b.at);
}

function clockOf(plan: Plan, name: string, dayZero: string | null | undefined, zone: string): Instant | undefined {
  const measure = plan.measures.find((one) => one.name === name);
  if (!measure || dayZero == null) return undefined;
  const chart = {
    enrollment: { dates: { day_0: dayZero } },
    house: { contact: { timeZone: zone }, calendars: {}, people: {} },
    patient: {},
  };
  return clockMoment(plan, chart as unknown as Parameters<typeof clockMoment>[1], measure);
}

/** The enrollment's own next moment. `unended`: nothing else ends the case, so the daily word about work nobody does is not waited for. */
function ownMoment({ plan, chart, env }: Opened, unended: boolean): Instant | undefined {
  const agenda = wholeAgenda(plan, chart, env);
  if (agenda.ended) return undefined;
  const rungs = new Map(plan.steps.map((step) => [step.id, step.wait.rungs.length]));
  const daily = Object.entries(agenda.moments).every(([touch, list]) =>
    list.every((m) => m.do === 'rung' && m.n > (rungs.get(touch.split('/')[0] ?? '') ?? 1)),
  );
  return unended && daily ? undefined : nextMoment(take(emptyAgenda, agenda));
}

type Playing = { deps: Deps; stage: Stage; enrollment: string; begun: { zone: string }; unplayed: Course['unplayed']; at: Instant };

/** As the server would: people's acts and answers under the patient's lock, events and words through the dispatcher's queue. */
async function playOne({ deps, stage, enrollment, begun, unplayed, at }: Playing, move: Moving): Promise<void> {
  await withActor(deps.pool, stage.actor, async (tx) => {
    const opened = await open(tx, deps, enrollment, { now: at });
    if (move.look) return move.look(opened);
    if (!move.play) return;
    const { play, n } = move.play;
    const { hospital, patient } = stage;
    if (play.kind === 'says') {
      await storeEvent(tx, {
        hospital,
        patient,
        receivedAt: at,
        event: { id: `said-${n}`, name: wordsEvent, at, fields: { words: play.words, channel: 'wechat' }, objects: {} },
      });
    } else if (play.kind === 'event') {
      await storeEvent(tx, { hospital, patient, receivedAt: at, event: playedEvent(play, at, n, begun.zone) });
    } else {
      const inputs = playInputs(play, opened.chart, begun.zone);
      if (inputs) await enact(tx, opened, inputs, { word: true });
      else if ('step' in play) unplayed.push({ step: play.step, line: play.line, column: play.column });
    }
  });
}
