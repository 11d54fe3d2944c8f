/** The workflow's own part of the engine: what is due, in which order, and words that come late or twice. */
import { describe, expect, it } from 'vitest';
import { dueAt, emptyAgenda, hearWord, nextMoment, take, without } from '../../engine/agenda.ts';
import type { Moment } from '../../engine/change.ts';

const at = (moment: number, what: Moment['do'] = 'make', order = 0, n = 0): Moment => ({ at: moment, do: what, n, order });

describe('the agenda', () => {
  it('a later seq wins, whichever comes first', () => {
    const newer = { seq: 5, moments: { a: [at(20)] } };
    const older = { seq: 4, moments: { a: [at(10)] } };
    expect(take(take(emptyAgenda, newer), older).moments).toEqual({ a: [at(20)] });
    expect(take(take(emptyAgenda, older), newer).moments).toEqual({ a: [at(20)] });
  });
  it('an older word does not bring back what has ended (trap 26)', () => {
    const ended = take(emptyAgenda, { seq: 5, moments: { a: [] } });
    expect(take(ended, { seq: 4, moments: { a: [at(10)] } }).moments).toEqual({});
  });
  it('the same signal twice is once', () => {
    const word = { seq: 3, agenda: { seq: 3, moments: { a: [at(10)] } } };
    const once = hearWord(emptyAgenda, word);
    const done = take(once, { seq: 4, moments: { a: [] } });
    expect(hearWord(done, word)).toBe(done);
  });
  it('a word that tells everything ends what it does not name', () => {
    const state = take(emptyAgenda, { seq: 2, moments: { a: [at(10)], b: [at(20)] } });
    expect(take(state, { seq: 3, whole: true, moments: { b: [at(20)] } }).moments).toEqual({ b: [at(20)] });
  });
  it('remembers a bounded number of touches that have ended, however many there were', () => {
    let state = emptyAgenda;
    for (let seq = 1; seq <= 5_000; seq++) state = take(state, { seq, moments: { [`log/${seq}`]: [] } });
    expect(Object.keys(state.since).length).toBeLessThanOrEqual(100);
    expect(take(state, { seq: 4_990, moments: { 'log/5000': [at(1)] } }).moments).toEqual({});
  });
  it('at one moment deadlines come before new touches, then the order of the file', () => {
    const state = take(emptyAgenda, {
      seq: 1,
      moments: { a: [at(10, 'make', 2)], b: [at(10, 'make', 1)], c: [at(10, 'end', 9, 1)], d: [at(5, 'make', 9)], e: [at(11)] },
    });
    expect(dueAt(state, 10).map(({ touch }) => touch)).toEqual(['d', 'c', 'b', 'a']);
    expect(nextMoment(state)).toBe(5);
    expect(nextMoment(without(state, dueAt(state, 10)))).toBe(11);
    expect(nextMoment(emptyAgenda)).toBeUndefined();
  });
});
