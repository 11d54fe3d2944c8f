/** Made-up courses for the laws: plans of many kinds of steps, and all that can happen to them, in any order. */
import fc from 'fast-check';
import type { Chart, EventRecord, TouchChart, Value } from '../../engine/chart.ts';
import { dueAt, emptyAgenda, hearWord, nextMoment, take, without } from '../../engine/agenda.ts';
import type { AgendaState } from '../../engine/agenda.ts';
import type { CarrierWord } from '../../engine/carrying.ts';
import type { MessageClaimed } from '../../engine/change.ts';
import { inputFor } from '../../engine/live.ts';
import type { Instant, Plan } from '../../engine/plan.ts';
import { step } from '../../engine/step.ts';
import type { Input, Stepped } from '../../engine/step.ts';
import { aChart, env } from './a-life.ts';
import type { Beginning } from './a-life.ts';
import { aPlan } from './a-plan.ts';

const pieces = [
  `- id: hello
  day: [0, 1, 2]
  at: 09:00
  message: { text: 您好 }`,
  `- id: pain
  day: 1 to 3
  at: 09:00
  message: { text: 疼吗 }
  ask: { score: { label: 疼痛, type: number, min: 0, max: 10 } }
  wait: 8 hours
  remind: 3 hours
  then:
    answered:
      - id: pain_urgent
        title: 疼痛
        if: pain.score > 5
        task: { by: nurse, urgent: true }
        due: 30 minutes
    not_answered:
      - id: pain_call
        title: 打电话
        call: { by: nurse }
        due: 4 hours`,
  `- id: weekly
  title: 每周
  every: week on Mon, Thu
  at: 08:30 to 09:30
  message: { text: 血糖 }
  ask: { glucose: { label: 血糖, type: number, min: 1, max: 40, record: glucose } }
  wait: 2 days
  early: 1 day
  pace:
    - { if: latest.glucose > 10, every: 2 days, until: latest.glucose < 8 }
  then:
    not_answered: go on`,
  `- id: shifted
  day: [3, 4, 5]
  at: 10:00
  shift: next work day
  message: { text: 上班见 }
  late: 3 days`,
  `- id: ward_round
  title: 任务
  day: 2
  at: 15:00
  task: { by: nurse }
  ask: { fine: { label: 好吗, type: yes_no } }
  due: 4 hours
  missed: tell nurse
  then:
    done:
      - id: thanks
        after: 1 day
        at: 11:00
        message: { text: 谢谢 }
      - id: once_more
        if: ward_round.fine == "no"
        repeat: { step: ward_round, at_most: 3 }
        then: { not_repeated: go on }`,
  `- id: after_round
  title: 之后
  after: 2 days from ward_round
  task: { by: nurse }
  due: 1 day`,
  `- id: visit
  day: 0
  expect: { when: encounter.visited }
  wait: until day 6
  then:
    happened: go on
    not_happened:
      - id: why_not
        title: 没来
        at: 10:00
        call: { by: nurse }
        due: 1 day`,
  `- id: wrote
  title: 回复
  when: patient.wrote
  task: { by: nurse, close_when: staff.replied }
  due: 24 hours`,
  `- id: alarm
  title: 紧急
  when: [patient.alarm, patient.wants_call]
  task: { by: nurse, urgent: true }
  due: 30 minutes`,
  `- id: overdue
  when: [enrollment.started, encounter.visited]
  after: 5 days
  at: 09:00
  record: { list: overdue }`,
  `- id: box
  day: 5
  at: 10:00
  gift: { item: recovery_box, by: nurse, check_address: 2 days }
  wait: 3 days
  then: { received: go on, not_received: go on }`,
  `- id: ring
  day: 1 to 2
  at: 20:00
  call: { ring: once }
  late: 30 minutes`,
  `- id: before_surgery
  before: 1 day from surgery
  at: 12:00
  message: { text: 明天手术 }
  missed: tell nurse`,
];

const stops = [
  `- when: encounter.admitted
  do: pause
  until: encounter.discharged
  wait: 4 days
  then: resume`,
  `- day: 9`,
  `- if: pain.score == 10`,
];

const named = /pain\.score/;

