import { describe, expect, it } from 'vitest';
import type { Chart, EventRecord, TouchChart } from '../../engine/chart.ts';
import type { Standpoint } from '../../engine/judge.ts';
import type { Expr, Plan, Question, Step, Template, Text } from '../../engine/plan.ts';
import { createJudge } from '../../language/judge.ts';

const judge = createJudge();
const now = Date.parse('2026-03-12T02:00:00Z'); // 10:00 in Shanghai
const hour = 3_600_000;
const expr = (source: string): Expr => ({ source, uses: [], line: 1, column: 1 });
const text = (...template: Template): Text => ({ kind: 'words', in: { 'zh-CN': template } });
const hole = (name: string, ...filters: string[]) => ({ name, filters: filters.map((one) => ({ name: one as 'date' })) });

const label = (zh: string, en: string): Text => ({ kind: 'words', in: { 'zh-CN': [zh], en: [en] } });
const spirits: Question = { name: 'spirits', label: label('精神', 'Spirits'), type: 'choice', options: [{ code: 'good', label: label('好', 'Good') }, { code: 'poor', label: label('差', 'Poor') }] }; // prettier-ignore
const aStep = (id: string, questions: Question[] = []): Step => ({ id, kind: 'message', questions }) as unknown as Step;

const aPlan = (more: Partial<Plan> = {}): Plan => ({
  format: 1,
  sop: 'cardiology/x',
  title: text('x'),
  hash: '',
  start: { on: 'event', events: ['encounter.discharged'], if: [], again: 'keep', notWith: [], replaces: [] },
  dates: { day_0: expr('encounter.discharge_date'), next_cycle: expr('encounter.surgery_date') },
  contact: {},
  people: { nurse: { team: 'nurses', person: expr('encounter.nurse') }, doctor: { team: 'doctors' } },
  stops: [],
  facts: { fever: expr('latest.temperature >= 38'), worried: expr('fever || pain.score > 5') },
  steps: [aStep('pain'), aStep('call', [spirits]), aStep('solve'), aStep('verify')],
  measures: [],
  ...more,
});

const aTouch = (key: string, more: Partial<TouchChart> = {}): TouchChart => ({
  key,
  step: key.split('/')[0]!,
  occurrence: key,
  round: 1,
  plannedAt: 0,
  madeAt: now - hour,
  ...more,
});
const touches = (...all: TouchChart[]) => Object.fromEntries(all.map((touch) => [touch.key, touch]));
const anEvent = (fields: EventRecord['fields'], at = now): EventRecord => ({ id: 'e', name: 'patient.wrote', at, fields, objects: {} });

function aChart(
  more: {
    enrollment?: Partial<Chart['enrollment']>;
    patient?: Partial<Chart['patient']>;
    touches?: Chart['touches'];
    tallies?: Chart['tallies'];
  } = {},
): Chart {
  return {
    house: {
      hospital: { name: '市一医院', phone: '0571-1' },
      contact: { timeZone: 'Asia/Shanghai' },
      people: { service: { team: 'service' } },
      systems: {},
      calendars: {},
    },
    patient: { id: 'p', fields: { name: '王芳', birth_date: '1963-03-13' }, addresses: [], relatives: [], consents: [], optedOut: false, readings: [{ code: 'temperature', value: 39, at: now - 5 * hour }, { code: 'temperature', value: 37, at: now - hour }], ...more.patient }, // prettier-ignore
    enrollment: {
      id: 'n',
      sop: 'cardiology/x',
      status: 'active',
      because: '进入预警人群',
      startedAt: now - 48 * hour,
      startEvent: anEvent({ words: '开始' }, now - 48 * hour),
      objects: { encounter: { department: 'cardiology', nurse: '李护士', doctor: { name: '周医生', phone: '8' } } },
      dates: { day_0: '2026-03-10T03:00:00Z', next_cycle: null },
      pace: {},
      variants: { pain: 'plain' },
      seq: 1,
      ...more.enrollment,
    },
    touches: more.touches ?? {},
    tallies: more.tallies ?? {},
    contacts: [],
    coming: [],
    others: [],
    events: [],
  };
}

const at = (more: Partial<Standpoint> = {}): Standpoint => ({ plan: aPlan(), chart: aChart(), now, ...more });
const value = (source: string, standpoint = at()) => {
  const found = judge.value(expr(source), standpoint);
  return 'value' in found ? found.value : `? ${found.unknown}`;
};

