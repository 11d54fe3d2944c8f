/** Lives for tests: a patient, an enrollment, what happens, and what is looked at afterwards. */
import type { Chart, EnrollmentChart, EventRecord, PatientChart, TouchChart, Value } from '../../engine/chart.ts';
import { hopeful, datesAtStart } from '../../engine/admission.ts';
import { clockIn, dayIn, instantOf } from '../../engine/calendar/zone.ts';
import type { MessageClaimed } from '../../engine/change.ts';
import type { CarrierTraits, Environment } from '../../engine/desk.ts';
import { live } from '../../engine/live.ts';
import type { Life, Move, Script } from '../../engine/live.ts';
import type { HouseRules, Instant, Plan } from '../../engine/plan.ts';
import type { Input } from '../../engine/step.ts';
import type { WorkAct } from '../../engine/answering.ts';
import { createJudge } from '../../language/judge.ts';
import { aHouse } from './a-plan.ts';

export const zone = 'Asia/Shanghai';

/** `2026-03-11 09:00` on the hospital's clock. */
export function moment(written: string, of = zone): Instant {
  const [day = '', clock = ''] = written.split(' ');
  return instantOf(day, clock, of);
}
export function written(at: Instant | undefined, of = zone): string {
  return at === undefined ? '—' : `${dayIn(at, of)} ${clockIn(at, of)}`;
}

const talking: CarrierTraits = {
  receiptWithinMinutes: 10,
  answers: ['yes_no', 'choice', 'number', 'text', 'photo', 'date'],
  forms: true,
  rings: false,
};
export const carriers: Record<string, CarrierTraits> = {
  wechat: talking,
  sms: { receiptWithinMinutes: 30, answers: ['yes_no', 'choice', 'number', 'text', 'date'], forms: true, rings: false },
  voice: { receiptWithinMinutes: 5, answers: [], forms: false, rings: true },
  fulfilment: { receiptWithinMinutes: 60, answers: [], forms: false, rings: false },
  system: { receiptWithinMinutes: 10, answers: [], forms: false, rings: false },
};

export const env: Omit<Environment, 'now'> = {
  judge: createJudge(),
  carriers,
  planOf: () => undefined,
  link: (kind, message) => `https://example.org/${kind}/${message}`,
};

export function aPatient(fields: Partial<PatientChart> = {}): PatientChart {
  return {
    id: 'p1',
    fields: { name: '王芳' },
    addresses: [
      { channel: 'wechat', value: 'wechat-p1' },
      { channel: 'phone', value: '+8613800000000' },
      { channel: 'paper', value: '—' },
    ],
    relatives: [],
    consents: [],
    optedOut: false,
    readings: [],
    ...fields,
  };
}

export function anEvent(name: string, at: Instant, more: Partial<EventRecord> = {}): EventRecord {
  return { id: `${name}@${at}`, name, at, fields: {}, objects: {}, ...more };
}

export type Beginning = {
  /** When the enrollment begins; by default the hospital's day 0, 11:00. */
  startedAt?: string;
  discharged?: string;
  patient?: Partial<PatientChart>;
  house?: HouseRules;
  enrollment?: Partial<EnrollmentChart>;
  objects?: Record<string, Record<string, Value>>;
  chart?: Partial<Chart>;
};

/** A chart as the dispatcher makes it: discharged on 2026-03-11 at 11:00, a Wednesday, unless the test says otherwise. */
export function aChart(
  plan: Plan,
  { startedAt, discharged = '2026-03-11 11:00', patient, house = aHouse(), enrollment, objects, chart: more }: Beginning = {},
): Chart {
  const at = moment(startedAt ?? discharged);
  const event = anEvent('encounter.discharged', at, {
    id: 'start',
    objects: { encounter: { id: 'E1', discharge_date: new Date(moment(discharged)).toISOString() }, ...objects },
  });
  const hoped = { ...hopeful(plan, event, at, 'e1'), ...enrollment };
  const chart: Chart = {
    house,
    patient: aPatient(patient),
    enrollment: hoped,
    touches: {},
    tallies: {},
    contacts: [],
    coming: [],
    others: [],
    events: [event],
    ...more,
  };
  return {
    ...chart,
    enrollment: { ...hoped, dates: { ...datesAtStart(plan, chart, event, { judge: env.judge, now: at }), ...enrollment?.dates } },
  };
}

