/** A patient taken over in mid-course: the same future as if the course had been lived through here. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chart, TouchChart } from '../../engine/chart.ts';
import type { HistoryEntry } from '../../engine/history.ts';
import { live } from '../../engine/live.ts';
import type { Move } from '../../engine/live.ts';
import type { Plan } from '../../engine/plan.ts';
import { step } from '../../engine/step.ts';
import { aChart, answers, env, moment, written } from './a-life.ts';
import { aPlan } from './a-plan.ts';

/** What a chart tells of what was done, as another system would: only what was made or has ended. */
function historyOf(chart: Chart): HistoryEntry[] {
  return Object.values(chart.touches)
    .filter((touch) => touch.madeAt !== undefined || touch.outcome)
    .map(({ step: id, occurrence, outcome, reason, madeAt, endedAt, answers: given }): HistoryEntry => ({
      step: id,
      occurrence,
      at: endedAt ?? madeAt ?? 0,
      ...(outcome ? { outcome } : {}),
      ...(reason ? { reason } : {}),
      ...(given ? { answers: given } : {}),
    }));
}

const takenOver = (plan: Plan, history: HistoryEntry[], now: string) =>
  step(plan, aChart(plan), [{ do: 'begin', history }], { ...env, now: moment(now) });

describe('taken over', () => {
  const plan = aPlan({
    steps: `
- id: pain
  title: 疼痛评分
  day: [1, 2, 3]
  at: 09:00
  message: { text: 疼吗 }
  ask: { score: { label: 疼痛, type: number, min: 0, max: 10 } }
  wait: 8 hours
  then:
    answered:
      - id: look
        title: 看看
        if: pain.score > 5
        task: { by: nurse }
        due: 2 days
    not_answered: go on
- id: weekly
  every: week on Mon
  at: 08:30
  pace: [{ if: latest.glucose > 10, every: 3 days, until: latest.glucose < 8 }]
  message: { text: 血糖 }
  ask: { glucose: { label: 血糖, type: number, min: 1, max: 40, record: glucose } }
  wait: 2 days
  then: { not_answered: go on }`,
    stop: '- if: pain.score == 10\n- day: 40',
  });
  const done = (
    id: string,
    occurrence: string,
    outcome: HistoryEntry['outcome'],
    at: string,
    given?: HistoryEntry['answers'],
  ): HistoryEntry => ({
    step: id,
    occurrence,
    at: moment(at),
    ...(outcome ? { outcome } : {}),
    ...(given ? { answers: given } : {}),
  });

  it('what was done is done, nothing of it is sent again, and the rest comes by its rule', () => {
    const { chart, sends } = takenOver(
      plan,
      [done('pain', '1', 'answered', '2026-03-12 10:00', { score: 7 }), done('look', '1', 'done', '2026-03-12 12:00')],
      '2026-03-13 08:00',
    );
    expect(sends).toEqual([]);
    expect(chart.touches['e1/pain/1']).toMatchObject({ outcome: 'answered', answers: { score: 7 }, endedAt: moment('2026-03-12 10:00') });
    expect(chart.touches['e1/look/1']).toMatchObject({ outcome: 'done', parent: 'e1/pain/1' });
    expect(chart.touches['e1/pain/2']).toMatchObject({ target: moment('2026-03-13 09:00') });
  });

  it('work that is open elsewhere stands in the inbox here', () => {
    const begun = takenOver(
      plan,
      [done('pain', '1', 'answered', '2026-03-12 10:00', { score: 7 }), done('look', '1', undefined, '2026-03-12 10:00')],
      '2026-03-13 08:00',
    );
    const tasks = begun.changes.flatMap((change) => (change.kind === 'task' ? [change.task] : []));
    expect(tasks).toMatchObject([
      { touch: 'e1/look/1', role: 'nurse', openedAt: moment('2026-03-12 10:00'), dueAt: moment('2026-03-14 10:00') },
    ]);
    expect(tasks[0]?.because).toBe('疼痛评分：有回答 · 疼痛: 7');
  });

  it('a step left out of the history is left out, and the rhythm goes on', () => {
    const { chart } = takenOver(plan, [done('weekly', '2026-03-23', 'not_answered', '2026-03-25 08:30')], '2026-03-26 08:00');
    expect(chart.touches['e1/weekly/2026-03-16']).toMatchObject({ outcome: 'expired', reason: 'late' });
    expect(chart.touches['e1/weekly/2026-03-30']).toMatchObject({ target: moment('2026-03-30 08:30') });
  });

  it('readings of the history set the pace', () => {
    const { chart, changes } = takenOver(
      plan,
      [done('weekly', '2026-03-16', 'answered', '2026-03-16 09:00', { glucose: 12 })],
      '2026-03-17 08:00',
    );
    expect(chart.touches['e1/weekly/2026-03-19']).toMatchObject({ target: moment('2026-03-19 08:30') });
    expect(changes.filter((change) => change.kind === 'reading')).toMatchObject([
      { code: 'glucose', value: 12, at: moment('2026-03-16 09:00') },
    ]);
  });

  it('what has stopped it elsewhere stops it here', () => {
    const { chart } = takenOver(plan, [done('pain', '1', 'answered', '2026-03-12 10:00', { score: 10 })], '2026-03-13 08:00');
    expect(chart.enrollment).toMatchObject({ status: 'stopped' });
  });

  it('what is not in it and is too late by now is left out, never in a burst', () => {
    const { chart, sends } = takenOver(plan, [done('pain', '1', 'not_answered', '2026-03-12 17:00')], '2026-03-18 12:00');
    expect(sends).toEqual([]);
    expect(chart.touches['e1/pain/2']).toMatchObject({ outcome: 'expired', reason: 'late' });
  });

  it('a step that the SOP does not have is passed over', () => {
    expect(() => takenOver(plan, [done('nothing', '1', 'done', '2026-03-12 10:00')], '2026-03-13 08:00')).not.toThrow();
  });

  it('law: cut anywhere, the future is the same', () => {
    const moves = (scores: number[]): Move[] => [
      ...scores
        .slice(0, 3)
        .flatMap((score, i) => (score > 12 ? [] : [answers(`2026-03-${12 + i} 10:30`, 'pain', { score: Math.min(9, score) })])),
      ...((scores[3] ?? 0) > 5 ? [answers('2026-03-16 11:00', 'weekly', { glucose: 4 + (scores[4] ?? 0) })] : []),
    ];
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 5, maxLength: 5 }),
        fc.integer({ min: 1, max: 20 * 24 }),
        (scores, hours) => {
          const cut = moment('2026-03-11 11:00') + hours * 3_600_000 + 1_800_001;
          const script = moves(scores);
          const before = script.filter((move) => move.at <= cut);
          const until = moment('2026-04-15 12:00');
          const past = live(plan, { chart: aChart(plan), moves: before, until: cut }, env);
          if (past.chart.enrollment.status !== 'active') return;
          const after = script.filter((move) => move.at > cut);
          const lived = live(plan, { chart: aChart(plan), moves: script, until }, env);
          const begin = { do: 'begin' as const, history: historyOf(past.chart) };
          const taken = live(plan, { chart: aChart(plan), begin, beginAt: cut, moves: after, until }, env);
          expect(futureOf(taken.chart, cut)).toEqual(futureOf(lived.chart, cut));
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** What is still to be seen behind the cut: which touch, when, and how it ended. */
function futureOf(chart: Chart, cut: number): string[] {
  const words = ({ key, madeAt, target, outcome, reason }: TouchChart) =>
    `${key} ${written(madeAt ?? target)} ${outcome ?? 'open'} ${reason ?? ''}`;
  return Object.values(chart.touches)
    .filter((touch) => (touch.endedAt ?? Infinity) > cut)
    .map(words)
    .sort();
}
