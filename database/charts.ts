import type { Chart, EnrollmentChart, EnrollmentStatus, EventRecord, PatientChart, StepTally, TouchChart } from '../engine/chart.ts';
import type { EventName, HouseRules, Instant, Name, Purpose } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

/** What has to be known of an enrollment before its chart can be read: whose it is, and which plan and house rules it needs. */
export type EnrollmentHead = {
  id: string;
  hospital: string;
  patient: string;
  department: string;
  sop: Name;
  hash: string;
  status: EnrollmentStatus;
  seq: number;
  rehearsal: boolean;
};

const headColumns = 'id, hospital, patient, department, sop, hash, status, seq, rehearsal';

/**
 * Takes the patient's lock, for the rest of the transaction, and answers the enrollment as it is then. Undefined: the actor can see none.
 * Everything that decides about a patient begins here (design 3.3).
 */
export async function lockEnrollment(tx: Tx, enrollment: string): Promise<EnrollmentHead | undefined> {
  const { rows } = await tx.query<EnrollmentHead>(`select ${headColumns} from lock_enrollment($1)`, [enrollment]);
  return rows[0];
}

/** Takes the patient's lock without an enrollment, for starts and for events. False: no such patient. */
export async function lockPatient(tx: Tx, patient: string): Promise<boolean> {
  const { rowCount } = await tx.query('select from patient where id = $1 for no key update', [patient]);
  return rowCount === 1;
}

export type ChartRequest = {
  house: HouseRules;
  now: Instant;
  /** Keys of ended touches that are needed too, with what they came from and what came of them: a late answer, a late completion. */
  touches?: string[];
  /** Only these events; absent: all. What the plan's `expect` steps wait for. */
  events?: EventName[];
};

/**
 * The chart of one enrollment (engine/chart.ts), read under the lock that `lockEnrollment` took. Of the ended touches it holds those
 * the engine may ask for: the newest of each step, the days that the file lists, those a live one came from with what else came of them,
 * and those that a moved date plans again.
 * Undefined: the actor can see none.
 */
export async function loadChart(
  tx: Tx,
  enrollment: string,
  { house, now, touches = [], events }: ChartRequest,
): Promise<Chart | undefined> {
  const { rows } = await tx.query<EnrollmentRow>({ name: 'chart-enrollment', text: enrollmentSql, values: [enrollment, touches] });
  const row = rows[0];
  if (!row) return undefined;
  const patient = await readPatient(tx, row.patient, enrollment, { since: row.since, now, events });
  if (!patient) return undefined;
  return {
    house,
    ...patient,
    enrollment: { ...row.chart, seq: row.seq },
    touches: Object.fromEntries((row.touches ?? []).map((touch) => [touch.key, touch])),
    tallies: row.tallies ?? {},
  };
}

export type AdmissionRequest = { house: HouseRules; now: Instant; enrollment: EnrollmentChart; since?: Instant; events?: EventName[] };

/** The chart of an enrollment that is not there yet: what is known about the patient, no touches. `since`: from when events are read. */
export async function loadAdmissionChart(tx: Tx, patient: string, request: AdmissionRequest): Promise<Chart | undefined> {
  const { house, now, enrollment, since = now, events } = request;
  const known = await readPatient(tx, patient, enrollment.id, { since, now, events });
  return known && { house, ...known, enrollment, touches: {}, tallies: {} };
}

type EnrollmentRow = {
  patient: string;
  chart: Omit<EnrollmentChart, 'seq'>;
  seq: number;
  since: Instant;
  touches: TouchChart[] | null;
  tallies: Record<string, StepTally> | null;
};

/** By key and through the indexes made for it, never by a join of the whole table (`offset 0`). `since`: a day before day 0 or the start, whichever is earlier; a day covers every zone. */
const enrollmentSql = `
with recursive wanted as (
  select key, parent from touch where enrollment = $1 and ended_at is null
  union
  select key, parent from touch where key = any($2)
  union
  select key, parent from touch where parent = any($2) and not chart ? 'occurrenceDate'
  union
  select key, parent from touch where enrollment = $1
    and (outcome = 'expired' and reason = 'late' or outcome = 'skipped' and reason = 'same_day')
    and not chart ?| array['occurrenceDate', 'event']
  union
  select key, parent from touch where enrollment = $1 and number is not null and parent is null and not chart ?| array['occurrenceDate', 'event']
  union
  select sibling.key, sibling.parent from touch live cross join lateral (
    (select key, parent from touch where parent = live.parent and not chart ? 'occurrenceDate' offset 0)
    union all
    (select key, parent from touch where parent = live.parent and step = live.step and chart ? 'occurrenceDate' and made_at is not null
      order by number desc limit 1)
    union all
    (select key, parent from touch where parent = live.parent and step = live.step and chart ? 'occurrenceDate'
      and made_at is null and outcome is not null and reason is distinct from 'replaced'
      order by number desc limit 1)
  ) sibling
  where live.enrollment = $1 and live.ended_at is null and live.parent is not null
  union
  select newest.key, newest.parent from step_tally s cross join lateral (
    (select key, parent from touch where enrollment = $1 and step = s.step and ended_at is not null
      order by ended_at desc, target desc limit 1)
    union all
    (select key, parent from touch where enrollment = $1 and step = s.step and outcome is not null
      order by coalesce(made_at, ended_at) desc, target desc limit 1)
    union all
    (select key, parent from touch where enrollment = $1 and step = s.step and number is not null and made_at is not null
      order by number desc limit 1)
    union all
    (select key, parent from touch where enrollment = $1 and step = s.step and number is not null and made_at is null
        and outcome is not null and reason is distinct from 'replaced'
      order by number desc limit 1)
  ) newest
  where s.enrollment = $1
), chain as (
  select key, parent from wanted
  union
  select t.key, t.parent from chain c cross join lateral (select key, parent from touch where key = c.parent offset 0) t
)
select e.patient, e.chart, e.seq,
  least(ms(e.started_at), ms((left(e.chart -> 'dates' ->> 'day_0', 10)::date)::timestamp at time zone 'UTC')) - 86400000 as since,
  (select jsonb_agg(t.chart order by t.planned_at, t.step_order, t.key)
    from chain cross join lateral (select * from touch where key = chain.key offset 0) t) as touches,
  (select jsonb_object_agg(step, jsonb_build_object('made', made, 'answered', answered, 'missedInARow', missed_in_a_row))
    from step_tally where enrollment = $1) as tallies
from enrollment e where e.id = $1`;

