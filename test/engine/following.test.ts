/** What follows what: other steps' ends, dates that come late, days that fold together, rounds (language.md 4, 10.3–10.7). */
import { describe, expect, it } from 'vitest';
import { aPlan } from './a-plan.ts';
import { answers, completes, discharge, happens, lifeOf, moment, says, written } from './a-life.ts';

const surgery = (at: string, date: string | null) =>
  happens(at, 'encounter.updated', {
    objects: { encounter: { id: 'E1', surgery_date: date === null ? null : new Date(moment(date)).toISOString() } },
  });
/** Keeps the enrollment going. */
const stillThere = `\n- id: still_there\n  day: 60\n  at: 10:00\n  message: { text: 您好 }`;

const dates = 'day_0: encounter.discharge_date\nsurgery: encounter.surgery_date';

describe('never the second half without the first (language.md 10.6)', () => {
  const steps = `
- id: first
  title: 一
  day: 1
  at: 09:00
  if: patient.age > 300
  task: { by: nurse }
  due: 1 day
- id: second
  after: 1 day from first
  at: 10:00
  message: { text: 二 }
- id: third
  title: 三
  after: 1 day from second
  task: { by: nurse }
  due: 1 day`;
  it('what it follows did not happen: skipped (no_base), and so is what follows that', () => {
    const life = lifeOf(aPlan({ steps }), { patient: { fields: { name: '王芳', age: 60 } } });
    expect(life.of('second')).toEqual(['[—] skipped (no_base)']);
    expect(life.of('third')).toEqual(['[—] skipped (no_base)']);
  });
  it('it did happen: counted from its end', () => {
    const life = lifeOf(aPlan({ steps }), {
      patient: { fields: { name: '王芳', age: 301 } },
      moves: [completes('2026-03-12 15:00', 'first')],
    });
    expect(life.of('second')).toEqual(['2026-03-13 10:00 sent (by_channel)']);
    expect(life.of('third')[0]).toContain('2026-03-14 10:05');
  });
  it('it was left out, and then its date moved and it happened after all', () => {
    const plan = aPlan({ steps: steps.replace('  if: patient.age > 300\n', '') + stillThere });
    const life = lifeOf(plan, {
      startedAt: '2026-03-14 12:00',
      moves: [discharge('2026-03-14 13:00', '2026-03-15 11:00'), completes('2026-03-16 10:00', 'first')],
    });
    expect(life.of('first')).toEqual(['2026-03-16 09:00 done (on_time)']);
    expect(life.of('second')).toEqual(['2026-03-17 10:00 sent (by_channel)']);
  });
});

it('a step under a `then` that counts from another step, which has ended before', () => {
  const steps = `
- id: other
  title: 别的
  day: 0
  at: 12:00
  task: { by: nurse }
  due: 1 day
- id: pain
  day: 1
  at: 09:00
  message: { text: 疼吗 }
  ask: { score: { label: 疼痛, type: number, min: 0, max: 10 } }
  wait: 8 hours
  then:
    answered:
      - id: talk
        title: 谈谈
        after: 3 days from other
        task: { by: nurse }
        due: 1 day
    not_answered: go on`;
  const life = lifeOf(aPlan({ steps }), { moves: [completes('2026-03-11 14:00', 'other'), says('2026-03-12 10:00', '3')] });
  expect(life.of('talk')[0]).toContain('2026-03-14 14:00');
});

it('a `when` step under a `then` listens only after that outcome', () => {
  const steps = `
- id: pain
  day: 1
  at: 09:00
  message: { text: 疼吗 }
  ask: { score: { label: 疼痛, type: number, min: 0, max: 10 } }
  wait: 8 hours
  then:
    answered:
      - id: visited
        title: 来了
        when: encounter.visited
        task: { by: nurse }
        due: 1 day
    not_answered: go on`;
  const visit = (at: string) => happens(at, 'encounter.visited', { objects: { encounter: { id: `V${at}` } } });
  const life = lifeOf(aPlan({ steps }), {
    moves: [visit('2026-03-12 08:00'), answers('2026-03-12 10:00', 'pain', { score: 1 }), visit('2026-03-12 12:00')],
    until: '2026-03-12 13:00',
  });
  expect(life.of('visited')).toEqual(['2026-03-12 12:00 open']);
});

