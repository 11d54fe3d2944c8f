import type { MessageClaimed, SendOrder } from '../engine/change.ts';
import type { Instant, Question } from '../engine/plan.ts';
import type { ChangeOf, Saving } from './saving.ts';
import type { Tx } from './with-actor.ts';

/** What has become of a message. `sending`: a carrier call was begun and its result is not written; the next one looks it up first. */
export type MessageStatus = 'claimed' | 'sending' | 'accepted' | 'refused' | 'unknown' | 'delivered' | 'read' | 'withdrawn';

export type StoredMessage = MessageClaimed & {
  hospital: string;
  department: string;
  enrollment: string;
  patient: string;
  queue: string;
  status: MessageStatus;
  attemptStartedAt?: Instant;
  carrierId?: string;
  acceptedAt?: Instant;
  detail?: string;
};

/** The same key again keeps the first message: what it says and what became of it. */
export async function claimMessages(tx: Tx, { enrollment, sends }: Saving, changes: ChangeOf<'message'>[]): Promise<void> {
  const queues = new Map(sends.map((send) => [send.message, send.queue]));
  const messages = changes.map(({ message }) => ({
    ...message,
    who: message.to.who,
    address: message.to.address,
    queue: queues.get(message.key),
  }));
  await tx.query(
    `insert into message (key, hospital, department, enrollment, patient, touch, step, part, channel, form, system, who, address, words,
       language, questions, data, purpose, urgent, counts, queue, claimed_at)
     select m.key, $2, $3, $4, $5, m.touch, m.step, m.part, m.channel, m.form, m.system, m.who, m.address, m.words,
       m.language, m.questions, m.data, m.purpose, m.urgent, m.counts, coalesce(m.queue, 'carrier-' || m.channel), moment(m."claimedAt")
     from json_to_recordset($1) as m (key text, touch text, step text, part text, channel text, form text, system text, who text, address text,
       words text, language text, questions json, data json, purpose text, urgent boolean, counts boolean, queue text, "claimedAt" float8)
     on conflict (key) do nothing`,
    [JSON.stringify(messages), enrollment.hospital, enrollment.department, enrollment.id, enrollment.patient],
  );
}

const columns = `key, hospital, department, enrollment, patient, touch, step, part, channel, form, system, who, address, words, language, questions, data,
  purpose, urgent, counts, queue, status, claimed_at as "claimedAt", attempt_started_at as "attemptStartedAt", carrier_id as "carrierId",
  accepted_at as "acceptedAt", detail`;
type Nullable<T> = { [K in keyof T]: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K] };
type MessageRow = Nullable<Omit<StoredMessage, 'to'>> & MessageClaimed['to'];

function messageOf({ who, address, ...row }: MessageRow): StoredMessage {
  const present = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Omit<StoredMessage, 'to'>;
  return { ...present, to: { who, address } };
}

export async function readMessage(tx: Tx, key: string): Promise<StoredMessage | undefined> {
  const { rows } = await tx.query<MessageRow>(`select ${columns} from message where key = $1`, [key]);
  return rows[0] && messageOf(rows[0]);
}

/** A patient's messages, newest first. */
export async function messagesOf(tx: Tx, patient: string, limit = 200): Promise<StoredMessage[]> {
  const { rows } = await tx.query<MessageRow>(
    `select ${columns} from message where patient = $1 order by claimed_at desc, key desc limit $2`,
    [patient, limit],
  );
  return rows.map(messageOf);
}

/** An enrollment's messages, oldest first. */
export async function messagesOfEnrollment(tx: Tx, enrollment: string): Promise<StoredMessage[]> {
  const { rows } = await tx.query<MessageRow>(
    `select ${columns} from message where enrollment = $1 and patient = (select patient from enrollment where id = $1) order by claimed_at, key`,
    [enrollment],
  );
  return rows.map(messageOf);
}

/** Claimed or begun, and no result yet: what a rebuilt workflow has to send. */
export async function pendingSends(tx: Tx, enrollment: string): Promise<SendOrder[]> {
  const { rows } = await tx.query<SendOrder>(
    `select key as message, touch, queue from message where enrollment = $1 and status in ('claimed', 'sending') order by claimed_at, key`,
    [enrollment],
  );
  return rows;
}

export type Attempt = { begun: true } | { begun: false; status: MessageStatus | undefined };

/**
 * Says, before the carrier is called and in a transaction that is committed by then, that it will be. Only a claimed message can begin,
 * so of two workers one calls. `sending` is answered to the one who finds a call begun and not finished: look it up, never call again.
 */
