/** Pause, resume, stop, and how an enrollment ends (language.md 7.7, 10.6, 10.8). */
import { describe, expect, it } from 'vitest';
import { aPlan } from './a-plan.ts';
import { completes, discharge, does, down, happens, lifeOf, moment, says, written } from './a-life.ts';

const hello = `
- id: hello
  day: 1 to 6
  at: 09:00
  message: { text: 您好 }`;
const round = `
- id: ward_round
  title: 任务
  day: 2
  at: 10:00
  task: { by: nurse }
  due: 1 day`;
const urgent = `
- id: check
  title: 紧急
  day: 2
  at: 10:00
  task: { by: nurse, urgent: true }
  due: 1 hour
  then:
    done:
      - id: thanks
        message: { text: 谢谢 }`;
const pause = `
- when: encounter.admitted
  do: pause
  until: encounter.discharged
  wait: 4 days
  then: resume`;
const other = (at: string, name: string, more = {}) => happens(at, name, { objects: { encounter: { id: 'E2' } }, ...more });

describe('pause', () => {
  it('holds what reaches the patient; tasks and waits go on; on resuming, what is too late says that it was paused', () => {
    const life = lifeOf(aPlan({ steps: hello + round, stop: pause }), {
      moves: [other('2026-03-12 12:00', 'encounter.admitted'), other('2026-03-15 10:00', 'encounter.discharged')],
    });
    expect(life.of('hello')).toEqual([
      '2026-03-12 09:00 sent (by_channel)',
      '[2026-03-13 09:00] expired (paused)',
      '[2026-03-14 09:00] expired (paused)',
      '2026-03-15 10:00 sent (by_channel)',
      '2026-03-16 09:00 sent (by_channel)',
      '2026-03-17 09:00 sent (by_channel)',
    ]);
    expect(life.of('ward_round')).toEqual(['2026-03-13 10:00 not_done (nobody)']);
  });
  it('has an end of its own', () => {
    const life = lifeOf(aPlan({ steps: hello, stop: pause }), { moves: [other('2026-03-12 12:00', 'encounter.admitted')] });
    expect(life.of('hello').filter((one) => one.includes('sent'))).toEqual(
      ['2026-03-12 09:00', '2026-03-16 12:00', '2026-03-17 09:00'].map((at) => `${at} sent (by_channel)`),
    );
    const stopped = lifeOf(aPlan({ steps: hello, stop: pause.replace('then: resume', 'then: stop') }), {
      moves: [other('2026-03-12 12:00', 'encounter.admitted')],
    });
    expect(stopped.chart.enrollment).toMatchObject({ status: 'stopped', endReason: 'stopped', endedAt: moment('2026-03-16 12:00') });
  });
  it('the same admission again, after the discharge, does not pause again; nor does an old discharge end a new pause', () => {
    const admitted = (at: string, of = at) => other(at, 'encounter.admitted', { id: `A${of}`, at: moment(of) });
    const back = (at: string, of = at) => other(at, 'encounter.discharged', { id: `D${of}`, at: moment(of) });
    const again = lifeOf(aPlan({ steps: hello, stop: pause }), {
      moves: [admitted('2026-03-12 12:00'), back('2026-03-13 08:00'), admitted('2026-03-13 20:00', '2026-03-12 12:00')],
      until: '2026-03-14 12:00',
    });
    expect(again.chart.enrollment.status).toBe('active');
    const old = lifeOf(aPlan({ steps: hello, stop: pause }), {
      moves: [
        admitted('2026-03-12 12:00'),
        back('2026-03-13 08:00'),
        admitted('2026-03-13 12:00'),
        back('2026-03-13 20:00', '2026-03-13 08:00'),
      ],
      until: '2026-03-14 12:00',
    });
    expect(old.chart.enrollment.status).toBe('paused');
  });
  it('by a person, and what both said while the system was away', () => {
    const life = lifeOf(aPlan({ steps: hello, stop: pause }), {
      moves: [
        down('2026-03-12 12:00', '2026-03-14 08:40'),
        other('2026-03-12 13:00', 'encounter.admitted'),
        other('2026-03-13 13:00', 'encounter.discharged'),
      ],
      until: '2026-03-14 10:00',
    });
    expect(life.chart.enrollment.status).toBe('active');
    expect(life.of('hello')[2]).toBe('2026-03-14 09:00 sent (by_channel)');
    const person = lifeOf(aPlan({ steps: hello }), {
      moves: [does('2026-03-12 12:00', { do: 'pause', until: moment('2026-03-13 12:00') })],
    });
    expect(person.of('hello').slice(0, 3)).toEqual(
      ['2026-03-12 09:00', '2026-03-13 12:00', '2026-03-14 09:00'].map((at) => `${at} sent (by_channel)`),
    );
  });
  it('a date that moves during a pause moves what the pause holds', () => {
    const life = lifeOf(aPlan({ steps: hello, stop: pause }), {
      moves: [
        other('2026-03-12 12:00', 'encounter.admitted'),
        discharge('2026-03-13 12:00', '2026-03-14 11:00'),
        other('2026-03-14 10:00', 'encounter.discharged'),
      ],
    });
    expect(life.of('hello').map((one) => one.slice(0, 16))).toEqual([
      '2026-03-12 09:00',
      '2026-03-16 09:00',
      '2026-03-17 09:00',
      '2026-03-18 09:00',
      '2026-03-19 09:00',
      '2026-03-20 09:00',
    ]);
  });
});

