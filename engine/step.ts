/**
 * The engine: a pure reducer. step(plan, chart, inputs, environment) → what changes, what the workflow must wake for, what is to be sent.
 * The same function drives the real enrollments (activities and server call it under the patient's lock), the in-memory life of
 * live.ts, previews and rehearsals, so that they cannot disagree.
 */
import { ownMoments } from './agenda.ts';
import { answer, askAgain, reported, work } from './answering.ts';
import type { WorkAct } from './answering.ts';
import { isOpen } from './arm.ts';
import { missedSteps, noWay } from './built-in.ts';
import { carried, partsOf, receipt, refusedLater } from './carrying.ts';
import type { CarrierWord } from './carrying.ts';
import type { Agenda, Change, Moment, SendOrder } from './change.ts';
import type { Answers, Chart, EventRecord, TouchChart, Value } from './chart.ts';
import { decide } from './decide.ts';
import { add, deskFor, editEnrollment, houseLanguage, liveTouches, orderOf, stepOf } from './desk.ts';
import type { Desk, Environment } from './desk.ts';
import { end } from './ending.ts';
import { hear } from './hearing.ts';
import { begin } from './history.ts';
import type { HistoryEntry } from './history.ts';
import { make } from './making.ts';
import { moveByHand } from './moving.ts';
import type { DateValue, Instant, Name, Outcome, Plan, Reason, Text } from './plan.ts';
import { staffWords } from './rendering.ts';
import { isAutomatic, isUrgent } from './schedule.ts';
import { settle } from './settling.ts';
import { pause, pauseOver, resume, stop, stopDay } from './stopping.ts';
import { passMark } from './waiting.ts';
import { clockIn, dayIn } from './calendar/zone.ts';

/** Everything that can happen to an enrollment. */
export type Input =
  | { do: 'begin'; history?: HistoryEntry[] }
  | { do: 'make'; touch: string }
  | { do: 'remind' | 'rung' | 'receipt' | 'end'; touch: string; n: number }
  | { do: 'pause_over' | 'stop_day' }
  | { do: 'carried'; message: string; word: CarrierWord }
  | { do: 'reported'; message: string; state: 'delivered' | 'read' | 'rang' }
  | { do: 'refused_later'; message: string; reason: Reason }
  | { do: 'event'; event: EventRecord }
  | { do: 'answer'; touch: string; answers: Answers }
  | { do: 'ask_again'; touch: string }
  | { do: 'work'; touch: string; work: WorkAct }
  | { do: 'result'; touch: string; outcome: Outcome; reason?: Reason; known?: Record<Name, Value> }
  | { do: 'stop'; reason: Reason }
  | { do: 'pause'; until?: Instant }
  | { do: 'resume' }
  | { do: 'move'; date: Name; value: DateValue }
  | { do: 'cancel'; touch: string };

export type Stepped = { chart: Chart; changes: Change[]; agenda: Agenda; sends: SendOrder[] };

/** The chart given is not changed; the one returned is what it became. Its `seq` has risen by one if anything changed. */
export function step(plan: Plan, chart: Chart, inputs: Input[], env: Environment): Stepped {
  const desk = deskFor(plan, chart, env);
  for (const input of inputs) {
    take(desk, input);
    settle(desk);
  }
  closeUp(desk);
  return result(desk, inputs);
}

function take(desk: Desk, input: Input): void {
  switch (input.do) {
    case 'begin':
      return begin(desk, input.history ?? []);
    case 'make':
      return decide(desk, input.touch);
    case 'remind':
    case 'rung':
    case 'receipt':
    case 'end':
      return passMark(desk, input.touch, input.do, input.n);
    case 'pause_over':
      return pauseOver(desk);
    case 'stop_day':
      return stopDay(desk);
    case 'carried':
      return carried(desk, input.message, input.word);
    case 'reported':
      return receipt(desk, input.message, input.state);
    case 'refused_later':
      return refusedLater(desk, input.message, input.reason);
    case 'event':
      return hear(desk, input.event);
    case 'answer':
      return answer(desk, input.touch, input.answers);
    case 'ask_again':
      return askAgain(desk, input.touch);
    case 'work':
      return work(desk, input.touch, input.work);
    case 'result':
      return reported(desk, input.touch, input.outcome, input.reason, input.known);
    case 'stop':
      return stop(desk, input.reason, { everything: input.reason === 'patient_died' });
    case 'pause':
      return pause(desk, undefined, input.until);
    case 'resume':
      return resume(desk);
    case 'move':
      return moveByHand(desk, input.date, input.value);
    case 'cancel':
      return void end(desk, input.touch, { outcome: 'cancelled', reason: 'by_person' });
  }
}