/** Any of the pieces, at least two, and any of the stops. */
const plans = new Map<string, Plan>();
export const anyPlan: fc.Arbitrary<Plan> = fc
  .tuple(fc.subarray(pieces, { minLength: 2 }), fc.subarray(stops), fc.constantFrom('3 a day', '1 a day', '2 a week'))
  .map(([some, rules, cap]) => {
    const steps = some.filter((piece) => !piece.includes('from ward_round') || some.some((other) => other.includes('id: ward_round')));
    const kept = rules.filter((rule) => !named.test(rule) || steps.some((piece) => piece.includes('id: pain\n')));
    const key = [...steps, ...kept, cap].join('\n');
    const known = plans.get(key);
    if (known) return known;
    const plan = aPlan({
      steps: steps.join('\n'),
      dates: 'day_0: encounter.discharge_date\nsurgery: encounter.surgery_date',
      contact: `at_most: ${cap}`,
      ...(kept.length > 0 ? { stop: kept.join('\n') } : {}),
    });
    plans.set(key, plan);
    return plan;
  });

/** Something that happens, so many minutes after what happened before. What it means is found in the chart as it is then. */
export type Happening = { after: number; what: string; pick: number; value: number };
const whats = [
  'answer', 'answer', 'answer', 'complete', 'complete', 'claim', 'release', 'no_answer', 'call_back', 'wrong_number', 'refused', 'not_done', 'result',
  'date', 'surgery', 'wrote', 'alarm', 'visited', 'admitted', 'discharged', 'reading', 'replied', 'pause', 'resume', 'again', 'late_word',
  'refused_later', 'read', 'delivered', 'talk', 'opt_out', 'stop', 'died', 'taken_back', 'cancel', 'sleep', 'zone', 'repeat_all',
] as const; // prettier-ignore
const ends: readonly string[] = ['opt_out', 'stop', 'died', 'taken_back'];
export const anyHappening: fc.Arbitrary<Happening> = fc.record({
  after: fc.oneof(
    { arbitrary: fc.integer({ min: 0, max: 900 }), weight: 5 },
    { arbitrary: fc.integer({ min: 900, max: 4000 }), weight: 1 },
  ),
  what: fc.oneof(
    { arbitrary: fc.constantFrom(...whats.filter((what) => !ends.includes(what))), weight: 20 },
    { arbitrary: fc.constantFrom(...whats.filter((what) => ends.includes(what))), weight: 1 },
  ),
  pick: fc.nat(1000),
  value: fc.integer({ min: 0, max: 20 }),
});

export type CarrierTemper = 'accepts' | 'refuses' | 'unknown' | 'later' | 'slow';
export const anyTemper: fc.Arbitrary<CarrierTemper> = fc.oneof(
  { arbitrary: fc.constant('accepts' as const), weight: 6 },
  {
    arbitrary: fc.constantFrom('refuses' as const, 'unknown' as const, 'later' as const, 'slow' as const),
    weight: 1,
  },
);

export type Course = { plan: Plan; beginning: Beginning; happenings: Happening[]; tempers: CarrierTemper[]; days: number };
export const anyCourse: fc.Arbitrary<Course> = fc.record({
  plan: anyPlan,
  beginning: fc.record({
    startedAt: fc.constantFrom('2026-03-10 10:00', '2026-03-11 12:00', '2026-03-14 22:30', '2026-04-30 09:00'),
    discharged: fc.constantFrom('2026-03-11 11:00', '2026-03-12 02:00', '2026-04-30 23:30'),
    patient: fc.constantFrom(
      {},
      { zone: 'America/New_York' },
      { zone: 'Asia/Urumqi', hours: { from: '09:30', to: '11:30' } },
      { addresses: [] },
    ),
  }),
  happenings: fc.array(anyHappening, { maxLength: 25 }),
  tempers: fc.array(anyTemper, { minLength: 1, maxLength: 12 }),
  days: fc.integer({ min: 8, max: 25 }),
});

/** One step of the engine as it was asked: what an observer sees of a course. */
export type Seen = {
  now: Instant;
  before: Chart;
  inputs: Input[];
  stepped: Stepped;
  /** Told by a signal; else the result of what the workflow asked for. */ signal: boolean;
};

export type Lived = { seen: Seen[]; chart: Chart; agenda: AgendaState; messages: (MessageClaimed & { accepted?: Instant })[] };

const minute = 60_000;