describe('stop', () => {
  it('cancels what is open, but urgent work goes on, and its ladder, until it is done; nothing follows it any more', () => {
    const plan = aPlan({ steps: hello + round + urgent, stop: '- when: patient.moved_away' });
    const life = lifeOf(plan, { moves: [happens('2026-03-13 10:30', 'patient.moved_away'), completes('2026-03-13 14:00', 'check')] });
    expect(life.of('ward_round')).toEqual(['2026-03-13 10:00 cancelled (stopped)']);
    expect(life.of('check')).toEqual(['2026-03-13 10:00 done (late)']);
    expect(life.touches('check')[0]?.told).toEqual([{ role: 'head_nurse', at: moment('2026-03-13 11:00') }]);
    expect(life.of('thanks')).toEqual([]);
    expect(life.chart.enrollment).toMatchObject({ status: 'stopped', endReason: 'stopped', endedAt: moment('2026-03-13 14:00') });
  });
  it('an alarm is heard also while it is stopping', () => {
    const plan = aPlan({
      steps: `${urgent}\n- id: alarm\n  title: 红旗\n  when: patient.alarm\n  task: { by: nurse, urgent: true }\n  due: 1 hour`,
      stop: '- when: patient.moved_away',
    });
    const life = lifeOf(plan, {
      moves: [happens('2026-03-13 10:30', 'patient.moved_away'), says('2026-03-13 11:30', '胸痛')],
      until: '2026-03-13 12:00',
    });
    expect(life.of('alarm')).toEqual(['2026-03-13 11:30 open']);
  });
  it('`stop: day` is the beginning of that day, and moves with day 0', () => {
    const plan = aPlan({ steps: hello, stop: '- day: 3' });
    expect(lifeOf(plan).of('hello')).toEqual([
      '2026-03-12 09:00 sent (by_channel)',
      '2026-03-13 09:00 sent (by_channel)',
      '[2026-03-14 09:00] cancelled (stopped)',
    ]);
    const moved = lifeOf(plan, { moves: [discharge('2026-03-12 12:00', '2026-03-20 11:00')] });
    expect(moved.chart.enrollment.endedAt).toBe(moment('2026-03-23 00:00'));
    const past = lifeOf(plan, { moves: [discharge('2026-03-12 12:00', '2026-03-01 11:00')] });
    expect(past.chart.enrollment.endedAt).toBe(moment('2026-03-12 12:00'));
  });
  it('`stop: if` is looked at after every outcome, behind the steps that follow at once, and after every event', () => {
    const steps = `
- id: pain
  day: [1, 2]
  at: 09:00
  message: { text: 疼吗 }
  ask: { score: { label: 疼痛, type: number, min: 0, max: 10 } }
  wait: 8 hours
  then:
    answered:
      - id: note_it
        record: { list: pain }
    not_answered: go on`;
    const life = lifeOf(aPlan({ steps, stop: '- if: pain.score == 0' }), { moves: [says('2026-03-12 10:00', '0')] });
    expect(life.of('note_it')).toEqual(['2026-03-12 10:00 recorded']);
    expect(life.of('pain')[1]).toBe('[2026-03-13 09:00] cancelled (stopped)');
    const byEvent = lifeOf(aPlan({ steps, stop: '- if: latest.glucose > 20' }), {
      moves: [happens('2026-03-12 08:00', 'reading.received', { fields: { code: 'glucose', value: 25 } })],
    });
    expect(byEvent.of('pain')).toEqual(['[2026-03-12 09:00] cancelled (stopped)']);
  });
  it('what an event’s outcome asks for at once is done before the same event stops it', () => {
    const steps = `
- id: visit
  day: 0
  expect: { when: encounter.visited }
  wait: until day 9
  then:
    happened:
      - id: note_it
        record: { list: came_back }
    not_happened: go on`;
    const life = lifeOf(aPlan({ steps, stop: '- when: encounter.visited' }), { moves: [other('2026-03-13 10:00', 'encounter.visited')] });
    expect(life.of('note_it')).toEqual(['2026-03-13 10:00 recorded']);
    expect(life.chart.enrollment.status).toBe('stopped');
  });
});

describe('the end', () => {
  it('comes when nothing is left to do', () => {
    const life = lifeOf(aPlan({ steps: hello }));
    expect(life.chart.enrollment).toMatchObject({ status: 'completed' });
    expect(written(life.chart.enrollment.endedAt)).toBe('2026-03-17 09:10');
    expect(life.life.changes.some(({ change }) => change.kind === 'event' && change.event.name === 'enrollment.ended')).toBe(true);
  });
  it('not while a step listens', () => {
    const life = lifeOf(
      aPlan({ steps: `${hello}\n- id: reply\n  title: 回复\n  when: patient.wrote\n  task: { by: nurse }\n  due: 1 day` }),
    );
    expect(life.chart.enrollment.status).toBe('active');
  });
});