/** Left-out steps become one task per role, what did not reach the patient becomes one task, and an enrollment without work ends. */
function closeUp(desk: Desk): void {
  for (const role of new Set(desk.leftOut.map((item) => item.role))) {
    openBuiltIn(
      desk,
      missedSteps,
      role,
      desk.leftOut.filter((item) => item.role === role).map((item) => titleOf(desk, item.touch)),
    );
  }
  const reasons = desk.unreachable.map((item) => `${titleOf(desk, item.touch)} (${item.reason})`);
  if (reasons.length > 0) reachedNobody(desk, reasons);
  settle(desk);
  finish(desk);
}

/** At most one "no way to reach" task is open per patient; further failures are added to it (language.md 11). */
function reachedNobody(desk: Desk, reasons: string[]): void {
  const open = desk.chart.openNoWay ?? liveTouches(desk).find((touch) => touch.step === noWay)?.key;
  if (open) addTo(desk, open, reasons);
  else openBuiltIn(desk, noWay, desk.contact.noWay ?? 'service', reasons);
}

function addTo(desk: Desk, touch: string, items: string[]): void {
  desk.changes.push({ kind: 'task_changed', touch, words: items.join('；') });
}

/** Also while stopping: that something was left undone is not lost with the stop. Nobody is told so of a patient who has died. */
function openBuiltIn(desk: Desk, id: string, role: Name, items: string[]): void {
  const built = desk.steps.get(id);
  const { status, seq } = desk.chart.enrollment;
  if (!built || desk.chart.patient.diedAt !== undefined || !(isOpen(desk) || status === 'stopping')) return;
  const zone = desk.zones.hospital;
  const minute = `${dayIn(desk.now, zone)}T${clockIn(desk.now, zone)}${role === desk.contact.noWay ? '' : `.${role}`}`;
  const same = desk.chart.touches[`${desk.chart.enrollment.id}/${id}/${minute}`];
  // All of one moment is one task; what comes in the same minute is added while it is open.
  if (same && !same.outcome) return addTo(desk, same.key, items);
  const occurrence = same ? `${minute}.${seq + 1}` : minute;
  const key = `${desk.chart.enrollment.id}/${id}/${occurrence}`;
  const touch: TouchChart = { key, step: id, occurrence, round: 1, plannedAt: desk.now, target: desk.now, role };
  add(desk, touch);
  const name = desk.chart.patient.fields.name;
  const list = `${typeof name === 'string' ? `${name}：` : ''}${items.join(houseLanguage(desk).startsWith('zh') ? '、' : ', ')}`;
  make(desk, { ...built, ...(built.title ? { title: withList(built.title, list) } : {}) }, key);
}

function withList(title: Text, list: string): Text {
  if (title.kind !== 'words') return title;
  return {
    kind: 'words',
    in: Object.fromEntries(Object.entries(title.in).map(([language, words]) => [language, [...words, ` — ${list}`]])),
  };
}

function titleOf(desk: Desk, key: string): string {
  const touch = desk.chart.touches[key];
  const title = touch && stepOf(desk, touch)?.title;
  return (title && staffWords(desk, touch, title)) || (touch?.step ?? key);
}

/** Nothing left to do, and nothing that an event could begin: completed. Stopping ends when its last urgent work has. */
function finish(desk: Desk): void {
  const { enrollment } = desk.chart;
  if (enrollment.status === 'completed' || enrollment.status === 'stopped') return;
  if (liveTouches(desk).length > 0) return;
  const listens = desk.plan.steps.some((one) => one.when.base.kind === 'event') && isOpen(desk);
  if (listens || enrollment.status === 'paused') return;
  const ended = editEnrollment(desk);
  ended.status = enrollment.status === 'stopping' ? 'stopped' : 'completed';
  ended.endedAt = desk.now;
  delete ended.stopAt;
  desk.changes.push({
    kind: 'timeline',
    entry: { at: desk.now, what: ended.status === 'stopped' ? 'stopped' : 'completed', data: { ended: true } },
  });
  const event: EventRecord = { id: `${enrollment.id}/ended`, name: 'enrollment.ended', at: desk.now, fields: {}, objects: {} };
  desk.changes.push({ kind: 'event', event });
}

/** What was asked about is answered even if nothing changed: the workflow has put it aside and waits for the word. */
function askedAbout(desk: Desk, inputs: Input[]): Record<string, Moment[]> {
  const own = inputs.some((input) => input.do === 'pause_over' || input.do === 'stop_day');
  const keys = inputs.flatMap((input) => ('touch' in input ? [input.touch] : []));
  const moments = keys.map((key): [string, Moment[]] => {
    const touch = desk.chart.touches[key];
    return [shortKey(desk, key), touch ? momentsOf(desk, touch) : []];
  });
  return { ...Object.fromEntries(moments), ...(own ? { [ownMoments]: ownMomentsOf(desk) } : {}) };
}

