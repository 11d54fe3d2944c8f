/**
 * The agenda: what a chart still has to come, as moments (for the workflow to wake at), and the workflow's own small part of the
 * engine: which of them are due, in which order, and how words about them that come in any order are kept right.
 * No Temporal, no clock, no calendar: it runs in the workflow's sandbox.
 */
import type { Agenda, Moment } from './change.ts';
import type { Instant } from './plan.ts';

/** The key under which the enrollment's own moments stand: the end of a pause, the stop day. */
export const ownMoments = '@enrollment';

/** What the workflow holds between two wakes; carried over continue-as-new as it is. */
export type AgendaState = {
  /** The highest `seq` of a signal taken in: an older one, or the same one again, is passed over. */
  heard: number;
  moments: Record<string, Moment[]>;
  /** For each touch that stands here, and for those that ended last, the `seq` of the word it comes from. */
  since: Record<string, number>;
  /** The `seq` of the last word that told everything: an older one about any touch is old. */
  whole?: number;
  ended: boolean;
};
export const emptyAgenda: AgendaState = { heard: 0, moments: {}, since: {}, ended: false };

/** How many touches that have nothing more to come are remembered, so that an older word about them is known for what it is. */
const remembered = 100;

/** Takes in a word about touches: newer words replace older ones, never the other way round. */
export function take(state: AgendaState, agenda: Agenda): AgendaState {
  const moments = { ...state.moments };
  const since = { ...state.since };
  for (const [touch, list] of Object.entries(wordsOn(state, agenda))) {
    if (Math.max(since[touch] ?? 0, state.whole ?? 0) > agenda.seq) continue;
    since[touch] = agenda.seq;
    if (list.length === 0) delete moments[touch];
    else moments[touch] = list;
  }
  const told = agenda.whole ? { whole: Math.max(state.whole ?? 0, agenda.seq) } : {};
  return { ...state, moments, since: withoutOldest(since, moments), ...told, ended: state.ended || agenda.ended === true };
}

/** The whole agenda also says of every touch it does not name that nothing of it is to come. */
function wordsOn(state: AgendaState, { moments, whole }: Agenda): Record<string, Moment[]> {
  if (!whole) return moments;
  return { ...Object.fromEntries(Object.keys(state.moments).map((touch) => [touch, []])), ...moments };
}

function withoutOldest(since: Record<string, number>, moments: Record<string, Moment[]>): Record<string, number> {
  const quiet = Object.entries(since).filter(([touch]) => !moments[touch]);
  if (quiet.length <= remembered) return since;
  quiet.sort(([, a], [, b]) => a - b);
  const kept = { ...since };
  for (const [touch] of quiet.slice(0, quiet.length - remembered)) delete kept[touch];
  return kept;
}

/** A signal, once: relays may repeat themselves. */
export function hearWord(state: AgendaState, word: { seq: number; agenda: Agenda }): AgendaState {
  if (word.seq <= state.heard) return state;
  return { ...take(state, word.agenda), heard: word.seq };
}

/** When to wake next; undefined: nothing is to come by itself. */
export function nextMoment(state: AgendaState): Instant | undefined {
  let next: Instant | undefined;
  for (const list of Object.values(state.moments)) for (const moment of list) if (next === undefined || moment.at < next) next = moment.at;
  return next;
}

export type Due = Moment & { touch: string };
/** What is due: older moments first; at one moment deadlines before new touches, then the order of the file (language.md 10.8). */
export function dueAt(state: AgendaState, now: Instant): Due[] {
  const due = Object.entries(state.moments).flatMap(([touch, list]) => list.filter((m) => m.at <= now).map((m) => ({ ...m, touch })));
  const rank = (m: Moment) => (m.do === 'make' ? 1 : 0);
  return due.sort((a, b) => a.at - b.at || rank(a) - rank(b) || a.order - b.order || a.n - b.n);
}

/** Forgets what is being done now; its result says what is still to come. */
export function without(state: AgendaState, due: Due[]): AgendaState {
  const moments = { ...state.moments };
  for (const item of due) {
    const left = (moments[item.touch] ?? []).filter((m) => m.at !== item.at || m.do !== item.do || m.n !== item.n);
    if (left.length === 0) delete moments[item.touch];
    else moments[item.touch] = left;
  }
  return { ...state, moments };
}
