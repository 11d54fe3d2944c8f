import type { Address, Consent, Value } from '../engine/chart.ts';
import type { Channel, Instant, Language, Name } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

export type RelativeUpdate = { id: string; name: string; relation?: string; consent: boolean; addresses: Address[] };

/** What a system knows of a patient. What is absent stays as it was; lists that are given replace what was there, consents are added. */
export type PatientUpdate = {
  hospital: string;
  /** The hospital's own number. */
  externalId: string;
  /** Used if the patient is new. */
  id: string;
  at: Instant;
  /** Who says so, kept with consents. */
  source: string;
  /** null: no longer known. */
  fields?: Record<Name, Value>;
  language?: Language | null;
  zone?: string | null;
  wishedChannel?: Channel | null;
  hours?: { from: string; to: string } | null;
  departments?: string[];
  /** Telephone numbers in E.164. */
  addresses?: Address[];
  relatives?: RelativeUpdate[];
  consents?: Consent[];
  optedOut?: boolean;
};

/** Writes what is known of a patient, and answers whose record it is: a number that was joined into another belongs to that one. */
export async function savePatient(tx: Tx, update: PatientUpdate): Promise<{ id: string; created: boolean }> {
  const { rowCount } = await tx.query(
    `insert into patient (id, hospital, external_id, created_at, updated_at) values ($1, $2, $3, moment($4), moment($4))
     on conflict (hospital, external_id) do nothing`,
    [update.id, update.hospital, update.externalId, update.at],
  );
  const id = await findPatient(tx, update);
  if (id === undefined) throw new Error(`Patient ${update.externalId} cannot be seen by who writes it.`);
  await saveOwn(tx, id, update);
  if (update.addresses) await replaceAddresses(tx, { hospital: update.hospital, patient: id, relative: null, addresses: update.addresses });
  for (const relative of update.relatives ?? []) await saveRelative(tx, id, update, relative);
  if (update.relatives) await removeRelatives(tx, id, update.relatives);
  for (const consent of update.consents ?? []) await recordConsent(tx, { patient: id, ...consent, ...update });
  return { id, created: rowCount === 1 };
}

/** A patient's record by the hospital's own number. */
export async function findPatient(tx: Tx, { hospital, externalId }: { hospital: string; externalId: string }): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    `with recursive one as (
       select id, joined_into from patient where hospital = $1 and external_id = $2
       union all
       select p.id, p.joined_into from patient p join one on p.id = one.joined_into
     ) select id from one where joined_into is null`,
    [hospital, externalId],
  );
  return rows[0]?.id;
}

/** The record that stands for this one: itself, or the one it was joined into. */
export async function standingPatient(tx: Tx, id: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    `with recursive one as (
       select id, joined_into from patient where id = $1
       union all
       select p.id, p.joined_into from patient p join one on p.id = one.joined_into
     ) select id from one where joined_into is null`,
    [id],
  );
  return rows[0]?.id;
}

async function saveOwn(tx: Tx, id: string, update: PatientUpdate): Promise<void> {
  const plain: [column: string, value: unknown][] = [
    ['language', update.language],
    ['zone', update.zone],
    ['wished_channel', update.wishedChannel],
    ['hours', update.hours && JSON.stringify(update.hours)],
    ['departments', update.departments],
    ['opted_out', update.optedOut],
  ];
  const set = plain.filter(([, value]) => value !== undefined);
  const columns = set.map(([column], index) => `, ${column} = $${index + 4}`).join('');
  await tx.query(
    `update patient set updated_at = moment($2),
       fields = coalesce((select jsonb_object_agg(key, value) from jsonb_each(fields || $3) where value <> 'null'), '{}')${columns}
     where id = $1`,
    [id, update.at, JSON.stringify(update.fields ?? {}), ...set.map(([, value]) => value)],
  );
}

type AddressList = { hospital: string; patient: string; relative: string | null; addresses: Address[] };

/** An address that is known to be bad stays so until somebody says it is good. */
async function replaceAddresses(tx: Tx, { hospital, patient, relative, addresses }: AddressList): Promise<void> {
  const given = JSON.stringify(addresses);
  await tx.query(
    `delete from patient_address a where a.patient = $1 and a.relative is not distinct from $2
       and not exists (select from json_to_recordset($3) as g (channel text, value text) where g.channel = a.channel and g.value = a.value)`,
    [patient, relative, given],
  );
  await tx.query(
    `insert into patient_address as a (hospital, patient, relative, channel, value, bad, position)
     select $1, $2, $3, g.channel, g.value, coalesce(g.bad, false), g.position
     from rows from (json_to_recordset($4) as (channel text, value text, bad boolean)) with ordinality as g (channel, value, bad, position)
     on conflict (patient, relative, channel, value) do update set position = excluded.position,
       bad = coalesce((select (x ->> 'bad')::boolean from jsonb_array_elements($4::jsonb) x
         where x ->> 'channel' = a.channel and x ->> 'value' = a.value limit 1), a.bad)`,
    [hospital, patient, relative, given],
  );
}