function result(desk: Desk, inputs: Input[]): Stepped {
  const { enrollment } = desk.chart;
  const touched = [...desk.dirty].map((key) => desk.chart.touches[key]).filter((touch): touch is TouchChart => touch !== undefined);
  const changes: Change[] = [...touched.map((touch) => touchChange(desk, touch)), ...desk.changes];
  if (changes.length > 0 || desk.enrollmentDirty) {
    enrollment.seq += 1;
    changes.push({ kind: 'enrollment', enrollment });
  }
  const stepped = { chart: desk.chart, changes };
  // Whoever asks again has not heard what came of it: a worker died behind the commit, and its answer with it (trap 9).
  if (desk.repeated)
    return {
      ...stepped,
      agenda: { ...wholeOf(desk), moments: { ...askedAbout(desk, inputs), ...wholeOf(desk).moments } },
      sends: unfinishedSends(desk.chart),
    };
  const moments = {
    ...askedAbout(desk, inputs),
    ...Object.fromEntries(touched.map((touch) => [shortKey(desk, touch.key), momentsOf(desk, touch)])),
  };
  if (desk.enrollmentDirty) moments[ownMoments] = ownMomentsOf(desk);
  // The word that begins an enrollment says everything there is.
  const whole = inputs.some((input) => input.do === 'begin') ? { whole: true as const } : {};
  return { ...stepped, agenda: { seq: enrollment.seq, moments, ...whole, ...over(desk) }, sends: desk.sends };
}

function over(desk: Desk): { ended?: true } {
  const { status } = desk.chart.enrollment;
  return status === 'completed' || status === 'stopped' ? { ended: true } : {};
}

function touchChange(desk: Desk, touch: TouchChart): Change {
  const written = stepOf(desk, touch);
  return {
    kind: 'touch',
    touch,
    step: {
      kind: written?.kind ?? 'task',
      order: orderOf(desk, touch.step),
      reaches: written ? isAutomatic(written) : false,
      urgent: written ? isUrgent(written) : false,
      purpose: desk.contact.purpose,
    },
  };
}

/** The whole agenda of a chart: what a new, a taken-over or a rebuilt workflow begins with. */
export function wholeAgenda(plan: Plan, chart: Chart, env: Environment): Agenda {
  return wholeOf(deskFor(plan, chart, env));
}

function wholeOf(desk: Desk): Agenda {
  const moments = Object.fromEntries(
    liveTouches(desk)
      .map((touch) => [shortKey(desk, touch.key), momentsOf(desk, touch)] as const)
      .filter(([, list]) => list.length > 0),
  );
  const own = ownMomentsOf(desk);
  return {
    seq: desk.chart.enrollment.seq,
    moments: { ...moments, ...(own.length > 0 ? { [ownMoments]: own } : {}) },
    whole: true,
    ...over(desk),
  };
}

/** Messages that were claimed and whose result is not known: a rebuilt workflow takes them up again. */
export function unfinishedSends(chart: Chart): SendOrder[] {
  return Object.values(chart.touches).flatMap(({ key, sending, underWay = [], outcome }) => {
    // A merged touch waits for the message of another one, which names it.
    const main = sending && !outcome && partsOf(sending).touch === key ? [sending] : [];
    return [...main, ...underWay].map((message) => ({ message, touch: key, queue: `carrier-${partsOf(message).channel}` }));
  });
}

function shortKey(desk: Desk, key: string): string {
  return key.slice(desk.chart.enrollment.id.length + 1);
}

function momentsOf(desk: Desk, touch: TouchChart): Moment[] {
  const order = orderOf(desk, touch.step);
  if (touch.outcome || touch.sending) return [];
  const marks = (touch.marks ?? []).map((mark) => ({ at: mark.at, do: mark.do, n: mark.n, order }));
  if (touch.madeAt !== undefined) return marks;
  const { target, held } = touch;
  const waits = target === undefined || (held !== undefined && held.until === undefined);
  return waits ? marks : [...marks, { at: Math.max(target, held?.until ?? target), do: 'make', n: 0, order }];
}

function ownMomentsOf(desk: Desk): Moment[] {
  const { status, stopAt, pause: current } = desk.chart.enrollment;
  if (status !== 'active' && status !== 'paused') return [];
  return [
    ...(stopAt === undefined ? [] : [{ at: stopAt, do: 'stop_day' as const, n: 0, order: -1 }]),
    ...(current?.until === undefined ? [] : [{ at: current.until, do: 'pause_over' as const, n: 0, order: -2 }]),
  ];
}
