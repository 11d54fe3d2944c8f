/**
 * live(plan, script): any plan, lived through in memory in virtual time, with the very reducer that the workflows run.
 * A carrier that accepts at once unless the script says otherwise; nobody does anything that the script does not say.
 */
import { dueAt, emptyAgenda, nextMoment, ownMoments, take, without } from './agenda.ts';
import type { AgendaState } from './agenda.ts';
import type { CarrierWord } from './carrying.ts';
import type { Change, MessageClaimed } from './change.ts';
import type { Chart, EventRecord } from './chart.ts';
import type { Environment } from './desk.ts';
import type { Instant, Plan } from './plan.ts';
import { understandWords } from './replies.ts';
import { step, unfinishedSends, wholeAgenda } from './step.ts';
import type { Input } from './step.ts';

/** What happens from outside. `touchOf` finds the touch meant at that moment; undefined: there is none, which the life records. */
export type Move =
  | { at: Instant; inputs: (chart: Chart) => Input[] }
  | { at: Instant; says: string; photo?: string }
  /** The system does nothing until then; what happens meanwhile is heard when it is back. */
  | { at: Instant; down: Instant }
  /** Looks at the chart as it is at that moment; changes nothing. */
  | { at: Instant; look: (chart: Chart) => void };

export type Script = {
  /** The enrollment as it begins; its patient, house and what runs beside it. */
  chart: Chart;
  begin?: Extract<Input, { do: 'begin' }>;
  /** When it begins here, if that is later than its start: a patient who is taken over. */
  beginAt?: Instant;
  /** The enrollment has begun already: it goes on from that moment. */
  from?: Instant;
  /** Stops after so many wakes instead of failing. */
  most?: number;
  moves: Move[];
  /** The last moment looked at; default: until nothing more comes but that somebody is told again every day of urgent work left undone. */
  until?: Instant;
  carrier?: (message: MessageClaimed, now: Instant) => CarrierWord;
};

/** `steps`: how many wakes it took. `changes` in the order in which they were made. */
export type Life = { chart: Chart; changes: { at: Instant; change: Change }[]; agenda: AgendaState; now: Instant; steps: number };

type World = Life & { plan: Plan; env: Omit<Environment, 'now'>; carrier: NonNullable<Script['carrier']> };

/** A life without end that nothing stops: more wakes than this is a mistake in the script, and said. */
const mostSteps = 100_000;

export function live(plan: Plan, script: Script, env: Omit<Environment, 'now'>): Life {
  const world: World = {
    plan,
    env,
    carrier: script.carrier ?? ((_message, now) => ({ word: 'accepted', at: now })),
    chart: script.chart,
    changes: [],
    agenda: emptyAgenda,
    now: script.beginAt ?? script.chart.enrollment.startedAt,
    steps: 0,
  };
  if (script.from === undefined) act(world, [script.begin ?? { do: 'begin' }]);
  else goOn(world, script.from);
  const moves = [...script.moves].sort((a, b) => a.at - b.at);
  for (;;) {
    const own = world.agenda.ended ? undefined : nextMoment(world.agenda);
    const move = moves[0];
    const at = Math.min(own ?? Infinity, move?.at ?? Infinity);
    if (at === Infinity || (script.until !== undefined && at > script.until)) break;
    if (script.until === undefined && !move && onlyDaily(world)) break;
    if (world.steps === script.most) break;
    if (++world.steps > mostSteps) throw new Error(`the plan ${plan.sop} did not come to rest within ${mostSteps} wakes`);
    world.now = Math.max(world.now, at);
    if (move && move.at <= at) {
      moves.shift();
      play(world, move, moves);
    } else wake(world);
  }
  if (script.until !== undefined) world.now = script.until;
  const { plan: _plan, env: _env, carrier: _carrier, ...life } = world;
  return life;
}

