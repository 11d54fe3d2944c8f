import { storeEvent } from '../../database/events.ts';
import { recordDeath, recordOptOut } from '../../database/patients.ts';
import { postEvent } from '../contract/events.ts';
import { handler, type Call } from '../http/call.ts';
import { entryOf, eventOf, patientNeeded } from '../intake/events.ts';
import { hospitalZone } from '../intake/moments.ts';
import { patientOf } from '../intake/patients.ts';
import type { EventRecord } from '../../engine/chart.ts';

/** Stored and answered; the dispatcher does the rest (design 3.6). */
export const tellEvent = handler(postEvent, async (call) => {
  const { tx, hospital, now, body, parts } = call;
  const entry = entryOf(body.name);
  if (body.patient === undefined && body.patientId === undefined) patientNeeded(entry);
  const event = eventOf(body, body.id ?? parts.deps.newId(), now, await hospitalZone(call));
  const { id: patient, about } = await patientOf(call, body);
  const isNew = await storeEvent(tx, {
    hospital,
    event,
    receivedAt: now,
    ...(patient === undefined ? {} : { patient }),
    ...(about === undefined ? {} : { about }),
  });
  if (isNew && patient !== undefined) await takesEffectAtOnce(call, patient, event);
  return { status: 202, body: { id: event.id, received: isNew ? 'new' : 'again', patientKnown: patient !== undefined } };
});

/** Death and opt-out hold from the row on, not from when the event's turn comes (design 3.5). */
async function takesEffectAtOnce({ tx }: Pick<Call, 'tx'>, patient: string, { name, at }: EventRecord): Promise<void> {
  if (name === 'patient.died') await recordDeath(tx, { patient, at });
  if (name === 'patient.opted_out') await recordOptOut(tx, { patient, optedOut: true, at });
}