it('a deadline that counts from another step’s end is known when that ends', () => {
  const steps = `
- id: lab
  title: 化验
  day: 1
  at: 09:00
  task: { by: nurse }
  due: 5 days
- id: report
  title: 报告
  day: 1
  at: 09:00
  task: { by: nurse }
  due: 2 days from lab`;
  const life = lifeOf(aPlan({ steps }), { moves: [completes('2026-03-13 10:00', 'lab')], until: '2026-03-16 09:00' });
  expect(life.touches('report')[0]).toMatchObject({
    dueAt: moment('2026-03-15 10:00'),
    told: [{ role: 'head_nurse', at: moment('2026-03-15 10:00') }],
  });
});

describe('touches of one step shifted to one date (language.md 10.4)', () => {
  it('the first is made, the others are skipped (same_day)', () => {
    const steps = `- id: hello\n  day: [3, 4, 5]\n  at: 10:00\n  shift: next work day\n  message: { text: 您好 }`;
    expect(lifeOf(aPlan({ steps })).of('hello').sort()).toEqual(
      ['2026-03-16 10:00 sent (by_channel)', '[2026-03-16 10:00] skipped (same_day)', '[2026-03-16 10:00] skipped (same_day)'].sort(),
    );
  });
  it('also in a rhythm, over a long holiday', () => {
    const steps = `- id: hello\n  every: day\n  at: 10:00\n  shift: next work day\n  message: { text: 您好 }\n  ends: day 8`;
    const plan = aPlan({
      steps: steps.replace('  ends: day 8', '').replace('every: day\n', 'every: day\n  starts: day 0\n  ends: day 8\n'),
    });
    const life = lifeOf(plan, { discharged: '2026-04-30 08:00' });
    expect(life.of('hello').filter((one) => !one.startsWith('['))).toEqual([
      '2026-04-30 10:00 sent (by_channel)',
      '2026-05-06 10:00 sent (by_channel)',
      '2026-05-07 10:00 sent (by_channel)',
      '2026-05-08 10:00 sent (by_channel)',
    ]);
    expect(life.of('hello').filter((one) => one.includes('same_day'))).toHaveLength(5);
  });
  it('after the date has moved they are planned again', () => {
    const steps = `- id: hello\n  day: [3, 4]\n  at: 10:00\n  shift: next work day\n  message: { text: 您好 }`;
    const life = lifeOf(aPlan({ steps: steps + stillThere }), { moves: [discharge('2026-03-16 12:00', '2026-03-17 11:00')] });
    expect(life.of('hello')).toContain('2026-03-16 10:00 sent (by_channel)');
    // Day 4 is the Saturday now, which goes to the Monday.
    expect(life.of('hello')).toContain('2026-03-23 10:00 sent (by_channel)');
  });
});

describe('dates that come late (language.md 10.7)', () => {
  const steps = `
- id: before
  before: 1 day from surgery
  at: 12:00
  message: { text: 明天手术 }
  missed: tell nurse
- id: weekly
  every: week on Mon
  at: 09:00
  starts: surgery
  message: { text: 每周 }
  ask: { score: { label: 疼痛, type: number, min: 0, max: 10 } }
  wait: 1 day
  then: { not_answered: go on }`;
  const plan = aPlan({ steps, dates, stop: '- day: 30' });
  it('known later: the touch appears; moved: it moves; lost: it waits again', () => {
    const known = lifeOf(plan, { moves: [surgery('2026-03-12 10:00', '2026-03-20 08:00')], until: '2026-03-19 13:00' });
    expect(known.of('before')).toEqual(['2026-03-19 12:00 sent (by_channel)']);
    const moved = lifeOf(plan, {
      moves: [surgery('2026-03-12 10:00', '2026-03-20 08:00'), surgery('2026-03-13 10:00', '2026-03-25 08:00')],
      until: '2026-03-30 09:30',
    });
    expect(moved.of('before')).toEqual(['2026-03-24 12:00 sent (by_channel)']);
    expect(moved.of('weekly').filter((one) => !one.includes('replaced'))).toEqual(['2026-03-30 09:00 open', '[2026-04-06 09:00] waits']);
    const lost = lifeOf(plan, {
      moves: [surgery('2026-03-12 10:00', '2026-03-20 08:00'), surgery('2026-03-13 10:00', null)],
      until: '2026-03-25 13:00',
    });
    expect(lost.of('before')).toEqual(['[—] waits']);
  });
  it('moved to and fro, a rhythm goes on with its dates, none twice', () => {
    const life = lifeOf(plan, {
      moves: [
        surgery('2026-03-12 10:00', '2026-03-20 08:00'),
        surgery('2026-03-13 10:00', '2026-03-30 08:00'),
        surgery('2026-03-14 10:00', '2026-03-20 08:00'),
      ],
      until: '2026-04-09 08:00',
    });
    expect(life.of('weekly').filter((one) => one.includes('silence'))).toEqual([
      '2026-03-23 09:00 not_answered (silence)',
      '2026-03-30 09:00 not_answered (silence)',
      '2026-04-06 09:00 not_answered (silence)',
    ]);
  });
  it('never known: skipped (no_date) when it ends, and somebody is told of it', () => {
    const life = lifeOf(plan);
    expect(life.of('before')).toEqual(['[—] skipped (no_date)']);
    expect(life.of('weekly')).toEqual(['[—] skipped (no_date)']);
    const tasks = life.life.changes.flatMap(({ change, at }) =>
      change.kind === 'task' ? [[change.task.step, change.task.role, written(at)]] : [],
    );
    expect(tasks).toEqual([['missed_steps', 'nurse', '2026-04-10 00:00']]);
  });
  it('without a stop it goes on waiting: the promise still stands', () => {
    const life = lifeOf(aPlan({ steps, dates }), { until: '2027-03-11 11:00' });
    expect(life.chart.enrollment.status).toBe('active');
  });
});

