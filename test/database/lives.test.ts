/**
 * The engine on charts read from rows, beside the engine on charts that hold everything: whatever happens, both decide the same. So the
 * few ended touches that a chart from PostgreSQL holds are enough (database/charts.ts).
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dueAt, emptyAgenda, nextMoment, take, without } from '../../engine/agenda.ts';
import type { Change } from '../../engine/change.ts';
import type { Chart, EventRecord } from '../../engine/chart.ts';
import { inputFor } from '../../engine/live.ts';
import type { Instant } from '../../engine/plan.ts';
import { step, wholeAgenda } from '../../engine/step.ts';
import type { Input } from '../../engine/step.ts';
import { saveChanges } from '../../database/changes.ts';
import { loadChart, lockEnrollment } from '../../database/charts.ts';
import { createEnrollment } from '../../database/enrollments.ts';
import { storeEvent } from '../../database/events.ts';
import { savePatient, storeReading } from '../../database/patients.ts';
import { publish } from '../../database/versions.ts';
import { aChart, aPatient, anEvent, env, moment, touchOf } from '../engine/a-life.ts';
import { aHouse, aPlan } from '../engine/a-plan.ts';
import { freshDatabase } from '../setup/database.ts';
import { aWard, poolAs } from './ward.ts';

const database = await freshDatabase();
const pool = poolAs(database.server);
const house = aHouse({ atMost: { times: 20, per: 'day' } });

const plan = aPlan({
  steps: `
    - id: ring
      day: [1, 2, 3, 5]
      at: 20:00
      late: 2 hours
      call: { ring: once }
    - id: log
      every: day
      at: 09:00
      ends: day 40
      pace:
        - { if: latest.glucose > 10, every: 2 days, until: latest.glucose < 8 }
      message:
        text: 今天的血糖？
      ask:
        glucose: { label: 血糖, type: number, min: 1, max: 40, record: glucose }
      wait: 20 hours
      remind: 4 hours
      late: 1 hour
      then:
        answered:
          - id: thank
            message:
              text: 谢谢，{{ log.glucose }}
        not_answered:
          - id: lost
            title: 三次没有上报
            if: log.missed_in_a_row == 3
            call: { by: nurse }
            due: 1 day
    - id: visit
      title: 电话
      day: 7
      at: 10:00
      call: { by: nurse }
      ask:
        pain: { label: 疼痛, type: number, min: 0, max: 10 }
      due: until day 9
      then:
        reached:
          - id: hurts
            title: 疼
            if: visit.pain > 5
            task: { by: nurse }
            due: 4 hours
          - id: again
            after: 2 days
            at: 10:00
            message:
              text: 还疼吗？
    - id: lab
      title: 化验
      when: lab.done
      if: event.value > 5
      after: 1 day
      at: 10:00
      late: 1 hour
      task: { by: nurse }
      due: 1 day
    - id: kept
      expect: { when: appointment.kept }
      day: 10
      wait: until day 20
      then:
        not_happened:
          - id: missed_visit
            title: 没来
            task: { by: nurse }
            due: 1 day
  `,
  stop: `
    - when: encounter.admitted
      do: pause
      until: encounter.discharged
      wait: 5 days
      then: resume
  `,
});

type Move = { do: 'wait' | 'sleep' | 'answer' | 'work' | 'move' | 'lab' | 'glucose' | 'admit' | 'discharge' | 'keep'; n: number };
const move: fc.Arbitrary<Move> = fc.record({
  do: fc.constantFrom('wait', 'wait', 'wait', 'sleep', 'answer', 'answer', 'work', 'move', 'lab', 'glucose', 'admit', 'discharge', 'keep'),
  n: fc.integer({ min: 1, max: 40 }),
});
const hour = 3_600_000;

/** Both worlds: `whole` in memory with every touch there ever was, the rows in PostgreSQL. */
async function twoWorlds() {
  const start = aChart(plan, { house, startedAt: '2026-03-11 11:00' });
  const ward = await aWard(pool);
  const { hospital, patient, as } = ward;
  const enrollment = { ...start.enrollment, id: `${hospital}-e` };
  await as(async (tx) => {
    const { addresses } = aPatient();
    await savePatient(tx, {
      hospital,
      externalId: 'M1',
      id: patient,
      at: enrollment.startedAt,
      source: 'test',
      fields: { name: '王芳' },
      addresses,
    });
    await publish(tx, { hospital, plan, sources: {}, by: 'test', at: enrollment.startedAt });
    await createEnrollment(tx, { hospital, patient, department: 'ward', hash: plan.hash, chart: enrollment });
  });
  let whole: Chart = { ...start, enrollment };
  let agenda = emptyAgenda;
  let ordinal = 0;

  const act = async (now: Instant, inputs: Input[]): Promise<void> => {
    if (inputs.length === 0) return;
    const touches = inputs.flatMap((input) =>
      'touch' in input ? [input.touch] : 'message' in input ? [input.message.split('/').slice(0, -3).join('/')] : [],
    );
    const stepped = await as(async (tx) => {
      const head = (await lockEnrollment(tx, enrollment.id))!;
      const chart = (await loadChart(tx, enrollment.id, { house, now, touches }))!;
      for (const [key, touch] of Object.entries(chart.touches)) expect(touch).toEqual(whole.touches[key]);
      expect(chart.enrollment).toEqual(whole.enrollment);
      for (const [id, tally] of Object.entries(chart.tallies))
        expect(whole.tallies[id] ?? { made: 0, answered: 0, missedInARow: 0 }).toEqual(tally);
      // What is known of the patient is read from the rows in both.
      const inMemory = step(plan, { ...chart, touches: whole.touches, tallies: whole.tallies }, inputs, { ...env, now });
      const fromRows = step(plan, chart, inputs, { ...env, now });
      expect(sorted(fromRows.changes)).toEqual(sorted(inMemory.changes));
      expect(fromRows.agenda).toEqual(inMemory.agenda);
      if (fromRows.changes.length > 0) {
        await saveChanges(tx, {
          enrollment: head,
          changes: fromRows.changes,
          sends: fromRows.sends,
          seq: fromRows.chart.enrollment.seq,
          at: now,
        });
      }
      whole = inMemory.chart;
      return fromRows;
    });
    agenda = take(agenda, stepped.agenda);
    const messages = stepped.changes.flatMap((change) => (change.kind === 'message' ? [change.message.key] : []));
    for (const message of messages) {
      const refused = ++ordinal % 7 === 0;
      await act(now, [{ do: 'carried', message, word: refused ? { word: 'refused', reason: 'rejected' } : { word: 'accepted', at: now } }]);
    }
  };

  const hear = async (now: Instant, event: EventRecord): Promise<void> => {
    await as((tx) => storeEvent(tx, { hospital, patient, event, receivedAt: now }));
    await act(now, [{ do: 'event', event }]);
  };
  const until = async (end: Instant): Promise<void> => {
    for (let at = nextMoment(agenda); at !== undefined && at <= end && !agenda.ended; at = nextMoment(agenda)) await wake(at);
  };
  const wake = async (at: Instant): Promise<void> => {
    const due = dueAt(agenda, at);
    agenda = without(agenda, due);
    await act(at, due.map(({ touch, ...mark }) => inputFor(`${enrollment.id}/${touch}`, touch, mark))); // prettier-ignore
  };

  const play = async (now: Instant, { do: what, n }: Move): Promise<Instant> => {
    const id = `${hospital}-${++ordinal}`;
    const named = (step: string) => Object.values(whole.touches).filter((touch) => touch.step === step && touch.madeAt !== undefined);
    switch (what) {
      case 'wait':
        await until(now + n * hour);
        return now + n * hour;
      case 'sleep': {
        // The system is away; all that came due is done when it is back.
        if (!agenda.ended) await wake(now + n * hour);
        return now + n * hour;
      }
      case 'answer': {
        // Any of the questions asked so far, also one that ended long ago.
        const asked = named('log');
        const touch = asked[asked.length - 1 - (n % 3)];
        if (touch) await act(now, [{ do: 'answer', touch: touch.key, answers: { glucose: 4 + (n % 12) } }]);
        return now;
      }
      case 'work': {
        const touch = touchOf(whole, (['visit', 'lab', 'lost', 'missed_visit'] as const)[n % 4]!);
        if (touch) await act(now, [{ do: 'work', touch: touch.key, work: { act: 'complete', by: 'nurse-1', answers: { pain: n % 10 } } }]);
        return now;
      }
      case 'move': {
        const date = new Date(moment('2026-03-06 11:00') + (n % 12) * 24 * hour).toISOString();
        await hear(now, anEvent('encounter.updated', now, { id, objects: { encounter: { id: 'E1', discharge_date: date } } }));
        return now;
      }
      case 'glucose':
        await as((tx) => storeReading(tx, { hospital, patient, code: 'glucose', value: n % 14, at: now, source: id }));
        await hear(now, anEvent('reading.received', now, { id, fields: { code: 'glucose', value: n % 14 } }));
        return now;
      case 'lab':
        await hear(now, anEvent('lab.done', now, { id, fields: { code: 'crp', value: n % 10 } }));
        return now;
      case 'admit':
        await hear(now, anEvent('encounter.admitted', now, { id, objects: { encounter: { id: 'E2' } } }));
        return now;
      case 'discharge':
        await hear(now, anEvent('encounter.discharged', now, { id, objects: { encounter: { id: 'E2' } } }));
        return now;
      case 'keep':
        await hear(now, anEvent('appointment.kept', now, { id, objects: { appointment: { id: 'A1' } } }));
        return now;
    }
  };

  /** A workflow that is rebuilt from the rows alone has the agenda that the running one has. */
  const rebuilt = () =>
    as(async (tx) => {
      const chart = (await loadChart(tx, enrollment.id, { house, now: enrollment.startedAt }))!;
      return wholeAgenda(plan, chart, { ...env, now: enrollment.startedAt }).moments;
    });
  const begin = () => act(enrollment.startedAt, [{ do: 'begin' }]);
  return { begin, play, rebuilt, startedAt: enrollment.startedAt, agenda: () => agenda, whole: () => whole, hospital, as };
}

const sorted = (changes: Change[]): string[] => changes.map((change) => JSON.stringify(change, deep)).sort();
/** The same whatever the order of names. */
const deep = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

it('lives through the same from rows as in memory, and the rows alone give the whole agenda', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 20, maxLength: 45 }), async (moves) => {
      const world = await twoWorlds();
      await world.begin();
      let now = world.startedAt;
      for (const one of moves) now = await world.play(now, one);
      if (!world.agenda().ended) expect(await world.rebuilt()).toEqual(world.agenda().moments);
      // Trap 27: each touch in memory is a row, with the same outcome.
      const { rows } = await world.as((tx) =>
        tx.query<{ key: string; outcome: string | null }>('select key, outcome from touch where hospital = $1', [world.hospital]),
      );
      const touches = Object.values(world.whole().touches).map(({ key, outcome }) => ({ key, outcome: outcome ?? null }));
      expect(rows.sort(byKey)).toEqual(touches.sort(byKey));
    }),
    { numRuns: 15 },
  );
});
const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
