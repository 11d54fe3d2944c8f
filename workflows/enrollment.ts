/**
 * One patient in one SOP, for 30 days or for years. The workflow knows moments, never calendars: it wakes when something is due, asks
 * for it to be performed, hands claimed messages to their carriers' queues, and takes in what it is told meanwhile.
 */
import { allHandlersFinished, condition, continueAsNew, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import { dueAt, emptyAgenda, hearWord, nextMoment, take, without } from '../engine/agenda.ts';
import { createTimer } from './armed-timer.ts';
import { restore, save } from './checkpoint.ts';
import { createPost } from './post.ts';
import type { EnrollmentInput, EnrollmentResult, Word } from './ports.ts';
import { perform } from './proxies.ts';

export const told = defineSignal<[Word]>('told');

export async function enrollment({ enrollment: id, clockShift = 0, checkpoint }: EnrollmentInput): Promise<EnrollmentResult> {
  const words: Word[] = [];
  setHandler(told, (word) => void words.push(word));
  const now = (): number => Date.now() + clockShift;
  const post = createPost(id, now);
  const timer = createTimer(now);
  let agenda = checkpoint ? restore(checkpoint) : emptyAgenda;

  const hear = (): void => {
    for (const word of words.splice(0)) {
      if (word.seq > agenda.heard) post.send(word.sends);
      agenda = hearWord(agenda, word);
    }
    for (const result of post.results()) {
      agenda = take(agenda, result.agenda);
      post.send(result.sends);
    }
  };
  const ask = async (due: ReturnType<typeof dueAt>): Promise<void> => {
    agenda = without(agenda, due);
    const items = due.map(({ touch, do: what, n, at }) => ({ touch, do: what, n, at }));
    const done = await perform({ enrollment: id, items, virtualNow: now() });
    agenda = take(agenda, done.agenda);
    post.send(done.sends);
  };

  if (!checkpoint && words.length === 0) await ask([]);
  for (;;) {
    hear();
    const due = dueAt(agenda, now());
    if (agenda.ended && post.idle()) return { ended: true };
    if (!agenda.ended && due.length > 0) {
      await ask(due);
    } else if (workflowInfo().continueAsNewSuggested && post.idle()) {
      await condition(allHandlersFinished);
      if (words.length === 0) await continueAsNew<typeof enrollment>({ enrollment: id, clockShift, checkpoint: save(agenda) });
    } else {
      timer.set(agenda.ended ? undefined : nextMoment(agenda));
      await condition(() => timer.fired() || words.length > 0 || post.hasResults());
    }
  }
}
