import type { Instant } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

/** Tables whose rows simply go over. The keys of rows are never rewritten (language.md 12). */
const moved = [
  'consent', 'reading', 'staff_contact', 'event', 'touch', 'task', 'message', 'told', 'list_entry', 'reward', 'utterance', 'timeline', 'relative',
]; // prettier-ignore

export type Joining = { hospital: string; from: string; into: string; at: Instant };

/**
 * Two records were one patient (A40): all rows of `from` go over to `into`, which stands from now on for both numbers. Takes both
 * patients' locks. What the enrollments of both then do is the engine's to say. False: it was done already, or one is not there.
 */
export async function joinPatients(tx: Tx, { hospital, from, into, at }: Joining): Promise<boolean> {
  const { rows } = await tx.query<{ id: string; joined_into: string | null }>(
    'select id, joined_into from patient where hospital = $1 and id = any($2) order by id for no key update',
    [hospital, [from, into]],
  );
  if (from === into || rows.length !== 2 || rows.some((row) => row.joined_into !== null)) return false;
  await joinRecords(tx, { from, into, at });
  await moveEnrollments(tx, from, into);
  for (const table of moved) await tx.query(`update ${table} set patient = $2 where patient = $1`, [from, into]);
  await tx.query(
    `update patient_address a set patient = $2 where patient = $1 and not exists (
       select from patient_address b where b.patient = $2 and b.relative is not distinct from a.relative and b.channel = a.channel and b.value = a.value)`,
    [from, into],
  );
  await tx.query(
    'update tag a set patient = $2 where patient = $1 and not exists (select from tag b where b.patient = $2 and b.tag = a.tag)',
    [from, into],
  );
  return true;
}

/** What the standing record knows counts; the other one fills its gaps. Death and "stop" hold for both. */
async function joinRecords(tx: Tx, { from, into, at }: Omit<Joining, 'hospital'>): Promise<void> {
  await tx.query(
    `update patient i set
       fields = f.fields || i.fields || jsonb_strip_nulls(jsonb_build_object(
         'points', (f.fields -> 'points')::numeric + (i.fields -> 'points')::numeric,
         'tags', (select jsonb_agg(distinct tag) from jsonb_array_elements(coalesce(f.fields -> 'tags', '[]') || coalesce(i.fields -> 'tags', '[]')) tag))),
       zone = coalesce(i.zone, f.zone), language = coalesce(i.language, f.language), wished_channel = coalesce(i.wished_channel, f.wished_channel),
       hours = coalesce(i.hours, f.hours), departments = array(select distinct unnest(i.departments || f.departments)),
       died_at = least(i.died_at, f.died_at), opted_out = i.opted_out or f.opted_out, opted_out_at = least(i.opted_out_at, f.opted_out_at),
       updated_at = moment($3)
     from patient f where f.id = $1 and i.id = $2`,
    [from, into, at],
  );
  await tx.query('update patient set joined_into = $2, joined_at = moment($3), updated_at = moment($3) where id = $1', [from, into, at]);
}

/** Where the same thing had started the same SOP for both, the one that comes over keeps its row under another mark. */
async function moveEnrollments(tx: Tx, from: string, into: string): Promise<void> {
  await tx.query(
    `update enrollment e set patient = $2, started_by = case when exists (
         select from enrollment o where o.patient = $2 and o.sop = e.sop and o.started_by = e.started_by
       ) then e.started_by || '#' || e.id else e.started_by end
     where e.patient = $1`,
    [from, into],
  );
}