/** Lives a course as the workflow and its surroundings do: wakes at the agenda's moments, hands messages to a moody carrier. */
export function liveCourse({ plan, beginning, happenings, tempers, days }: Course): Lived {
  const lived: Lived = { seen: [], chart: aChart(plan, beginning), agenda: emptyAgenda, messages: [] };
  let now = lived.chart.enrollment.startedAt;
  const until = now + days * 86_400_000;
  let mood = 0;
  const waiting: { at: Instant; key: string; word: CarrierWord }[] = [];
  const act = (inputs: Input[], signal: boolean): void => {
    if (inputs.length === 0) return;
    const before = lived.chart;
    const stepped = step(plan, before, inputs, { ...env, now });
    lived.seen.push({ now, before, inputs, stepped, signal });
    lived.chart = stepped.chart;
    lived.agenda = signal
      ? hearWord(lived.agenda, { seq: stepped.agenda.seq, agenda: stepped.agenda })
      : take(lived.agenda, stepped.agenda);
    for (const change of stepped.changes) if (change.kind === 'message') post(change.message);
  };
  const post = (message: MessageClaimed): void => {
    lived.messages.push(message);
    const temper = tempers[mood++ % tempers.length] ?? 'accepts';
    const at = temper === 'slow' ? now + 90 * minute : now;
    waiting.push({ at, key: message.key, word: wordOf(temper, at) });
  };
  const deliver = (): void => {
    for (let i = waiting.findIndex((one) => one.at <= now); i >= 0; i = waiting.findIndex((one) => one.at <= now)) {
      const [one] = waiting.splice(i, 1);
      if (!one) return;
      const sent = lived.messages.find(({ key }) => key === one.key);
      const wanted = stillWanted(lived.chart, one.key);
      if (sent && one.word.word === 'accepted' && wanted) sent.accepted = now;
      act([{ do: 'carried', message: one.key, word: wanted || one.word.word !== 'accepted' ? one.word : { word: 'withdrawn' } }], false);
    }
  };
  act([{ do: 'begin' }], false);
  const rest = [...happenings];
  let nextAt = now + (rest[0]?.after ?? 0) * minute;
  for (let wakes = 0; wakes < 5_000; wakes++) {
    deliver();
    const own = lived.agenda.ended ? undefined : nextMoment(lived.agenda);
    const post_ = waiting.length > 0 ? Math.min(...waiting.map((one) => one.at)) : undefined;
    const at = Math.min(own ?? Infinity, post_ ?? Infinity, rest[0] ? nextAt : Infinity);
    if (at > until) return lived;
    const happening = rest[0];
    if (happening && nextAt <= at) {
      rest.shift();
      now = Math.max(now, nextAt) + (happening.what === 'sleep' ? happening.value * 180 * minute : 0);
      nextAt = now + (rest[0]?.after ?? 0) * minute;
      lived.chart = outside(lived.chart, happening, now);
      act(inputsOf(happening, lived, now), true);
      continue;
    }
    now = Math.max(now, at);
    const due = dueAt(lived.agenda, now);
    if (due.length === 0) continue;
    lived.agenda = without(lived.agenda, due);
    act(
      due.map((item): Input => inputFor(`${lived.chart.enrollment.id}/${item.touch}`, item.touch, item)),
      false,
    );
  }
  throw new Error('the course does not come to rest');
}

/** What is read once more just before the carrier is called (design 3.3). */
function stillWanted(chart: Chart, key: string): boolean {
  const touch = Object.values(chart.touches).find((one) => key.startsWith(`${one.key}/`));
  const { patient, enrollment } = chart;
  return touch !== undefined && !touch.outcome && patient.diedAt === undefined && !patient.optedOut && enrollment.status === 'active';
}

function wordOf(temper: CarrierTemper, at: Instant): CarrierWord {
  switch (temper) {
    case 'accepts':
    case 'slow':
      return { word: 'accepted', at };
    case 'refuses':
      return { word: 'refused', reason: 'rejected' };
    case 'unknown':
      return { word: 'unknown' };
    case 'later':
      return { word: 'later', until: at + 45 * minute };
  }
}

/** What changes in the rows without a word to the engine. */
function outside(chart: Chart, { what, value }: Happening, now: Instant): Chart {
  if (what === 'talk') return { ...chart, staffTalkedAt: now };
  if (what === 'zone') return { ...chart, patient: { ...chart.patient, zone: value > 10 ? 'Europe/London' : 'Asia/Tokyo' } };
  return chart;
}

