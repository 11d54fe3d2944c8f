import type { EnrollmentChart } from '../engine/chart.ts';
import type { Instant, Name } from '../engine/plan.ts';
import { withoutSeq } from './changes.ts';
import type { EnrollmentHead } from './charts.ts';
import type { Tx } from './with-actor.ts';

export type NewEnrollment = {
  hospital: string;
  patient: string;
  department: string;
  /** Hash of the published plan. */
  hash: string;
  /** `encounter:E1`: the same thing never starts the same SOP twice. */
  startedBy?: string;
  chart: EnrollmentChart;
  rehearsal?: boolean;
};

/**
 * Writes the enrollment as it stands before its first step of the engine, which then saves its changes with `chart.seq + 1` in the same
 * transaction. False: the same thing had started it already.
 */
export async function createEnrollment(
  tx: Tx,
  { hospital, patient, department, hash, startedBy, chart, rehearsal = false }: NewEnrollment,
): Promise<boolean> {
  // A discharge that was taken back may be given again: the one that ended with it gives up the mark.
  if (startedBy !== undefined)
    await tx.query(
      `update enrollment set started_by = started_by || '#' || id
       where patient = $1 and sop = $2 and started_by = $3 and end_reason = 'discharge_cancelled'`,
      [patient, chart.sop, startedBy],
    );
  const { rowCount } = await tx.query(
    `insert into enrollment (id, hospital, patient, department, sop, hash, started_by, seq, chart, rehearsal)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (patient, sop, started_by) do nothing`,
    [chart.id, hospital, patient, department, chart.sop, hash, startedBy, chart.seq, JSON.stringify(withoutSeq(chart)), rehearsal],
  );
  return rowCount === 1;
}

const head = 'id, hospital, patient, department, sop, hash, status, seq, rehearsal';

/** Without a lock: for looking, not for deciding. */
export async function readEnrollment(
  tx: Tx,
  id: string,
): Promise<(EnrollmentHead & { chart: EnrollmentChart; startedBy?: string }) | undefined> {
  type Row = EnrollmentHead & { chart: Omit<EnrollmentChart, 'seq'>; started_by: string | null };
  const { rows } = await tx.query<Row>(`select ${head}, chart, started_by from enrollment where id = $1`, [id]);
  if (!rows[0]) return undefined;
  const { started_by, chart, ...rest } = rows[0];
  return { ...rest, chart: { ...chart, seq: rest.seq }, ...(started_by === null ? {} : { startedBy: started_by }) };
}

/** A patient's enrollments that have not ended, oldest first. Whichever department's the actor may see. */
export async function runningOf(tx: Tx, patient: string): Promise<EnrollmentHead[]> {
  const { rows } = await tx.query<EnrollmentHead>(
    `select ${head} from enrollment where patient = $1 and ended_at is null order by started_at, id`,
    [patient],
  );
  return rows;
}

export type EnrollmentLine = {
  id: string;
  sop: Name;
  department: string;
  status: string;
  startedAt: Instant;
  endedAt?: Instant;
  endReason?: string;
};

/** All of a patient's enrollments, without words: every department's. */
export async function enrollmentLines(tx: Tx, patient: string): Promise<EnrollmentLine[]> {
  type Row = { [K in keyof EnrollmentLine]-?: EnrollmentLine[K] | null };
  const { rows } = await tx.query<Row>(
    `select id, sop, department, status, started_at as "startedAt", ended_at as "endedAt", end_reason as "endReason"
     from enrollment_outline where patient = $1 order by started_at, id`,
    [patient],
  );
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as EnrollmentLine);
}

/** Running enrollments of all hospitals in order of id, a page at a time, but for rehearsals and those whose next word has yet to be told. */
export async function quietlyRunning(tx: Tx, { after = '', limit = 500 }: { after?: string; limit?: number }): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select e.id from enrollment e where e.ended_at is null and not e.rehearsal and e.id > $1
       and not exists (select from outbox o where o.enrollment = e.id and o.sent_at is null)
     order by e.id limit $2`,
    [after, limit],
  );
  return rows.map((row) => row.id);
}
