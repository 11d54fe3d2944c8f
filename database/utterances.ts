import type { Instant } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

export type Utterance = {
  hospital: string;
  patient: string;
  /** The carrier's name for it: the same words delivered twice are once. */
  source: string;
  channel: string;
  at: Instant;
  words: string;
  photo?: string;
  class: 'alarm' | 'wants_call' | 'stop' | 'answer' | 'other';
  /** The touch it answers, and whose department's words they are. */
  touch?: string;
  department?: string;
};

/** What a patient said, kept whatever comes of it. False: it was there already. */
export async function storeUtterance(tx: Tx, said: Utterance): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into utterance (hospital, patient, source, channel, at, words, photo, class, touch, department)
     values ($1, $2, $3, $4, moment($5), $6, $7, $8, $9, $10) on conflict (hospital, source) do nothing`,
    [said.hospital, said.patient, said.source, said.channel, said.at, said.words, said.photo, said.class, said.touch, said.department],
  );
  return rowCount === 1;
}

export type UtteranceLine = {
  at: Instant;
  channel: string;
  words: string;
  photo: string | null;
  class: Utterance['class'];
  touch: string | null;
};

/** A patient's words, newest first. */
export async function utterancesOf(tx: Tx, patient: string, limit = 200): Promise<UtteranceLine[]> {
  const { rows } = await tx.query<UtteranceLine>(
    'select at, channel, words, photo, class, touch from utterance where patient = $1 order by at desc, id desc limit $2',
    [patient, limit],
  );
  return rows;
}