function inputsOf({ what, pick, value }: Happening, { chart, seen, messages }: Lived, now: Instant): Input[] {
  const all = Object.values(chart.touches);
  const one = all[pick % Math.max(1, all.length)];
  const open = all.filter((touch) => touch.madeAt !== undefined && !touch.outcome);
  const work = open[pick % Math.max(1, open.length)] ?? one;
  const message = messages[pick % Math.max(1, messages.length)]?.key;
  const said = (name: string, more: Partial<EventRecord> = {}): Input[] => [
    { do: 'event', event: { id: `${name}-${now}`, name, at: now, fields: {}, objects: {}, ...more } },
  ];
  const worked = (act: Extract<Input, { do: 'work' }>['work']): Input[] => (work ? [{ do: 'work', touch: work.key, work: act }] : []);
  switch (what) {
    case 'answer':
      return work ? [{ do: 'answer', touch: work.key, answers: answersTo(work, value) }] : [];
    case 'complete':
      return worked({ act: 'complete', by: 'n1', answers: { fine: value > 10 ? 'yes' : 'no' } });
    case 'claim':
      return worked({ act: 'claim', by: 'n1' });
    case 'release':
      return worked({ act: 'release' });
    case 'no_answer':
      return worked({ act: 'no_answer', by: 'n1' });
    case 'call_back':
      return worked({ act: 'call_back', by: 'n1', at: now + value * 60 * minute });
    case 'wrong_number':
      return worked({ act: 'wrong_number', by: 'n1' });
    case 'refused':
      return worked({ act: 'refused', by: 'n1' });
    case 'not_done':
      return worked({ act: 'not_done', by: 'n1', note: '—' });
    case 'result':
      return work ? [{ do: 'result', touch: work.key, outcome: 'received', reason: 'signed' }] : [];
    case 'date':
      return said('encounter.updated', {
        objects: { encounter: { id: 'E1', discharge_date: new Date(now + (value - 10) * 12 * 60 * minute).toISOString() } },
      });
    case 'surgery':
      return said('encounter.updated', {
        objects: { encounter: { id: 'E1', surgery_date: value > 15 ? null : new Date(now + value * 8 * 60 * minute).toISOString() } },
      });
    case 'wrote':
      return said('patient.wrote', { fields: { words: '您好' } });
    case 'alarm':
      return said('patient.alarm', { fields: { words: '胸痛' } });
    case 'visited':
      return said('encounter.visited', { objects: { encounter: { id: `V${now}` } }, at: now - value * 30 * minute });
    case 'admitted':
      return said('encounter.admitted', { objects: { encounter: { id: 'E2' } } });
    case 'discharged':
      return said('encounter.discharged', { objects: { encounter: { id: 'E2' } } });
    case 'reading':
      return said('reading.received', { fields: { code: 'glucose', value } });
    case 'replied':
      return said('staff.replied');
    case 'pause':
      return [{ do: 'pause', ...(value > 10 ? { until: now + value * 60 * minute } : {}) }];
    case 'resume':
      return [{ do: 'resume' }];
    case 'again':
      return one ? [{ do: 'ask_again', touch: one.key }] : [];
    case 'late_word':
      return message ? [{ do: 'carried', message, word: { word: 'accepted', at: now } }] : [];
    case 'refused_later':
      return message ? [{ do: 'refused_later', message, reason: 'bad_number' }] : [];
    case 'read':
    case 'delivered':
      return message ? [{ do: 'reported', message, state: what }] : [];
    case 'opt_out':
      return said('patient.opted_out');
    case 'stop':
      return [{ do: 'stop', reason: 'stopped' }];
    case 'died':
      return said('patient.died');
    case 'taken_back':
      return said('encounter.discharge_cancelled', { objects: { encounter: { id: 'E1' } } });
    case 'cancel':
      return one ? [{ do: 'cancel', touch: one.key }] : [];
    case 'repeat_all':
      return seen[pick % Math.max(1, seen.length)]?.inputs.filter((input) => input.do !== 'begin' && input.do !== 'carried') ?? [];
    default:
      return [];
  }
}

const answersTo = (touch: TouchChart, value: number): Record<string, Value> =>
  touch.step === 'weekly' ? { glucose: 1 + value } : { score: value % 11 };
