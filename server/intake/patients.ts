/** What a system tells of a patient, as it is kept. */
import { adoptEvents } from '../../database/events.ts';
import { readPatientRecord, type PatientRecord } from '../../database/patient-record.ts';
import { findPatient, savePatient, standingPatient } from '../../database/patients.ts';
import type { Address } from '../../engine/chart.ts';
import { patientFields } from '../../language/conditions/objects.ts';
import type { z } from 'zod';
import type { PatientUpdateBody, patientNamed } from '../contract/patients.ts';
import type { Call } from '../http/call.ts';
import { invalid, invalidField, type FieldError } from '../http/problem.ts';
import { hospitalZone, withMoments } from './moments.ts';
import { addressOf, telephone } from './phones.ts';

type Asking = Pick<Call, 'parts' | 'tx' | 'hospital' | 'now' | 'caller'>;

/** Writes it, and takes up the events that came before the patient was known. `at`: where the fields stand in the request. */
export async function tellOfPatient(
  call: Asking,
  externalId: string,
  told: PatientUpdateBody,
  at = '',
): Promise<{ id: string; created: boolean }> {
  const { tx, hospital, now, parts, caller } = call;
  const mistakes: FieldError[] = [];
  const place = (name: string): string => (at === '' ? name : `${at}.${name}`);
  const known = await knownOf(call, externalId);
  const addresses = addressesOf(told, known?.addresses ?? [], place, mistakes);
  const relatives = told.relatives?.map(({ phone, addresses: given = [], ...relative }, i) => {
    const at = place(`relatives[${i}]`);
    const own = phone === undefined ? [] : [phoneAddress(phone, `${at}.phone`, mistakes)];
    return { ...relative, addresses: [...own, ...given.map((address, n) => addressOf(address, `${at}.addresses[${n}]`, mistakes))] };
  });
  if (mistakes.length > 0) throw invalid(mistakes);
  const { language, zone, wishedChannel, hours, departments, consents, optedOut, name, fields } = told;
  const zoneOfHospital = await hospitalZone(call);
  const allFields = withMoments(patientFields, { ...fields, ...(name === undefined ? {} : { name }) }, zoneOfHospital);
  const present = Object.fromEntries(
    Object.entries({ language, zone, wishedChannel, hours, departments, optedOut }).filter(([, value]) => value !== undefined),
  );
  const saved = await savePatient(tx, {
    hospital,
    externalId,
    id: parts.deps.newId(),
    at: now,
    source: caller.name,
    fields: allFields,
    ...present,
    ...(consents ? { consents: consents.map(({ channel, ...rest }) => ({ ...rest, ...(channel ? { channel } : {}) })) } : {}),
    ...(addresses ? { addresses } : {}),
    ...(relatives
      ? { relatives: relatives.map(({ relation, ...rest }) => ({ ...rest, ...(relation === undefined ? {} : { relation }) })) }
      : {}),
  });
  await adoptEvents(tx, { hospital, about: externalId, patient: saved.id });
  return saved;
}

async function knownOf({ tx, hospital }: Asking, externalId: string): Promise<PatientRecord | undefined> {
  const id = await findPatient(tx, { hospital, externalId });
  return id === undefined ? undefined : readPatientRecord(tx, id);
}

function phoneAddress(phone: string, field: string, mistakes: FieldError[]): Address {
  const read = telephone(phone, field);
  if ('number' in read) return { channel: 'phone', value: read.number };
  mistakes.push(read.mistake);
  return { channel: 'phone', value: phone };
}

/** `phone` alone replaces the number and leaves the other addresses. */
function addressesOf(
  { phone, addresses }: PatientUpdateBody,
  known: Address[],
  place: (name: string) => string,
  mistakes: FieldError[],
): Address[] | undefined {
  if (phone === undefined && addresses === undefined) return undefined;
  const given = addresses?.map((address, i) => addressOf(address, place(`addresses[${i}]`), mistakes));
  if (phone === undefined) return given;
  const own = phoneAddress(phone, place('phone'), mistakes);
  const others = (given ?? known).filter((address) => address.channel !== 'phone' || (given !== undefined && address.value !== own.value));
  const same = known.find((address) => address.channel === 'phone' && address.value === own.value);
  return [{ ...own, ...(same?.bad ? { bad: true } : {}) }, ...others];
}

type Named = { patient?: z.output<typeof patientNamed> | undefined; patientId?: string | undefined };

/** Whose a request is. Undefined: a number nobody knows yet, and nothing is told of who that is. */
export async function patientOf(call: Asking, { patient, patientId }: Named): Promise<{ id?: string; about?: string }> {
  if (patient !== undefined && patientId !== undefined)
    throw invalidField('patientId', 'one-of-two', 'Either patient or patientId.', 'patient 和 patientId 只写一个。');
  if (patientId !== undefined) {
    const id = await standingPatient(call.tx, patientId);
    if (id === undefined) throw invalidField('patientId', 'unknown-patient', 'There is no such patient.', '没有这位患者。');
    return { id };
  }
  if (patient === undefined) return {};
  const { externalId, ...told } = patient;
  if (Object.keys(told).length > 0) return { id: (await tellOfPatient(call, externalId, told, 'patient')).id, about: externalId };
  const id = await findPatient(call.tx, { hospital: call.hospital, externalId });
  return { about: externalId, ...(id === undefined ? {} : { id }) };
}
