/** What carriers report: receipts, refusals, answers from pages, parcels, slots. Each report counts once. */
import { partsOf } from '../engine/carrying.ts';
import type { EventRecord, Value } from '../engine/chart.ts';
import type { Instant, Outcome, Reason } from '../engine/plan.ts';
import type { Input } from '../engine/step.ts';
import { readMessage, recordReceipt, recordRefused } from '../database/messages.ts';
import type { QueuedEvent } from '../database/events.ts';
import type { Tx } from '../database/with-actor.ts';
import type { Report } from './channels/channel.ts';
import type { Deps } from './deps.ts';
import { enact, open } from './enact.ts';
import { hearAnswers } from './hear-answers.ts';

/** A carrier's report, checked and translated, on its way through the patient's queue; `fields.report` holds it. */
export const reportEvent = 'carrier.reported';

/** Writes down what the carrier says and what it does to its touch; answers the events that every SOP of the patient is to hear. */
export async function hearReport(tx: Tx, deps: Deps, event: QueuedEvent, now: Instant): Promise<EventRecord[]> {
  const report = event.fields.report as unknown as Report;
  if (!('message' in report)) return [];
  const message = await readMessage(tx, report.message);
  if (!message) return [];
  if (report.kind === 'receipt')
    await recordReceipt(tx, { key: message.key, state: report.state === 'read' ? 'read' : 'delivered', at: report.at });
  if (report.kind === 'refusal') await recordRefused(tx, { key: message.key, detail: report.detail, at: report.at });
  if (report.kind === 'answers') {
    return hearAnswers(tx, deps, message, { id: event.id, at: report.at, answers: report.answers as Record<string, Value> }, now);
  }
  const inputs = inputsFor(report, message.touch);
  if (inputs.length > 0) {
    const opened = await open(tx, deps, message.enrollment, { touches: [partsOf(message.key).touch], now });
    await enact(tx, opened, inputs, { word: true });
  }
  return report.kind === 'slot' && report.appointment ? [appointmentEvent(report, event.id)] : [];
}

function inputsFor(report: Exclude<Report, { kind: 'answers' }>, touch: string): Input[] {
  switch (report.kind) {
    case 'receipt':
      return [{ do: 'reported', message: report.message, state: report.state }];
    case 'refusal':
      return [{ do: 'refused_later', message: report.message, reason: report.reason }];
    case 'parcel':
      return parcel(report.state, touch);
    case 'slot':
      return [{ do: 'result', touch, ...slotOutcome(report.state), known: (report.appointment ?? {}) as Record<string, Value> }];
    case 'reply':
      return [];
  }
}

function parcel(state: 'signed' | 'returned' | 'refused' | 'shipped', touch: string): Input[] {
  if (state === 'shipped') return [];
  return [{ do: 'result', touch, outcome: state === 'signed' ? 'received' : 'not_received', reason: state }];
}

/** What a step that moves an appointment makes of `not_booked` is `not_moved`; the engine knows which it is. */
function slotOutcome(state: Extract<Report, { kind: 'slot' }>['state']): { outcome: Outcome; reason: Reason } {
  if (state === 'booked' || state === 'moved' || state === 'confirmed') return { outcome: state, reason: 'by_patient' };
  return { outcome: 'not_booked', reason: state };
}

/** The HIS's own word on the appointment, for every SOP of the patient. */
function appointmentEvent(report: Extract<Report, { kind: 'slot' }>, id: string): EventRecord {
  const appointment = (report.appointment ?? {}) as Record<string, Value>;
  return {
    id: `${id}/appointment`,
    name: report.state === 'moved' ? 'appointment.moved' : 'appointment.booked',
    at: report.at,
    fields: {},
    objects: { appointment },
  };
}
