/** Whose words came from an address: several patients may share one (a daughter's phone, a couple's). */
import { askedOf, messagesOf } from '../../database/messages.ts';
import { patientsAt, standingPatient } from '../../database/patients.ts';
import type { Tx } from '../../database/with-actor.ts';
import type { Instant } from '../../engine/plan.ts';
import { telephone } from './phones.ts';

/**
 * The patient who was asked last and can still answer, else the one who was written to last, there. Undefined: nobody has this address;
 * the words are kept all the same.
 */
export async function speakerAt(tx: Tx, { hospital, address }: { hospital: string; address: string }): Promise<string | undefined> {
  const read = telephone(address, 'from');
  const found = await patientsAt(tx, { hospital, value: address });
  const known = found.length === 0 && 'number' in read ? await patientsAt(tx, { hospital, value: read.number }) : found;
  const patients = [...new Set(known.map(({ patient }) => patient))];
  if (patients.length <= 1) return patients[0] === undefined ? undefined : standingPatient(tx, patients[0]);
  const turns: { patient: string; asked?: Instant; written?: Instant }[] = [];
  for (const patient of patients)
    turns.push({ patient, ...(await lastTurn(tx, patient, [address, 'number' in read ? read.number : address])) });
  const [newest] = turns.sort((a, b) => (b.asked ?? -1) - (a.asked ?? -1) || (b.written ?? -1) - (a.written ?? -1));
  return newest?.patient;
}

async function lastTurn(tx: Tx, patient: string, addresses: string[]): Promise<{ asked?: Instant; written?: Instant }> {
  const messages = (await messagesOf(tx, patient, 50)).filter(({ to }) => addresses.includes(to.address));
  const keys = new Set(messages.map(({ key }) => key));
  const asked = (await askedOf(tx, patient)).find(({ message, ended }) => !ended && keys.has(message))?.at;
  const written = messages[0]?.claimedAt;
  return { ...(asked === undefined ? {} : { asked }), ...(written === undefined ? {} : { written }) };
}
