/**
 * One patient in one SOP, for 30 days or for years. The workflow knows moments, never calendars: it wakes when something is due, asks
 * for it to be performed, hands claimed messages to their carriers' queues, and takes in what it is told meanwhile.
 */
import { allHandlersFinished, condition, continueAsNew, defineQuery, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Due } from '../engine/agenda.ts';
import { createTimer } from './armed-timer.ts';
import { restore, save } from './checkpoint.ts';
import { createPost } from './post.ts';
import type { AgendaView, EnrollmentInput, EnrollmentResult, Word } from './ports.ts';
import { perform } from './proxies.ts';
import { rulesOf, upgraded, versionAtStart } from './rules.ts';
import type { RuleBook } from './rules.ts';

export const told = defineSignal<[Word]>('told');
/** Continue as new, under the newest rules. */
export const renew = defineSignal('renew');
export const agendaNow = defineQuery<AgendaView>('agenda');

/** What is still due although it was just asked for: by our clock its moment has not come. */
const clockDifference = 5_000;

export function enrollmentBy(book: RuleBook): (input: EnrollmentInput) => Promise<EnrollmentResult> {
  return async function enrollment({ enrollment: id, clockShift = 0, checkpoint }) {
    const before = checkpoint && restore(checkpoint);
    const version = before ? before.rules : versionAtStart(book);
    const rules = rulesOf(book, version);
    const words: Word[] = [];
    // Temporal's own clock, the same at every replay.
    // eslint-disable-next-line no-restricted-syntax
    const now = (): number => Date.now() + clockShift;
    const post = createPost(id, now);
    const timer = createTimer(now);
    let agenda = before ? before.state : rules.start;
    let notBefore = 0;
    let renewing = false;
    setHandler(told, (word) => void words.push(word));
    setHandler(renew, () => void (renewing = true));
    setHandler(agendaNow, () => ({ rules: version, agenda, onTheWay: post.underWay() }));

    const hear = (): void => {
      for (const word of words.splice(0)) {
        if (word.seq > agenda.heard) post.send(word.sends);
        agenda = rules.hearWord(agenda, word);
      }
      for (const result of post.results()) {
        agenda = rules.take(agenda, result.agenda);
        post.send(result.sends);
      }
    };
    const ask = async (due: Due[]): Promise<void> => {
      agenda = rules.without(agenda, due);
      const items = due.map(({ touch, do: what, n, at }) => ({ touch, do: what, n, at }));
      const done = await perform({ enrollment: id, items, virtualNow: now() });
      agenda = rules.take(agenda, done.agenda);
      post.send(done.sends);
      const asked = new Set(items.map(nameOf));
      if (rules.dueAt(agenda, now()).some((item) => asked.has(nameOf(item)))) notBefore = now() + clockDifference;
    };
    const goOn = (): Promise<never> => {
      const next = renewing ? book.newest : version;
      return continueAsNew<typeof enrollment>({
        enrollment: id,
        clockShift,
        checkpoint: save(upgraded(book, agenda, version, next), next),
      });
    };

    // Begun by the word that began the enrollment: that word says it all. By any other: there was a workflow before, and the rows know.
    if (!checkpoint && words[0]?.agenda.whole !== true) await ask([]);
    for (;;) {
      hear();
      const due = now() < notBefore ? [] : rules.dueAt(agenda, now());
      if (agenda.ended && post.idle()) return { ended: true };
      if (!agenda.ended && due.length > 0) {
        await ask(due);
      } else if ((workflowInfo().continueAsNewSuggested || renewing) && post.idle()) {
        await condition(allHandlersFinished);
        if (words.length === 0) await goOn();
      } else {
        timer.set(agenda.ended ? undefined : later(rules.nextMoment(agenda), notBefore));
        await condition(() => timer.fired() || words.length > 0 || post.hasResults() || (renewing && post.idle()));
      }
    }
  };
}

const nameOf = ({ touch, do: what, n }: Pick<Due, 'touch' | 'do' | 'n'>): string => `${touch} ${what} ${n}`;
const later = (at: number | undefined, notBefore: number): number | undefined => (at === undefined ? undefined : Math.max(at, notBefore));