const relativeId = (patient: string, id: string): string => (id.startsWith(`${patient}/`) || id.includes('/') ? id : `${patient}/${id}`);

async function saveRelative(tx: Tx, patient: string, { hospital, at }: PatientUpdate, relative: RelativeUpdate): Promise<void> {
  const id = relativeId(patient, relative.id);
  await tx.query(
    `insert into relative as r (id, hospital, patient, name, relation, consent, created_at) values ($1, $2, $3, $4, $5, $6, moment($7))
     on conflict (id) do update set name = excluded.name, relation = excluded.relation, consent = excluded.consent where r.patient = excluded.patient`,
    [id, hospital, patient, relative.name, relative.relation, relative.consent, at],
  );
  await replaceAddresses(tx, { hospital, patient, relative: id, addresses: relative.addresses });
}

/** Those named by the patient in an answer stay, whatever a system lists. */
async function removeRelatives(tx: Tx, patient: string, kept: RelativeUpdate[]): Promise<void> {
  const ids = kept.map((relative) => relativeId(patient, relative.id));
  await tx.query('delete from relative where patient = $1 and touch is null and id <> all($2)', [patient, ids]);
}

export type ConsentStatement = Consent & { hospital: string; patient: string; source: string; at: Instant };

/** Every statement is kept; one that says what the newest says already is not written again. */
export async function recordConsent(tx: Tx, { hospital, patient, purpose, channel, given, source, at }: ConsentStatement): Promise<void> {
  await tx.query(
    `insert into consent (hospital, patient, purpose, channel, given, source, at)
     select $1, $2, $3, $4, $5, $6, moment($7)
     where $5 is distinct from (select given from consent where patient = $2 and purpose = $3 and channel is not distinct from $4
       order by at desc, id desc limit 1)`,
    [hospital, patient, purpose, channel ?? null, given, source, at],
  );
}

/** Death holds with the row (design 3.5). False: it was known already. */
export async function recordDeath(tx: Tx, { patient, at }: { patient: string; at: Instant }): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update patient set died_at = moment($2), updated_at = moment($2) where id = $1 and died_at is null',
    [patient, at],
  );
  return rowCount === 1;
}

/** `optedOut: false`: wants to be written to again. */
export async function recordOptOut(tx: Tx, { patient, optedOut, at }: { patient: string; optedOut: boolean; at: Instant }): Promise<void> {
  await tx.query(
    'update patient set opted_out = $2, opted_out_at = case when $2 then coalesce(opted_out_at, moment($3)) end, updated_at = moment($3) where id = $1',
    [patient, optedOut, at],
  );
}

export type NewReading = { hospital: string; patient: string; code: string; value: number; unit?: string; at: Instant; source: string };

/** False: the same reading was there already. */
export async function storeReading(tx: Tx, { hospital, patient, code, value, unit, at, source }: NewReading): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into reading (hospital, patient, code, value, unit, at, source) values ($1, $2, $3, $4, $5, moment($6), $7)
     on conflict (hospital, source) do nothing`,
    [hospital, patient, code, value, unit, at, source],
  );
  return rowCount === 1;
}

/** Staff wrote to or phoned the patient: automatic messages wait until it has been quiet. */
export async function recordStaffContact(
  tx: Tx,
  { hospital, patient, at, by, how, touch }: { hospital: string; patient: string; at: Instant; by: string; how: string; touch?: string },
): Promise<void> {
  await tx.query('insert into staff_contact (hospital, patient, at, by, how, touch) values ($1, $2, moment($3), $4, $5, $6)', [
    hospital,
    patient,
    at,
    by,
    how,
    touch,
  ]);
}

/** Who can be reached there: whose words came from this address. A relative's address answers with the relative. */
export async function patientsAt(
  tx: Tx,
  { hospital, value }: { hospital: string; value: string },
): Promise<{ patient: string; relative: string | null }[]> {
  const { rows } = await tx.query<{ patient: string; relative: string | null }>(
    'select distinct patient, relative from patient_address where hospital = $1 and value = $2 order by patient, relative nulls first',
    [hospital, value],
  );
  return rows;
}

export type PatientLine = {
  id: string;
  externalId: string;
  name: string | null;
  departments: string[];
  diedAt: Instant | null;
  optedOut: boolean;
};

export async function readPatientLine(tx: Tx, id: string): Promise<PatientLine | undefined> {
  const { rows } = await tx.query<PatientLine>(
    'select id, external_id as "externalId", name, departments, died_at as "diedAt", opted_out as "optedOut" from patient where id = $1',
    [id],
  );
  return rows[0];
}
