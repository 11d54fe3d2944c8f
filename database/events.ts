import type { EventRecord } from '../engine/chart.ts';
import type { Instant } from '../engine/plan.ts';
import type { ChangeOf, Saving } from './saving.ts';
import type { Tx } from './with-actor.ts';

export type NewEvent = {
  hospital: string;
  /** Undefined: about no patient (weather.alert), or about one nobody knows. */
  patient?: string;
  /** The hospital's own number of the patient, as it was sent. */
  about?: string;
  event: EventRecord;
  receivedAt: Instant;
};

/** Keeps an event, for the dispatcher to take. False: it was there already; the same event twice is once. */
export async function storeEvent(tx: Tx, { hospital, patient, about, event, receivedAt }: NewEvent): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into event (hospital, source, patient, about, name, at, fields, objects, received_at)
     values ($1, $2, $3, $4, $5, moment($6), $7, $8, moment($9)) on conflict (hospital, source) do nothing`,
    [hospital, event.id, patient, about, event.name, event.at, JSON.stringify(event.fields), JSON.stringify(event.objects), receivedAt],
  );
  return rowCount === 1;
}

/** What an event that is there already is about: two systems may number their messages alike. */
export async function eventCalled(
  tx: Tx,
  hospital: string,
  id: string,
): Promise<{ name: string; patient: string | null; about: string | null } | undefined> {
  const { rows } = await tx.query<{ name: string; patient: string | null; about: string | null }>(
    'select name, patient, about from event where hospital = $1 and source = $2',
    [hospital, id],
  );
  return rows[0];
}

/** What follows from a step of the engine and is to be heard by every SOP of the patient. */
export async function storeFollowing(tx: Tx, { enrollment, at }: Saving, changes: ChangeOf<'event'>[]): Promise<void> {
  for (const { event } of changes)
    await storeEvent(tx, { hospital: enrollment.hospital, patient: enrollment.patient, event, receivedAt: at });
}

/** `enroll` steps: a request that the dispatcher takes like any other, with the SOP it is for in `fields.sop`. */
export async function storeRequests(tx: Tx, saving: Saving, changes: ChangeOf<'start'>[]): Promise<void> {
  const events = changes.map(({ sop, because, touch, at }) => ({
    kind: 'event' as const,
    event: { id: `${touch}/start`, name: 'enrollment.requested', at, fields: { sop, because }, objects: {} },
  }));
  await storeFollowing(tx, saving, events);
}

export type QueuedEvent = EventRecord & { number: number; hospital: string; patient?: string; attempts: number };
type EventRow = {
  number: number;
  hospital: string;
  patient: string | null;
  attempts: number;
  id: string;
  name: string;
  at: Instant;
} & Pick<EventRecord, 'fields' | 'objects'>;

/**
 * Takes the next event that nobody has: its patient's oldest, with the patient's lock for the rest of the transaction. Two dispatchers
 * work on different patients side by side; one patient's events come strictly in order of arrival.
 */
export async function takeEvent(tx: Tx, now: Instant): Promise<QueuedEvent | undefined> {
  return (await takeOf(tx, now, ofPatients)) ?? takeOf(tx, now, ofNobody);
}

const taken = 'e.id as number, e.hospital, e.patient, e.attempts, e.source as id, e.name, e.at, e.fields, e.objects';
const waiting = 'e.dispatched_at is null and e.given_up_at is null';
/** An event that waits to be tried again holds up the later ones of its patient, and nobody else's. */
const ofPatients = `
select ${taken} from event e join patient p on p.id = e.patient
where ${waiting} and (e.retry_at is null or e.retry_at <= moment($1))
  and not exists (select from event f where f.patient = e.patient and f.dispatched_at is null and f.given_up_at is null and f.id < e.id)
order by e.id limit 1 for no key update of e, p skip locked`;
/** One about a patient whom nobody knows yet waits until the patient is known (adoptEvents). */
const ofNobody = `
select ${taken} from event e
where ${waiting} and (e.retry_at is null or e.retry_at <= moment($1)) and e.patient is null and e.about is null
order by e.id limit 1 for no key update of e skip locked`;

async function takeOf(tx: Tx, now: Instant, sql: string): Promise<QueuedEvent | undefined> {
  const { rows } = await tx.query<EventRow>(sql, [now]);
  const [row] = rows;
  if (!row) return undefined;
  const { patient, ...event } = row;
  return patient === null ? event : { ...event, patient };
}

/** In the transaction that did what the event asks. */
export async function markDispatched(tx: Tx, number: number, at: Instant): Promise<void> {
  await tx.query('update event set dispatched_at = moment($2), failure = null where id = $1', [number, at]);
}

/** `retryAt` absent: given up, a person decides, and the patient's later events go on. In a transaction of its own, after the failed one. */
export async function recordFailure(tx: Tx, failed: { number: number; failure: string; at: Instant; retryAt?: Instant }): Promise<void> {
  await tx.query(
    `update event set attempts = attempts + 1, failure = $2, retry_at = moment($4), given_up_at = case when $4::float8 is null then moment($3) end
     where id = $1 and dispatched_at is null`,
    [failed.number, failed.failure, failed.at, failed.retryAt ?? null],
  );
}

/** What was given up before then waits for the dispatcher again. Answers how many. */
export async function retryGivenUp(tx: Tx, before: Instant): Promise<number> {
  const { rowCount } = await tx.query(
    'update event set given_up_at = null, retry_at = null where dispatched_at is null and given_up_at <= moment($1)',
    [before],
  );
  return rowCount ?? 0;
}

/** Events that came in the same moment as their patient's first record, and saw nothing of it. Answers how many have their patient now. */
export async function adoptOrphans(tx: Tx): Promise<number> {
  const { rowCount } = await tx.query(
    `update event e set patient = coalesce(p.joined_into, p.id) from patient p
     where e.patient is null and e.dispatched_at is null and p.hospital = e.hospital and p.external_id = e.about`,
  );
  return rowCount ?? 0;
}

/** Tries once more what was given up. False: there is no such event. */
export async function retryEvent(tx: Tx, number: number): Promise<boolean> {
  const { rowCount } = await tx.query('update event set given_up_at = null, retry_at = null where id = $1 and given_up_at is not null', [
    number,
  ]);
  return rowCount === 1;
}

/** Puts events that came before their patient was known under the patient. Answers how many. */
export async function adoptEvents(
  tx: Tx,
  { hospital, about, patient }: { hospital: string; about: string; patient: string },
): Promise<number> {
  const { rowCount } = await tx.query(
    'update event set patient = $3 where hospital = $1 and about = $2 and patient is null and dispatched_at is null',
    [hospital, about, patient],
  );
  return rowCount ?? 0;
}

/** Whether anything of the patient waits for the dispatcher: part of what a rehearsal asks before it skips time. */
export async function eventsWaiting(tx: Tx, patient: string): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    'select count(*) as n from event where patient = $1 and dispatched_at is null and given_up_at is null',
    [patient],
  );
  return rows[0]!.n;
}
