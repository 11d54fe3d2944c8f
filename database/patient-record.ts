import type { Address, Value } from '../engine/chart.ts';
import type { Channel, Instant, Name, Purpose } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

export type PatientRecord = {
  id: string;
  externalId: string;
  fields: Record<Name, Value>;
  language: string | null;
  zone: string | null;
  hours: { from: string; to: string } | null;
  wishedChannel: string | null;
  departments: string[];
  optedOut: boolean;
  diedAt: Instant | null;
  updatedAt: Instant;
  addresses: Address[];
  relatives: { id: string; name: string; relation: string | null; consent: boolean; addresses: Address[] }[];
  /** The newest statement about each purpose and channel. */
  consents: { purpose: Purpose; channel: Channel | null; given: boolean }[];
};

const addressesOf = (condition: string): string => `coalesce((
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('channel', a.channel, 'value', a.value, 'bad', nullif(a.bad, false))) order by a.position, a.id)
    from patient_address a where ${condition}), '[]')`;

/** All that is known of a patient, to be shown; what is decided about a patient is decided on a chart. */
export async function readPatientRecord(tx: Tx, id: string): Promise<PatientRecord | undefined> {
  const { rows } = await tx.query<PatientRecord>(
    `select p.id, p.external_id as "externalId", p.fields, p.language, p.zone, p.hours, p.wished_channel as "wishedChannel", p.departments,
       p.opted_out as "optedOut", p.died_at as "diedAt", p.updated_at as "updatedAt",
       ${addressesOf('a.patient = p.id and a.relative is null')} as addresses,
       coalesce((
         select jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'relation', r.relation, 'consent', r.consent,
           'addresses', ${addressesOf('a.relative = r.id')}) order by r.created_at, r.id)
         from relative r where r.patient = p.id), '[]') as relatives,
       coalesce((
         select jsonb_agg(jsonb_build_object('purpose', c.purpose, 'channel', c.channel, 'given', c.given) order by c.purpose, c.channel)
         from (select distinct on (purpose, channel) purpose, channel, given from consent where patient = p.id
           order by purpose, channel, at desc, id desc) c), '[]') as consents
     from patient p where p.id = $1`,
    [id],
  );
  return rows[0];
}
