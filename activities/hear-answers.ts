/** Answers from a page: looked through for alarm words first, checked, then given to their touch (language.md 9, 12). */
import type { Answers, EventRecord, Value } from '../engine/chart.ts';
import type { Instant } from '../engine/plan.ts';
import { storeUtterance } from '../database/utterances.ts';
import type { StoredMessage } from '../database/messages.ts';
import type { Tx } from '../database/with-actor.ts';
import { checkAnswers } from '../language/answers/validate.ts';
import type { Deps } from './deps.ts';
import { enact, open } from './enact.ts';

export type PageAnswers = { id: string; at: Instant; answers: Record<string, Value> };

/** What the patient filled in. Answers that cannot be right are not guessed at: a person reads them, and the question stays open. */
export async function hearAnswers(tx: Tx, deps: Deps, message: StoredMessage, page: PageAnswers, now: Instant): Promise<EventRecord[]> {
  const given: Answers = Object.fromEntries(Object.entries(page.answers).filter(([, value]) => value !== null && value !== ''));
  const house = await deps.houses.of(tx, message.hospital, message.department);
  const words = wordsIn(message, given);
  const heard = words === '' ? 'other' : deps.judge.triage(words, house.contact.alarmWords ?? []);
  const alarm = heard === 'alarm' || heard === 'wants_call' ? heard : undefined;
  const right = checkAnswers(message.questions, given, now).length === 0;
  let heardThere = false;
  if (right) {
    const opened = await open(tx, deps, message.enrollment, { touches: [message.touch], now });
    const { changes } = await enact(tx, opened, [{ do: 'answer', touch: message.touch, answers: given }], { word: true });
    heardThere = changes.some((change) => change.kind === 'task' && change.task.urgent && alarm !== undefined);
  }
  // An answer to a question that is over, or of a SOP that has ended, is heard all the same.
  if (right && (!alarm || heardThere)) return [];
  const said = words === '' ? everything(given) : words;
  const { hospital, patient, department, touch, channel } = message;
  await storeUtterance(tx, {
    hospital,
    patient,
    department,
    touch,
    channel,
    source: page.id,
    at: page.at,
    words: said,
    class: alarm ?? 'other',
  });
  return [
    {
      id: `${page.id}/${alarm ?? 'other'}`,
      name: alarm ? `patient.${alarm}` : 'patient.wrote',
      at: page.at,
      fields: { words: said },
      objects: {},
    },
  ];
}

/** What was written freely; what was picked from a list is nobody's alarm. */
function wordsIn(message: StoredMessage, given: Answers): string {
  const free = message.questions.filter(({ type }) => type === 'text').map(({ name }) => given[name]);
  return free.filter((value): value is string => typeof value === 'string').join('\n');
}

function everything(given: Answers): string {
  return Object.values(given)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join('，');
}
