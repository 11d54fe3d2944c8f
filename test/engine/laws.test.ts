/** What holds in every life, whatever happens in whichever order (style.md, "Laws"). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intersectHours, openAt } from '../../engine/calendar/hours.ts';
import { startOfThisDay, startOfThisWeek } from '../../engine/calendar/hours.ts';
import { partsOf } from '../../engine/carrying.ts';
import { contactOf, zonesOf } from '../../engine/contact.ts';
import type { Chart, TouchChart } from '../../engine/chart.ts';
import { dueAt, emptyAgenda, hearWord, take, without } from '../../engine/agenda.ts';
import type { AgendaState } from '../../engine/agenda.ts';
import { step, unfinishedSends, wholeAgenda } from '../../engine/step.ts';
import { restore, save } from '../../workflows/checkpoint.ts';
import type { Checkpoint } from '../../workflows/ports.ts';
import { outcomes, reasons } from '../../engine/plan.ts';
import { anyCourse, liveCourse } from './a-course.ts';
import type { Course, Lived } from './a-course.ts';
import { env } from './a-life.ts';

// Another seed at each run, said with what fails; `SEED=… npx vitest run test/engine/laws` lives through the same again.
const seed = process.env.SEED ? Number(process.env.SEED) : Date.now() % 1_000_000_000;
const numRuns = Number(process.env.RUNS ?? 150);
/** Lived through once for all laws. */
const lives = fc.sample(anyCourse, { seed, numRuns }).map((course) => ({ course, lived: liveCourse(course) }));

function law(check: (lived: Lived, course: Course) => void, among = numRuns): void {
  for (const { course, lived } of lives.slice(0, among)) {
    try {
      check(lived, course);
    } catch (error) {
      // Only a law that is broken is worth the search for the shortest course that breaks it.
      fc.assert(
        fc.property(anyCourse, (other) => check(liveCourse(other), other)),
        { seed, numRuns, interruptAfterTimeLimit: 15_000 },
      );
      throw error;
    }
  }
}

const touches = (chart: Chart): TouchChart[] => Object.values(chart.touches);