/** What was on its way to a carrier arrives; the rest is on the agenda. */
function goOn(world: World, from: Instant): void {
  world.now = from;
  world.agenda = take(emptyAgenda, wholeAgenda(world.plan, world.chart, { ...world.env, now: from }));
  act(
    world,
    unfinishedSends(world.chart).map(({ message }) => ({ do: 'carried', message, word: { word: 'accepted', at: from } })),
  );
}

/** Nothing is left but the daily word about urgent work that nobody does: it would go on for ever (language.md 4). */
function onlyDaily({ agenda, plan }: World): boolean {
  const rungs = new Map(plan.steps.map((one) => [one.id, one.wait.rungs.length]));
  return Object.entries(agenda.moments).every(([touch, list]) =>
    list.every((moment) => moment.do === 'rung' && moment.n > (rungs.get(touch.split('/')[0] ?? '') ?? 1)),
  );
}

function play(world: World, move: Move, rest: Move[]): void {
  if ('look' in move) return move.look(world.chart);
  if ('down' in move) {
    world.now = move.down;
    // What happened while the system was away is heard first, with the moment at which it happened.
    while (rest[0] && rest[0].at <= move.down) {
      const missed = rest.shift();
      if (missed) play(world, missed, rest);
    }
    return;
  }
  if ('says' in move) return act(world, spoken(world, move));
  act(world, move.inputs(world.chart));
}

/** The patient's words, as the dispatcher hears them: an answer, an alarm, a stop, or something a person reads. */
function spoken(world: World, move: { at: Instant; says: string; photo?: string }): Input[] {
  const { plan, chart } = world;
  const said = { words: move.says, now: world.now, ...(move.photo === undefined ? {} : { photo: move.photo }) };
  const meaning = understandWords([{ plan, chart }], said, world.env.judge, chart.house.contact.alarmWords ?? []);
  const event = (name: string): EventRecord => ({ id: `said-${move.at}`, name, at: move.at, fields: { words: move.says }, objects: {} });
  switch (meaning.class) {
    case 'alarm':
      return [{ do: 'event', event: event('patient.alarm') }];
    case 'wants_call':
      return [{ do: 'event', event: event('patient.wants_call') }];
    case 'stop':
      world.chart = { ...chart, patient: { ...chart.patient, optedOut: true } };
      return [{ do: 'event', event: event('patient.opted_out') }];
    case 'answer':
      return [{ do: 'answer', touch: meaning.touch, answers: meaning.answers }];
    case 'other':
      return [
        ...(meaning.askAgain ? [{ do: 'ask_again' as const, touch: meaning.askAgain.touch }] : []),
        { do: 'event', event: event('patient.wrote') },
      ];
  }
}

/** All that is due at this moment, in the agenda's order, as one step of the engine. */
function wake(world: World): void {
  const due = dueAt(world.agenda, world.now);
  world.agenda = without(world.agenda, due);
  act(
    world,
    due.map(({ touch, ...moment }): Input => inputFor(`${world.chart.enrollment.id}/${touch}`, touch, moment)),
  );
}

/** What the engine is asked to do about a moment that has come. */
export function inputFor(key: string, touch: string, moment: { do: string; n: number }): Input {
  if (touch === ownMoments) return { do: moment.do === 'pause_over' ? 'pause_over' : 'stop_day' };
  if (moment.do === 'make') return { do: 'make', touch: key };
  return { do: moment.do as 'remind' | 'rung' | 'receipt' | 'end', touch: key, n: moment.n };
}

function act(world: World, inputs: Input[]): void {
  if (inputs.length === 0) return;
  const done = step(world.plan, world.chart, inputs, { ...world.env, now: world.now });
  world.chart = done.chart;
  world.agenda = take(world.agenda, done.agenda);
  for (const change of done.changes) world.changes.push({ at: world.now, change });
  const messages = done.changes.flatMap((change) => (change.kind === 'message' ? [change.message] : []));
  for (const message of messages) act(world, [{ do: 'carried', message: message.key, word: world.carrier(message, world.now) }]);
}
