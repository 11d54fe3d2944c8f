/** What a patient says (language.md 12): alarm words first, then stop words, then the newest open question it fits, else a person reads it. */
import type { EventRecord } from '../engine/chart.ts';
import { understandWords } from '../engine/replies.ts';
import type { Following, Meaning } from '../engine/replies.ts';
import type { Instant } from '../engine/plan.ts';
import { runningOf } from '../database/enrollments.ts';
import { storeUtterance } from '../database/utterances.ts';
import type { Tx } from '../database/with-actor.ts';
import type { Deps } from './deps.ts';
import { enact, open } from './enact.ts';
import type { Opened } from './enact.ts';

/** A patient's words as they came in, before anybody has understood them; `fields`: words, channel, photo. */
export const wordsEvent = 'patient.said';

const eventNames: Record<Meaning['class'], string | undefined> = {
  alarm: 'patient.alarm',
  wants_call: 'patient.wants_call',
  stop: 'patient.opted_out',
  answer: undefined,
  other: 'patient.wrote',
};

/** Writes down what was said and what it was taken for; answers go to their touch at once. The events are for the caller to give on. */
export async function hearWords(
  tx: Tx,
  deps: Deps,
  said: EventRecord & { hospital: string; patient: string },
  now: Instant,
): Promise<EventRecord[]> {
  const words = typeof said.fields.words === 'string' ? said.fields.words : '';
  const channel = typeof said.fields.channel === 'string' ? said.fields.channel : '';
  const photo = typeof said.fields.photo === 'string' ? said.fields.photo : undefined;
  const opened: Opened[] = [];
  for (const head of await runningOf(tx, said.patient)) opened.push(await open(tx, deps, head.id, { now }));
  const house = await deps.houses.of(tx, said.hospital, '');
  const following: Following[] = opened.map(({ plan, chart }) => ({ plan, chart }));
  const understood = understandWords(
    following,
    { words, now, ...(photo === undefined ? {} : { photo }) },
    deps.judge,
    house.contact.alarmWords ?? [],
  );
  const meaning = said.fields.relative === true ? ofRelative(understood) : understood;
  const touch = meaning.class === 'answer' ? meaning.touch : undefined;
  await storeUtterance(tx, {
    hospital: said.hospital,
    patient: said.patient,
    source: said.id,
    at: said.at,
    channel,
    words,
    class: meaning.class,
    ...(photo === undefined ? {} : { photo }),
    ...answered(opened, touch),
  });
  if (meaning.class === 'answer') {
    const one = opened.find(({ head }) => head.id === meaning.enrollment);
    if (one) await enact(tx, one, [{ do: 'answer', touch: meaning.touch, answers: meaning.answers }], { word: true });
  } else if (meaning.class === 'other' && meaning.askAgain) {
    const again = meaning.askAgain;
    const one = opened.find(({ head }) => head.id === again.enrollment);
    if (one) await enact(tx, one, [{ do: 'ask_again', touch: again.touch }], { word: true });
  }
  const name = eventNames[meaning.class];
  return name ? [{ id: `${said.id}/${meaning.class}`, name, at: said.at, fields: { words }, objects: {} }] : [];
}

/** A relative raises the alarm like the patient, but neither answers for the patient nor stops what the patient wanted: a person reads it. */
function ofRelative(meaning: Meaning): Meaning {
  return meaning.class === 'answer' || meaning.class === 'stop' || meaning.class === 'other' ? { class: 'other' } : meaning;
}

/** The touch it answers, and whose department's words they are. */
function answered(opened: Opened[], touch: string | undefined): { touch?: string; department?: string } {
  const one = opened.find(({ head }) => touch?.startsWith(`${head.id}/`));
  return touch && one ? { touch, department: one.head.department } : {};
}