describe('law', () => {
  it('the same events in the same order give the same state', () => {
    law((lived, course) => expect(liveCourse(course).chart).toEqual(lived.chart), 60);
  });

  it('what is given is not changed', () => {
    law((lived, { plan }) => {
      for (const { before, inputs, now } of lived.seen) {
        const copy = structuredClone(before);
        step(plan, before, inputs, { ...env, now });
        expect(before).toEqual(copy);
      }
    }, 30);
  });

  it('the same input twice is once', () => {
    law((lived, { plan }) => {
      for (const { inputs, now, stepped } of lived.seen) {
        if (
          inputs.some(
            (input) => input.do === 'begin' || (input.do === 'work' && ['no_answer', 'wrong_number', 'call_back'].includes(input.work.act)),
          )
        )
          continue;
        const twice = step(plan, stepped.chart, inputs, { ...env, now });
        expect({ ...twice.chart, enrollment: { ...twice.chart.enrollment, seq: 0 } }).toEqual({
          ...stepped.chart,
          enrollment: { ...stepped.chart.enrollment, seq: 0 },
        });
        expect(
          twice.changes.filter((change) =>
            ['message', 'task', 'told', 'event', 'start', 'entry', 'reward', 'reading'].includes(change.kind),
          ),
        ).toEqual([]);
      }
    }, 80);
  });

  it('every touch ends in exactly one outcome of the closed lists, and what has ended stays as it ended', () => {
    law((lived) => {
      for (const { before, stepped } of lived.seen) {
        for (const touch of touches(before)) {
          if (!touch.outcome) continue;
          const after = stepped.chart.touches[touch.key];
          expect(outcomes).toContain(touch.outcome);
          if (touch.reason) expect(reasons).toContain(touch.reason);
          const mayComeAgain = touch.madeAt === undefined && ['late', 'same_day', 'replaced', 'no_base'].includes(touch.reason ?? '');
          if (mayComeAgain && !after?.outcome) continue;
          expect([after?.outcome, after?.reason, after?.endedAt, after?.madeAt], touch.key).toEqual([
            touch.outcome,
            touch.reason,
            touch.endedAt,
            touch.madeAt,
          ]);
        }
      }
    });
  });

  it('planned is ended and open: no touch is lost, and an ended enrollment has none open', () => {
    law(({ seen, chart }) => {
      for (const { before, stepped } of seen) {
        for (const key of Object.keys(before.touches)) expect(stepped.chart.touches[key]).toBeDefined();
        const { status } = stepped.chart.enrollment;
        if (status === 'completed' || status === 'stopped') expect(touches(stepped.chart).filter((touch) => !touch.outcome)).toEqual([]);
      }
      for (const touch of touches(chart)) expect(touch.outcome !== undefined).toBe(touch.endedAt !== undefined);
    });
  });

  it('an open touch is waited for: it has a moment to come, a message on its way, a date to be known, a pause to end, or somebody to answer', () => {
    law(({ chart, agenda }) => {
      for (const touch of touches(chart)) {
        if (touch.outcome || touch.sending || (touch.madeAt === undefined && touch.target === undefined)) continue;
        if (touch.held?.by === 'paused' && chart.enrollment.status === 'paused') continue;
        const short = touch.key.slice(chart.enrollment.id.length + 1);
        expect(agenda.moments[short], `${touch.key} ${JSON.stringify(touch)}`).toBeDefined();
      }
    });
  });

  it('nothing reaches a patient outside the contact hours, the patient’s own and narrower ones included', () => {
    law((lived, { plan }) => {
      for (const { stepped, now } of lived.seen) {
        const { patient, house } = stepped.chart;
        const contact = contactOf(plan, house);
        const zones = zonesOf(contact, house, patient.zone);
        const hours = intersectHours(contact.hours, patient.hours);
        for (const change of stepped.changes) {
          if (change.kind !== 'message' || change.message.urgent || !change.message.counts || change.message.to.who !== 'patient') continue;
          expect(openAt(now, { ...(hours ? { hours } : {}) }, zones.patient, zones.calendar), change.message.key).toBe(true);
        }
      }
    });
  });

  it('nothing goes out after death, stop or opt-out', () => {
    law((lived) => {
      for (const { stepped, before } of lived.seen) {
        const gone =
          before.patient.diedAt !== undefined ||
          before.patient.optedOut ||
          ['stopping', 'stopped', 'completed'].includes(before.enrollment.status);
        if (!gone) continue;
        expect(stepped.changes.filter((change) => change.kind === 'message' && change.message.to.who === 'patient')).toEqual([]);
      }
    });
  });

  it('after death nothing is begun at all', () => {
    law((lived) => {
      for (const { stepped, before } of lived.seen)
        if (before.patient.diedAt !== undefined)
          expect(stepped.changes.filter((change) => ['message', 'task', 'told'].includes(change.kind))).toEqual([]);
    });
  });

  it('no touch is made twice, and no message is claimed twice', () => {
    law((lived) => {
      const keys = lived.messages.map((message) => message.key);
      expect(new Set(keys).size).toBe(keys.length);
      const accepted = lived.messages
        .filter((message) => message.accepted !== undefined && message.part === 'main')
        .map((message) => message.touch);
      const refusedLater = lived.seen.flatMap(({ inputs }) =>
        inputs.flatMap((input) => (input.do === 'refused_later' ? [partsOf(input.message).touch] : [])),
      );
      const once = accepted.filter((touch) => !refusedLater.includes(touch));
      expect(new Set(once).size).toBe(once.length);
      const tasks = lived.seen.flatMap(({ stepped }) =>
        stepped.changes.flatMap((change) => (change.kind === 'task' ? [change.task.touch] : [])),
      );
      expect(new Set(tasks).size).toBe(tasks.length);
    });
  });

  it('at most so many automatic contacts a day or week', () => {
    law((lived, { plan }) => {
      const cap = plan.contact.atMost;
      if (!cap || !('times' in cap)) return;
      for (const { stepped, now } of lived.seen) {
        if (!stepped.changes.some((change) => change.kind === 'message' && change.message.counts)) continue;
        const { patient, house, contacts } = stepped.chart;
        const zone = zonesOf(contactOf(plan, house), house, patient.zone).patient;
        const from = (cap as { per: string }).per === 'day' ? startOfThisDay(now, zone) : startOfThisWeek(now, zone);
        expect(contacts.filter((contact) => contact.at >= from).length).toBeLessThanOrEqual((cap as { times: number }).times);
      }
    });
  });

  it('the agenda that grew word by word is the one that the rows give', () => {
    law(({ chart, agenda }, { plan }) => {
      const whole = wholeAgenda(plan, chart, { ...env, now: chart.enrollment.startedAt });
      expect(agenda.moments).toEqual(whole.moments);
      expect(agenda.ended).toBe(whole.ended === true);
    });
  });

  it('a step’s tallies are what its touches say', () => {
    law(({ chart }) => {
      for (const [id, tally] of Object.entries(chart.tallies)) {
        const mine = touches(chart).filter((touch) => touch.step === id);
        expect(tally.answered).toBe(mine.filter((touch) => touch.outcome === 'answered').length);
      }
    });
  });
});

