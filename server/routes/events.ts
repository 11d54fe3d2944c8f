import { eventCalled, storeEvent } from '../../database/events.ts';
import { recordDeath, recordOptOut } from '../../database/patients.ts';
import { postEvent } from '../contract/events.ts';
import { handler, type Call } from '../http/call.ts';
import { entryOf, eventOf, patientNeeded } from '../intake/events.ts';
import { Problem } from '../http/problem.ts';
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
  if (!isNew) await sameAsBefore(call, event, patient);
  if (isNew && patient !== undefined) await takesEffectAtOnce(call, patient, event);
  return { status: 202, body: { id: event.id, received: isNew ? 'new' : 'again', patientKnown: patient !== undefined } };
});

/** The same id again is the same event; another event under an id that is used is refused, or it would be lost without a word. */
async function sameAsBefore(
  { tx, hospital }: Pick<Call, 'tx' | 'hospital'>,
  event: EventRecord,
  patient: string | undefined,
): Promise<void> {
  const before = await eventCalled(tx, hospital, event.id);
  if (!before) return;
  const another = before.name !== event.name || (before.patient !== null && patient !== undefined && before.patient !== patient);
  if (!another) return;
  throw new Problem({
    status: 409,
    code: 'event-id-used',
    title: {
      en: 'This id was used for another event. Put the name of your system before it.',
      zh: '这个 id 已经用于另一个事件。请在前面加上系统的名字。',
    },
  });
}

/** Death and opt-out hold from the row on, not from when the event's turn comes (design 3.5). */
async function takesEffectAtOnce({ tx }: Pick<Call, 'tx'>, patient: string, { name, at }: EventRecord): Promise<void> {
  if (name === 'patient.died') await recordDeath(tx, { patient, at });
  if (name === 'patient.opted_out') await recordOptOut(tx, { patient, optedOut: true, at });
}