describe('names', () => {
  it.each([
    ['patient.name', '王芳'],
    ['patient.age', 62],
    ['patient.age_months', 755],
    ['patient.city', '? patient.city'],
    ['encounter.department', 'cardiology'],
    ['encounter.nurse', '李护士'],
    ['encounter.nurse.name', '李护士'],
    ['encounter.doctor.name', '周医生'],
    ['appointment.time', '? appointment.time'],
    ['event.words', '开始'],
    ['latest.temperature', 37],
    ['latest.glucose', '? latest.glucose'],
    ['today', '2026-03-12'],
    ['now', '2026-03-12T02:00:00.000Z'],
    ['enrollment.because', '进入预警人群'],
    ['enrollment.day', 2],
    ['enrollment.started_at', '2026-03-10T02:00:00.000Z'],
    ['day_0', '2026-03-10T03:00:00Z'],
    ['next_cycle', '? next_cycle'],
    ['nurse.name', '李护士'],
    ['doctor.name', '? doctor.name'],
    ['fever', false],
    ['worried', '? pain.score'],
    ['hospital.phone', '0571-1'],
    ['department.name', '? department.name'],
    ['nothing', '? nothing'],
    ['constructor', '? constructor'],
    ['patient.constructor', '? patient.constructor'],
    ['pain.times', 0],
    ['pain.variant', 'plain'],
    ['pain.outcome', '? pain.outcome'],
    ['pain.constructor', '? pain.constructor'],
  ])('%s is %s', (source, expected) => {
    expect(value(source)).toEqual(expected);
  });

  it('a patient’s own age stands before the one counted from the birth date', () => {
    expect(value('patient.age', at({ chart: aChart({ patient: { fields: { age: 58, birth_date: '1963-03-13' } } }) }))).toBe(58);
  });
});

describe('the touch that is meant', () => {
  const first = aTouch('pain/1', { madeAt: now - 50 * hour, answers: { score: 7 }, outcome: 'answered' });
  const second = aTouch('pain/2', { madeAt: now - 26 * hour, answers: { score: 2 }, outcome: 'answered' });
  const armed: TouchChart = { key: 'pain/3', step: 'pain', occurrence: '3', round: 1, plannedAt: 0, target: now + hour };

  it('is the newest one that happened; one that is only planned says nothing', () => {
    expect(value('pain.score', at({ chart: aChart({ touches: touches(second, armed, first) }) }))).toBe(2);
  });

  it('under its then, the very touch that led here, however many came after', () => {
    const led = aTouch('call/1', { parent: 'pain/1' });
    const below = aTouch('solve/1', { parent: 'call/1' });
    const chart = aChart({ touches: touches(first, second, led, below) });
    expect(value('pain.score', at({ chart, touch: led }))).toBe(7);
    expect(value('pain.score > 5', at({ chart, touch: below }))).toBe(true);
    expect(value('worried', at({ chart, touch: below }))).toBe(true);
  });

  it('in a repeat, the nearest round', () => {
    const solve1 = aTouch('solve/1', { answers: { solution: 'a' } });
    const verify1 = aTouch('verify/1', { parent: 'solve/1', answers: { solved: 'no' } });
    const solve2 = aTouch('solve/1~2', { parent: 'verify/1', round: 2, answers: { solution: 'b' } });
    const verify2 = aTouch('verify/1~2', { parent: 'solve/1~2', round: 2, answers: { solved: 'yes' } });
    const chart = aChart({ touches: touches(solve1, verify1, solve2, verify2) });
    expect(value('solve.solution', at({ chart, touch: verify2 }))).toBe('b');
    expect(value('solve.solution', at({ chart, touch: verify1 }))).toBe('a');
    expect(value('verify.solved', at({ chart, touch: verify2 }))).toBe('yes');
  });

  it('event and occurrence are those of the touch or of one above', () => {
    const reply = aTouch('call/1', { event: anEvent({ words: '能洗澡吗' }), occurrenceDate: '2026-03-27', number: 3 });
    const below = aTouch('solve/1', { parent: 'call/1' });
    const chart = aChart({ touches: touches(reply, below) });
    expect(value('event.words', at({ chart, touch: below }))).toBe('能洗澡吗');
    expect(value('event.words', at({ chart, touch: below, event: anEvent({ words: '现在' }) }))).toBe('现在');
    expect(value('occurrence.date', at({ chart, touch: below }))).toBe('2026-03-27');
    expect(value('occurrence.number', at({ chart, touch: below }))).toBe(3);
  });

  it('how it went', () => {
    const done = aTouch('solve/1', {
      madeAt: now - 30 * hour,
      claimedAt: now - 28 * hour,
      endedAt: now - 6 * hour,
      outcome: 'done',
      reason: 'late',
      late: true,
      role: 'nurse',
      person: '李护士',
      score: 4,
    });
    const chart = aChart({ touches: touches(done), tallies: { solve: { made: 3, answered: 2, missedInARow: 1 } } });
    const all = [
      'outcome',
      'outcome_reason',
      'made_at',
      'made_by',
      'was_late',
      'times',
      'times_answered',
      'missed_in_a_row',
      'hours_to_claim',
      'hours_to_done',
      'score',
    ];
    expect(all.map((field) => value(`solve.${field}`, at({ chart })))).toEqual([
      'done',
      'late',
      '2026-03-10T20:00:00.000Z',
      '李护士',
      true,
      3,
      2,
      1,
      2,
      24,
      4,
    ]);
  });

  it('what was stopped was never done, so it is no figure', () => {
    const stopped = aTouch('solve/1', { endedAt: now, outcome: 'cancelled' });
    expect(value('solve.hours_to_done', at({ chart: aChart({ touches: touches(stopped) }) }))).toBe('? solve.hours_to_done');
  });

  it('a ring of parents, which never is, does not hang', () => {
    const chart = aChart({ touches: touches(aTouch('call/1', { parent: 'solve/1' }), aTouch('solve/1', { parent: 'call/1' })) });
    expect(value('pain.score', at({ chart, touch: chart.touches['call/1']! }))).toBe('? pain.score');
  });
});

