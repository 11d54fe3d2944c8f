import type { Instant } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

export type Hospital = {
  id: string;
  name: string;
  /** As texts to patients show it. */ phone: string;
  zone: string;
  clockOffsetMs: number;
  rehearsal: boolean;
};

/** Makes the hospital, or renames it; a hospital never becomes a rehearsal or the other way round. */
export async function saveHospital(
  tx: Tx,
  { id, name, phone, zone, clockOffsetMs, rehearsal, at }: Hospital & { at: Instant },
): Promise<void> {
  await tx.query(
    `insert into hospital (id, name, zone, clock_offset_ms, rehearsal, created_at, phone) values ($1, $2, $3, $4, $5, moment($6), $7)
     on conflict (id) do update set name = excluded.name, phone = excluded.phone, zone = excluded.zone, clock_offset_ms = excluded.clock_offset_ms`,
    [id, name, zone, clockOffsetMs, rehearsal, at, phone],
  );
}

const columns = 'id, name, phone, zone, clock_offset_ms as "clockOffsetMs", rehearsal';

export async function readHospital(tx: Tx, id: string): Promise<Hospital | undefined> {
  const { rows } = await tx.query<Hospital>(`select ${columns} from hospital where id = $1`, [id]);
  return rows[0];
}

/** Those the actor can see. Rehearsals only if asked for. */
export async function listHospitals(tx: Tx, { rehearsals = false }: { rehearsals?: boolean } = {}): Promise<Hospital[]> {
  const { rows } = await tx.query<Hospital>(`select ${columns} from hospital where rehearsal = $1 order by id`, [rehearsals]);
  return rows;
}

export type Department = { name: string; title: string; phone: string | null };

export async function saveDepartment(tx: Tx, hospital: string, { name, title, phone }: Department): Promise<void> {
  await tx.query(
    `insert into department (hospital, name, title, phone) values ($1, $2, $3, $4)
     on conflict (hospital, name) do update set title = excluded.title, phone = excluded.phone`,
    [hospital, name, title, phone],
  );
}

export async function departmentsOf(tx: Tx, hospital: string): Promise<Department[]> {
  const { rows } = await tx.query<Department>('select name, title, phone from department where hospital = $1 order by name', [hospital]);
  return rows;
}
