/** An enrollment begins: its row, its first step of the engine, and the word that starts its workflow, in one transaction. */
import { hopeful } from '../engine/admission.ts';
import type { EnrollmentChart, EventRecord } from '../engine/chart.ts';
import type { HistoryEntry } from '../engine/history.ts';
import type { DateValue, Instant, Name, Plan } from '../engine/plan.ts';
import { createEnrollment } from '../database/enrollments.ts';
import type { Tx } from '../database/with-actor.ts';
import { departmentOf } from './deps.ts';
import type { Deps } from './deps.ts';
import { enact, open } from './enact.ts';

export type Beginning = {
  hospital: string;
  patient: string;
  plan: Plan;
  event: EventRecord;
  now: Instant;
  /** Earlier than now only for a patient who is taken over in mid-course. */
  startedAt?: Instant;
  dates: Record<Name, DateValue | null>;
  /** Of those, the ones that were given and not read. */
  movedDates?: EnrollmentChart['movedDates'];
  startedBy: string | undefined;
  history: HistoryEntry[];
  rehearsal?: boolean;
};

/** The new enrollment's id; undefined: the same thing has started this SOP already. */
export async function begin(tx: Tx, deps: Deps, beginning: Beginning): Promise<string | undefined> {
  const { hospital, patient, plan, event, now, dates, startedBy, history } = beginning;
  const chart = {
    ...hopeful(plan, event, beginning.startedAt ?? now, deps.newId()),
    dates,
    ...(beginning.movedDates ? { movedDates: beginning.movedDates } : {}),
  };
  const created = await createEnrollment(tx, {
    hospital,
    patient,
    department: departmentOf(plan.sop),
    hash: plan.hash,
    ...(startedBy === undefined ? {} : { startedBy }),
    chart,
    ...(beginning.rehearsal ? { rehearsal: true } : {}),
  });
  if (!created) return undefined;
  const opened = await open(tx, deps, chart.id, { now });
  await enact(tx, opened, [{ do: 'begin', history }], { word: true });
  return chart.id;
}