export type Telling = Beginning & { moves?: Move[]; until?: string; carrier?: Script['carrier']; begin?: Script['begin'] };
export type Told = {
  life: Life;
  chart: Chart;
  /** Every touch of the step, in order of time, in words. */ of(step: string): string[];
  touches(step: string): TouchChart[];
  messages: (MessageClaimed & { sentAt: Instant })[];
};

/** Lives through it, and answers what can be looked at. */
export function lifeOf(plan: Plan, telling: Telling = {}): Told {
  const { moves = [], until, carrier, begin } = telling;
  const script: Script = {
    chart: aChart(plan, telling),
    moves,
    ...(until ? { until: moment(until) } : {}),
    ...(carrier ? { carrier } : {}),
    ...(begin ? { begin } : {}),
  };
  const life = live(plan, script, env);
  return told(life);
}

export function told(life: Life): Told {
  const touches = (step: string) =>
    Object.values(life.chart.touches)
      .filter((touch) => touch.step === step)
      .sort((a, b) => (a.madeAt ?? a.endedAt ?? a.target ?? 0) - (b.madeAt ?? b.endedAt ?? b.target ?? 0));
  return {
    life,
    chart: life.chart,
    touches,
    of: (step) => touches(step).map(inWords),
    messages: life.changes.flatMap(({ at, change }) => (change.kind === 'message' ? [{ ...change.message, sentAt: at }] : [])),
  };
}

/** `2026-03-12 09:00 answered (answer)`; in brackets the moment of one that was never made. */
export function inWords(touch: TouchChart): string {
  const when = touch.madeAt === undefined ? `[${written(touch.target)}]` : written(touch.madeAt);
  const how = touch.outcome ? `${touch.outcome}${touch.reason ? ` (${touch.reason})` : ''}` : touch.madeAt === undefined ? 'waits' : 'open';
  return `${when} ${how}`;
}

/** The touch of a step that is meant: the newest that is open, else the newest. */
export function touchOf(chart: Chart, step: string): TouchChart | undefined {
  const mine = Object.values(chart.touches).filter((touch) => touch.step === step && touch.madeAt !== undefined);
  const newest = mine.sort((a, b) => (b.madeAt ?? 0) - (a.madeAt ?? 0));
  return newest.find((touch) => !touch.outcome) ?? newest[0];
}

export const onTouch = (at: string, step: string, input: (touch: string) => Input): Move => ({
  at: moment(at),
  inputs: (chart) => {
    const touch = touchOf(chart, step);
    if (!touch) throw new Error(`${step} is not there to be played at ${at}`);
    return [input(touch.key)];
  },
});
export const answers = (at: string, step: string, given: Record<string, Value>): Move =>
  onTouch(at, step, (touch) => ({ do: 'answer', touch, answers: given }));
export const works = (at: string, step: string, work: WorkAct): Move => onTouch(at, step, (touch) => ({ do: 'work', touch, work }));
export const completes = (at: string, step: string, given: Record<string, Value> = {}): Move =>
  works(at, step, { act: 'complete', by: 'nurse-1', answers: given });
export const happens = (at: string, name: string, more: Partial<EventRecord> = {}): Move => ({
  at: moment(at),
  inputs: () => [{ do: 'event', event: anEvent(name, moment(at), more) }],
});
export const does = (at: string, ...inputs: Input[]): Move => ({ at: moment(at), inputs: () => inputs });
export const discharge = (at: string, date: string | null): Move =>
  happens(at, 'encounter.updated', {
    objects: { encounter: { id: 'E1', discharge_date: date === null ? null : new Date(moment(date)).toISOString() } },
  });
export const says = (at: string, words: string): Move => ({ at: moment(at), says: words });
export const down = (at: string, until: string): Move => ({ at: moment(at), down: moment(until) });
