/** Whose words came from an address: several patients may share one (a daughter's phone, a couple's). */
import { askedOf, messagesOf } from '../../database/messages.ts';
import { patientsAt, savePatient, standingPatient } from '../../database/patients.ts';
import type { Tx } from '../../database/with-actor.ts';
import { channels } from '../../engine/plan.ts';
import type { Instant } from '../../engine/plan.ts';
import { telephone } from './phones.ts';

/** `relative`: it is only a relative's address, so the words are about the patient and not the patient's own. */
export type Speaker = { patient: string; relative?: true };

/** The patient who was asked last and can still answer, else the one who was written to last, there. Undefined: nobody has this address. */
export async function speakerAt(tx: Tx, { hospital, address }: { hospital: string; address: string }): Promise<Speaker | undefined> {
  const read = telephone(address, 'from');
  const found = await patientsAt(tx, { hospital, value: address });
  const known = found.length === 0 && 'number' in read ? await patientsAt(tx, { hospital, value: read.number }) : found;
  const patients = [...new Set(known.map(({ patient }) => patient))];
  const speaker = async (patient: string): Promise<Speaker | undefined> => {
    const standing = await standingPatient(tx, patient);
    const own = known.some((one) => one.patient === patient && one.relative === null);
    return standing === undefined ? undefined : { patient: standing, ...(own ? {} : { relative: true as const }) };
  };
  if (patients.length <= 1) return patients[0] === undefined ? undefined : speaker(patients[0]);
  const turns: { patient: string; asked?: Instant; written?: Instant }[] = [];
  for (const patient of patients)
    turns.push({ patient, ...(await lastTurn(tx, patient, [address, 'number' in read ? read.number : address])) });
  const [newest] = turns.sort((a, b) => (b.asked ?? -1) - (a.asked ?? -1) || (b.written ?? -1) - (a.written ?? -1));
  return newest && speaker(newest.patient);
}

export type Stranger = { hospital: string; address: string; channel: string; id: string; at: Instant };

/**
 * A record for whoever writes from an address nobody has: what is said is triaged and read like anybody's, and the record can be joined to
 * the patient's own (A40) when it is known whose it is. The same address is the same stranger.
 */
export async function strangerAt(tx: Tx, { hospital, address, channel, id, at }: Stranger): Promise<Speaker> {
  const read = telephone(address, 'from');
  const by = channels.find((name) => name === channel);
  const known =
    'number' in read ? { channel: 'phone' as const, value: read.number } : { channel: by ?? ('phone' as const), value: address };
  const fields = { name: `未登记的号码（尾号 ${address.slice(-4)}）` };
  const saved = await savePatient(tx, {
    hospital,
    externalId: `unknown:${known.value}`,
    id,
    at,
    source: 'words',
    fields,
    addresses: [known],
  });
  return { patient: saved.id };
}

async function lastTurn(tx: Tx, patient: string, addresses: string[]): Promise<{ asked?: Instant; written?: Instant }> {
  const messages = (await messagesOf(tx, patient, 50)).filter(({ to }) => addresses.includes(to.address));
  const keys = new Set(messages.map(({ key }) => key));
  const asked = (await askedOf(tx, patient)).find(({ message, ended }) => !ended && keys.has(message))?.at;
  const written = messages[0]?.claimedAt;
  return { ...(asked === undefined ? {} : { asked }), ...(written === undefined ? {} : { written }) };
}