type PatientPart = Pick<Chart, 'patient' | 'contacts' | 'coming' | 'others' | 'staffTalkedAt' | 'events' | 'openNoWay'>;
type PatientRow = {
  patient: PatientChart;
  contacts: { at: Instant; purpose: Purpose; enrollment: string }[] | null;
  coming: Chart['coming'] | null;
  others: Chart['others'] | null;
  talked: Instant | null;
  events: EventRecord[] | null;
  no_way: string | null;
};
type Window = { since: Instant; now: Instant; events: EventName[] | undefined };

async function readPatient(tx: Tx, patient: string, enrollment: string, { since, now, events }: Window): Promise<PatientPart | undefined> {
  const values = [patient, enrollment, now, since, events ?? null];
  const { rows } = await tx.query<PatientRow>({ name: 'chart-patient', text: patientSql, values });
  const row = rows[0];
  if (!row) return undefined;
  return {
    patient: row.patient,
    contacts: row.contacts ?? [],
    coming: row.coming ?? [],
    others: row.others ?? [],
    events: row.events ?? [],
    ...(row.talked === null ? {} : { staffTalkedAt: row.talked }),
    ...(row.no_way === null ? {} : { openNoWay: row.no_way }),
  };
}

const addressesOf = (condition: string): string => `coalesce((
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('channel', a.channel, 'value', a.value, 'bad', nullif(a.bad, false))) order by a.position, a.id)
    from patient_address a where ${condition}), '[]')`;

/** Contacts and what is coming are read from the outlines: they count whichever department's they are. */
const patientSql = `
select
  jsonb_strip_nulls(jsonb_build_object(
    'id', p.id, 'language', p.language, 'zone', p.zone, 'diedAt', ms(p.died_at), 'hours', p.hours, 'wishedChannel', p.wished_channel,
    'optedOut', p.opted_out
  )) || jsonb_build_object(
    'fields', p.fields,
    'addresses', ${addressesOf('a.patient = p.id and a.relative is null')},
    'relatives', coalesce((
      select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', r.id, 'name', r.name, 'relation', r.relation, 'consent', r.consent))
        || jsonb_build_object('addresses', ${addressesOf('a.patient = p.id and a.relative = r.id')}) order by r.created_at, r.id)
      from relative r where r.patient = p.id), '[]'),
    'consents', coalesce((
      select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('purpose', c.purpose, 'channel', c.channel, 'given', c.given)))
      from (select distinct on (purpose, channel) purpose, channel, given from consent where patient = p.id
        order by purpose, channel, at desc, id desc) c), '[]'),
    'readings', coalesce((
      select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('code', r.code, 'value', r.value, 'unit', r.unit, 'at', ms(r.at))) order by r.at, r.id)
      from (
        select id, code, value, unit, at from reading where patient = p.id and at > moment($3) - interval '400 days'
        union
        select * from (select distinct on (code) id, code, value, unit, at from reading where patient = p.id order by code, at desc, id desc) newest
      ) r), '[]')
  ) as patient,
  (select jsonb_agg(jsonb_build_object('at', ms(m.claimed_at), 'purpose', m.purpose, 'enrollment', m.enrollment, 'message', m.key) order by m.claimed_at, m.key)
    from message_outline m
    where m.patient = p.id and m.counts and m.status not in ('refused', 'withdrawn') and m.claimed_at > moment($3) - interval '8 days') as contacts,
  (select jsonb_agg(jsonb_build_object('at', ms(greatest(t.target, t.held_until)), 'purpose', t.purpose, 'urgent', t.urgent, 'enrollment', t.enrollment)
      order by t.target, t.key)
    from touch_outline t
    where t.patient = p.id and t.ended_at is null and t.made_at is null and t.reaches and t.target is not null and t.enrollment <> $2) as coming,
  (select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', o.id, 'sop', o.sop, 'status', o.status, 'startedBy', o.started_by,
      'startedAt', ms(o.started_at), 'endedAt', ms(o.ended_at), 'endReason', o.end_reason)) order by o.started_at, o.id)
    from enrollment_outline o where o.patient = p.id and o.id <> $2) as others,
  (select ms(max(s.at)) from staff_contact s where s.patient = p.id) as talked,
  (select jsonb_agg(jsonb_build_object('id', e.source, 'name', e.name, 'at', ms(e.at), 'fields', e.fields, 'objects', e.objects) order by e.at, e.id)
    from event e
    where e.patient = p.id and e.at >= greatest(moment($4), moment($3) - interval '400 days') and ($5::text[] is null or e.name = any($5))) as events,
  (select k.touch from task_outline k where k.patient = p.id and k.step = 'no_way' and k.status in ('open', 'claimed')
    order by k.opened_at limit 1) as no_way
from patient p where p.id = $1`;