describe('holds', () => {
  const all = (...sources: string[]) => judge.holds(sources.map(expr), at());
  it('an empty list holds; all must hold', () => {
    expect(all()).toEqual({ is: true });
    expect(all('patient.age > 60', 'encounter.department == "cardiology"')).toEqual({ is: true });
  });
  it('false decides, whatever is unknown before or after it', () => {
    expect(all('patient.city == "x"', 'patient.age > 70')).toEqual({ is: false });
    expect(all('patient.age > 70', 'patient.city == "x"')).toEqual({ is: false });
  });
  it('unknown names what is missing', () => {
    expect(all('patient.age > 60', 'patient.city == "x"')).toEqual({ is: 'unknown', name: 'patient.city' });
  });
  it('a value that is neither true nor false is unknown', () => {
    expect(all('patient.name')).toEqual({ is: 'unknown', name: 'patient.name' });
  });
  it('facts in a ring, which the compiler refuses, do not hang', () => {
    const plan = aPlan({ facts: { a: expr('b'), b: expr('a') } });
    expect(judge.holds([expr('a')], at({ plan }))).toMatchObject({ is: 'unknown' });
  });
  it('a question of a form sees the other answers', () => {
    expect(judge.holds([expr('visit == "not_coming"')], at({ answers: { visit: 'not_coming' } }))).toEqual({ is: true });
    expect(judge.holds([expr('visit == "not_coming"')], at({ answers: {} }))).toEqual({ is: 'unknown', name: 'visit' });
  });
});

describe('words', () => {
  it('in the patient’s language', () => {
    const both: Text = { kind: 'words', in: { 'zh-CN': ['你好，', hole('patient.name')], en: ['Hello, ', hole('patient.name')] } };
    expect(judge.render(both, at())).toEqual({ words: '你好，王芳', language: 'zh-CN' });
    expect(judge.render(both, at({ chart: aChart({ patient: { language: 'en', fields: { name: '王芳' } } }) }))).toEqual({
      words: 'Hello, 王芳',
      language: 'en',
    });
  });

  it('with links and what the hospital is called', () => {
    expect(judge.render(text(hole('link.survey'), ' ', hole('hospital.name')), at({ links: { survey: 'https://h/1' } }))).toMatchObject({
      words: 'https://h/1 市一医院',
    });
    expect(judge.render(text(hole('referral.link')), at({ links: { 'referral.link': 'https://h/r' } }))).toMatchObject({
      words: 'https://h/r',
    });
  });

  it('picked by a value; unknown or without words of its own: other', () => {
    const pick: Text = {
      kind: 'pick',
      by: expr('encounter.department'),
      of: { cardiology: { 'zh-CN': ['心内'] }, other: { 'zh-CN': ['别科'] } },
    };
    expect(judge.render(pick, at())).toMatchObject({ words: '心内' });
    expect(judge.render({ ...pick, by: expr('encounter.disease') }, at())).toMatchObject({ words: '别科' });
    expect(judge.render({ ...pick, by: expr('patient.name') }, at())).toMatchObject({ words: '别科' });
  });

  it('a gap is told, not filled', () => {
    expect(judge.render(text('您好', hole('patient.city')), at())).toEqual({ gap: 'patient.city' });
  });

  it('dates on the hospital’s clock', () => {
    expect(judge.render(text(hole('day_0', 'date'), hole('day_0', 'time')), at())).toMatchObject({ words: '3月10日上午11点' });
  });

  it('an answer by its label, in the reader’s language', () => {
    const chart = aChart({ touches: touches(aTouch('call/1', { answers: { spirits: 'poor' } })) });
    expect(judge.render(text(hole('call.spirits')), at({ chart }))).toMatchObject({ words: '差' });
  });
});

describe('replies', () => {
  it('are understood by the labels of every language', () => {
    expect(judge.understand(spirits, 'Poor', at())).toEqual({ answers: { spirits: 'poor' } });
    expect(judge.understand(spirits, '挺好的', at())).toEqual({ answers: { spirits: 'good' } });
    expect(judge.understand(spirits, '能洗澡吗', at())).toEqual({ notUnderstood: true });
  });
  it('trap 7: an alarm word first', () => {
    expect(judge.triage('还是止不住血怎么办', ['止不住'])).toBe('alarm');
  });
});