describe('law of words', () => {
  /** Signals come in their order, results whenever they come. */
  function delivered(lived: Lived, random: number[]): AgendaState {
    const words = lived.seen.map(({ signal, stepped }) => ({ signal, agenda: stepped.agenda }));
    const signals = words.filter((word) => word.signal);
    const results = words.filter((word) => !word.signal);
    let state = emptyAgenda;
    for (let i = 0; signals.length + results.length > 0; i++) {
      const pick = random[i % random.length] ?? 0;
      const next =
        results.length === 0 || (pick % 2 === 0 && signals.length > 0) ? signals.shift() : results.splice(pick % results.length, 1)[0];
      if (!next) continue;
      state = next.signal ? hearWord(state, { seq: next.agenda.seq, agenda: next.agenda }) : take(state, next.agenda);
    }
    return state;
  }

  it('in whatever order they are delivered, they end with what the rows give (trap 26)', () => {
    law(({ chart, seen, ...rest }, { plan }) => {
      const whole = wholeAgenda(plan, chart, { ...env, now: chart.enrollment.startedAt });
      for (const random of [[0], [1], [3, 8, 1, 4, 7, 0, 2, 5, 6, 9], [7, 2, 9, 4]]) {
        expect(delivered({ chart, seen, ...rest }, random).moments).toEqual(whole.moments);
      }
    });
  });

  it('trap 9: performed twice is performed once, and whoever lost the answer to the first is told everything by the second', () => {
    law(({ seen }, { plan }) => {
      for (const { before, inputs, now, stepped, signal } of seen) {
        if (signal || inputs.some(({ do: what }) => what === 'begin' || what === 'carried')) continue;
        const knew = take(emptyAgenda, wholeAgenda(plan, before, { ...env, now }));
        const again = step(plan, stepped.chart, inputs, { ...env, now });
        const knows = take(without(knew, dueAt(knew, now)), again.agenda);
        expect(knows.moments).toEqual(wholeAgenda(plan, again.chart, { ...env, now }).moments);
        for (const order of unfinishedSends(stepped.chart)) expect(again.sends).toContainEqual(order);
      }
    }, 80);
  });

  it('a checkpoint, written and read, goes on as if it had never been written', () => {
    law(({ agenda }) => expect(restore(JSON.parse(JSON.stringify(save(agenda, 1))) as Checkpoint)).toEqual({ state: agenda, rules: 1 }));
  });
});