describe('rounds (language.md 5, repeat)', () => {
  const steps = `
- id: solve
  title: 解决
  task: { by: nurse }
  due: 1 day
  then:
    done:
      - id: verify
        after: 1 day
        at: 10:00
        message: { text: 解决了吗 }
        ask: { solved: { label: 解决了吗, type: yes_no } }
        wait: 1 day
        then:
          answered:
            - id: again
              if: verify.solved == "no"
              repeat: { step: solve, at_most: 2, one_level_up: true }
              then:
                not_repeated:
                  - id: boss
                    title: 请领导
                    task: { by: chief, urgent: true }
                    due: 1 hour
                    then: { not_done: go on }
          not_answered: go on`;
  it('a second round has followers of its own, one level up, and after the last one it is said', () => {
    const life = lifeOf(aPlan({ steps }), {
      moves: [
        completes('2026-03-11 12:00', 'solve'),
        says('2026-03-12 11:00', '没有'),
        completes('2026-03-12 12:00', 'solve'),
        says('2026-03-13 11:00', '没有'),
      ],
      until: '2026-03-13 12:00',
    });
    expect(life.touches('solve').map(({ occurrence, round, role }) => [occurrence, round, role])).toEqual([
      ['once', 1, 'nurse'],
      ['once~2', 2, 'head_nurse'],
    ]);
    expect(life.of('verify')).toEqual(['2026-03-12 10:00 answered (answer)', '2026-03-13 10:00 answered (answer)']);
    expect(life.of('again')).toEqual(['2026-03-12 11:00 repeated', '2026-03-13 11:00 not_repeated (at_most)']);
    expect(life.of('boss')).toEqual(['2026-03-13 11:00 open']);
  });
  it('a round that is held stays where it is when the date moves: its moment is the outcome’s', () => {
    const daily = `
- id: ask
  day: 1
  at: 09:00
  message: { text: 好吗 }
  ask: { ok: { label: 好吗, type: yes_no } }
  wait: 8 hours
  then:
    answered:
      - id: once_more
        if: ask.ok == "no"
        repeat: { step: ask, at_most: 2 }
        then: { not_repeated: go on }
    not_answered: go on`;
    const life = lifeOf(aPlan({ steps: daily, contact: 'at_most: 1 a day' }), {
      moves: [says('2026-03-12 16:00', '没有'), discharge('2026-03-12 18:00', '2026-03-20 11:00')],
      until: '2026-03-13 12:00',
    });
    expect(life.touches('ask').map(({ occurrence, target }) => [occurrence, written(target)])).toEqual([
      ['1', '2026-03-12 09:00'],
      ['1~2', '2026-03-12 16:00'],
    ]);
    const moved = lifeOf(aPlan({ steps: daily }), {
      moves: [discharge('2026-03-12 12:00', '2026-03-20 11:00'), says('2026-03-12 16:00', '没有')],
      until: '2026-03-12 17:00',
    });
    expect(moved.of('ask')).toEqual(['2026-03-12 09:00 answered (answer)', '2026-03-12 16:00 open']);
  });
  it('a round of a step that comes by day or rhythm stands beside its own course', () => {
    const rhythm = `
- id: check
  title: 检查
  every: 2 days
  starts: day 1
  ends: day 5
  at: 09:00
  task: { by: nurse }
  ask: { ok: { label: 好吗, type: yes_no } }
  due: 4 hours
  then:
    done:
      - id: once_more
        if: check.ok == "no"
        repeat: { step: check, at_most: 2 }
        then: { not_repeated: go on }`;
    const life = lifeOf(aPlan({ steps: rhythm }), {
      moves: [completes('2026-03-12 10:00', 'check', { ok: 'no' }), completes('2026-03-12 11:00', 'check', { ok: 'yes' })],
    });
    expect(life.of('check').slice(0, 2)).toEqual(['2026-03-12 09:00 done (on_time)', '2026-03-12 10:00 done (on_time)']);
    expect(life.touches('check').map((touch) => touch.occurrence)).toEqual(['2026-03-12', '2026-03-12~2', '2026-03-14', '2026-03-16']);
  });
});

