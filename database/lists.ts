import type { Instant, Name } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

export type ListEntry = {
  id: number;
  list: Name;
  patient: string;
  patientName: string | null;
  enrollment: string;
  note: string;
  at: Instant;
};

/** Entries of a list, newest first; `before`: the `at` and `id` of the last one of the page before. */
export async function listEntries(
  tx: Tx,
  { hospital, list, before, limit = 100 }: { hospital: string; list: Name; before?: { at: Instant; id: number }; limit?: number },
): Promise<ListEntry[]> {
  const { rows } = await tx.query<ListEntry>(
    `select l.id, l.list, l.patient, p.name as "patientName", l.enrollment, l.note, l.at from list_entry l join patient p on p.id = l.patient
     where l.hospital = $1 and l.list = $2 and ($3::float8 is null or (l.at, l.id) < (moment($3), $4))
     order by l.at desc, l.id desc limit $5`,
    [hospital, list, before?.at ?? null, before?.id ?? 0, limit],
  );
  return rows;
}