export async function startAttempt(tx: Tx, { key, at }: { key: string; at: Instant }): Promise<Attempt> {
  const { rowCount } = await tx.query(
    `update message set status = 'sending', attempt_started_at = moment($2) where key = $1 and status = 'claimed'`,
    [key, at],
  );
  if (rowCount === 1) return { begun: true };
  const { rows } = await tx.query<{ status: MessageStatus }>('select status from message where key = $1', [key]);
  return { begun: false, status: rows[0]?.status };
}

/** Each answers whether it changed anything: the first result stands. */
async function settle(tx: Tx, key: string, from: MessageStatus[], set: string, values: unknown[]): Promise<boolean> {
  const { rowCount } = await tx.query(`update message set ${set} where key = $1 and status = any($2)`, [key, from, ...values]);
  return rowCount === 1;
}

export const recordAccepted = (tx: Tx, { key, carrierId, at }: { key: string; carrierId: string; at: Instant }): Promise<boolean> =>
  settle(tx, key, ['claimed', 'sending', 'unknown'], `status = 'accepted', carrier_id = $3, accepted_at = moment($4)`, [carrierId, at]);

/** Also by a later report of the carrier about a message it had accepted. */
export const recordRefused = (tx: Tx, { key, detail, at }: { key: string; detail: string; at: Instant }): Promise<boolean> =>
  settle(tx, key, ['claimed', 'sending', 'unknown', 'accepted'], `status = 'refused', detail = $3, ended_at = moment($4)`, [detail, at]);

/** Nothing was taken: it may be begun again. */
export const recordLater = (tx: Tx, { key, detail }: { key: string; detail: string }): Promise<boolean> =>
  settle(tx, key, ['sending'], `status = 'claimed', attempt_started_at = null, detail = $3`, [detail]);

/** It may have been taken, and nothing tells. Never sent again by itself (design 3.8). */
export const recordUnknown = (tx: Tx, { key, detail, at }: { key: string; detail: string; at: Instant }): Promise<boolean> =>
  settle(tx, key, ['sending'], `status = 'unknown', detail = $3, ended_at = moment($4)`, [detail, at]);

/** Not called after all: death, a stop, an opt-out or the hours came between the claim and the call. */
export const recordWithdrawn = (tx: Tx, { key, detail, at }: { key: string; detail: string; at: Instant }): Promise<boolean> =>
  settle(tx, key, ['claimed'], `status = 'withdrawn', detail = $3, ended_at = moment($4)`, [detail, at]);

/** A receipt also settles a call whose result was not known. What was read stays read. */
export function recordReceipt(tx: Tx, { key, state, at }: { key: string; state: 'delivered' | 'read'; at: Instant }): Promise<boolean> {
  const from: MessageStatus[] = ['sending', 'unknown', 'accepted', ...(state === 'read' ? (['delivered'] as const) : [])];
  return settle(tx, key, from, 'status = $3, accepted_at = coalesce(accepted_at, moment($4)), ended_at = moment($4)', [state, at]);
}

export type NewReport = {
  hospital: string;
  channel: string;
  id: string;
  message?: string;
  kind: string;
  at: Instant;
  data: unknown;
  receivedAt: Instant;
};

/** Keeps what a carrier reported. False: the same report came before. */
export async function storeReport(tx: Tx, report: NewReport): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into report (hospital, channel, id, message, kind, at, data, received_at)
     values ($1, $2, $3, $4, $5, moment($6), $7, moment($8)) on conflict (hospital, channel, id) do nothing`,
    [report.hospital, report.channel, report.id, report.message, report.kind, report.at, JSON.stringify(report.data), report.receivedAt],
  );
  return rowCount === 1;
}

export type Asked = {
  message: string;
  touch: string;
  enrollment: string;
  channel: string;
  questions: Question[];
  at: Instant;
  ended: boolean;
};

/** What the patient was asked and can still answer, newest first: of touches that are open, and of ended ones that nothing newer of their step has followed. */
export async function askedOf(tx: Tx, patient: string): Promise<Asked[]> {
  const { rows } = await tx.query<Asked>(
    `select distinct on (m.claimed_at, m.touch) m.key as message, m.touch, m.enrollment, m.channel, m.questions, m.claimed_at as at, t.ended_at is not null as ended
     from message m join touch t on t.key = m.touch
     where m.patient = $1 and json_array_length(m.questions) > 0 and m.status in ('sending', 'unknown', 'accepted', 'delivered', 'read')
       and not exists (select from touch n where n.enrollment = t.enrollment and n.step = t.step and n.made_at > t.made_at)
       and (t.ended_at is null or t.outcome in ('not_answered', 'not_booked', 'not_moved'))
     order by m.claimed_at desc, m.touch, m.key`,
    [patient],
  );
  return rows;
}