describe('`when` with `after` (language.md 4)', () => {
  const plan = aPlan({
    steps: `- id: overdue\n  when: [enrollment.started, encounter.visited]\n  after: 10 days\n  at: 09:00\n  record: { list: overdue }`,
  });
  const visit = (at: string, id: string, when = at) =>
    happens(at, 'encounter.visited', { id, at: moment(when), objects: { encounter: { id } } });
  it('a newer event replaces the one still pending; the same one again changes nothing', () => {
    const life = lifeOf(plan, {
      moves: [visit('2026-03-15 10:00', 'V1'), visit('2026-03-16 10:00', 'V1', '2026-03-15 10:00')],
      until: '2026-03-30 10:00',
    });
    expect(life.of('overdue').filter((one) => !one.includes('replaced'))).toEqual(['2026-03-25 09:00 recorded']);
  });
  it('an older one that is only heard late does not', () => {
    const life = lifeOf(plan, {
      moves: [visit('2026-03-15 10:00', 'V2'), visit('2026-03-16 10:00', 'V1', '2026-03-13 10:00')],
      until: '2026-03-30 10:00',
    });
    expect(life.of('overdue').filter((one) => !one.includes('replaced'))).toEqual(['2026-03-25 09:00 recorded']);
  });
});

describe('pace (language.md 10.3)', () => {
  it('another rhythm and back, and its dates come again', () => {
    const steps = `
- id: log
  every: week on Mon
  at: 08:30
  pace: [{ if: latest.glucose > 10, every: 3 days, until: latest.glucose < 8 }]
  message: { text: 血糖 }
  ask: { glucose: { label: 血糖, type: number, min: 1, max: 40, record: glucose } }
  wait: 1 day
  then: { not_answered: go on }`;
    const reading = (at: string, value: number) => happens(at, 'reading.received', { fields: { code: 'glucose', value } });
    const life = lifeOf(aPlan({ steps }), {
      moves: [reading('2026-03-17 12:00', 12), reading('2026-03-18 12:00', 7)],
      until: '2026-03-24 12:00',
    });
    expect(life.of('log')).toEqual(
      [
        '2026-03-16 08:30 not_answered (silence)',
        '[2026-03-19 08:30] cancelled (replaced)',
        '2026-03-23 08:30 not_answered (silence)',
      ].concat(life.of('log').slice(3)),
    );
  });
});

it('a patient who has moved to another zone is reached at the hour of that place', () => {
  const plan = aPlan({ steps: `- id: hello\n  day: [1, 2]\n  at: 09:00\n  message: { text: 您好 }` });
  const life = lifeOf(plan, {
    moves: [{ at: moment('2026-03-11 20:00'), look: (chart) => void (chart.patient.zone = 'Europe/London') }],
  });
  expect(life.messages.map((message) => written(message.sentAt, 'Europe/London'))).toEqual(['2026-03-12 09:00', '2026-03-13 09:00']);
});

it('urgent work whose condition is not known is opened, and says what is not known', () => {
  const steps = `- id: check\n  title: 看看\n  if: patient.age > 60\n  task: { by: nurse, urgent: true }\n  due: 1 hour`;
  const life = lifeOf(aPlan({ steps }), { until: '2026-03-11 11:30' });
  expect(life.of('check')).toEqual(['2026-03-11 11:00 open']);
  const [task] = life.life.changes.flatMap(({ change }) => (change.kind === 'task' ? [change.task] : []));
  expect(task?.because).toContain('不知道 patient.age');
  expect(lifeOf(aPlan({ steps: steps.replace(', urgent: true', '') }), { until: '2026-03-11 11:30' }).of('check')).toEqual([
    '[2026-03-11 11:00] skipped (unknown)',
  ]);
});
