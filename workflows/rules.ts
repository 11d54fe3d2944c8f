/**
 * The versions of the agenda's reducer. A run keeps the one it began with, also over continue-as-new, so that a release that changes it
 * replays and goes on with older runs as they were (design 3.11). A signal `renew` moves a run to the newest; when none is left on an
 * older version, that version can go.
 */
import { patched } from '@temporalio/workflow';
import { dueAt, emptyAgenda, hearWord, nextMoment, take, without } from '../engine/agenda.ts';
import type { AgendaState } from '../engine/agenda.ts';

export type Rules = {
  start: AgendaState;
  take: typeof take;
  hearWord: typeof hearWord;
  nextMoment: typeof nextMoment;
  dueAt: typeof dueAt;
  without: typeof without;
  /** What a run of the version before held, in this version's form. Pure. Absent: the form is the same. */
  upgrade?(older: AgendaState): AgendaState;
};
/** Version numbers rise by one. Those that no run is on any more are left out. */
export type RuleBook = { newest: number; versions: Readonly<Record<number, Rules>> };

export const ruleBook: RuleBook = { newest: 1, versions: { 1: { start: emptyAgenda, take, hearWord, nextMoment, dueAt, without } } };

/** The version of a run that begins: the newest, but for one that began under an older release and is only replayed here. */
export function versionAtStart({ newest }: RuleBook): number {
  for (let version = newest; version > 1; version--) if (patched(`rules-${version}`)) return version;
  return 1;
}

/** Throws if this release does not carry that version any more, or does not know it yet: the run waits for a worker that does. */
export function rulesOf({ versions }: RuleBook, version: number): Rules {
  const rules = versions[version];
  if (!rules) throw new Error(`this release does not carry version ${version} of the agenda's rules`);
  return rules;
}

/** The state of one version in the form of a later one, step by step. */
export function upgraded(book: RuleBook, state: AgendaState, from: number, to: number): AgendaState {
  let current = state;
  for (let version = from + 1; version <= to; version++) current = rulesOf(book, version).upgrade?.(current) ?? current;
  return current;
}
