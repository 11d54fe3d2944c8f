import type { Instant } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

export type AuditEntry = {
  hospital: string;
  at: Instant;
  what: string;
  /** `enrollment/ID`, `task/7` … */ subject: string;
  why?: string;
  data?: unknown;
};

/** Who did what, when and why. Who: the actor of the transaction. Written, never changed. */
export async function writeAudit(tx: Tx, { hospital, at, what, subject, why, data }: AuditEntry): Promise<void> {
  await tx.query(
    `insert into audit_entry (hospital, at, kind, actor, what, subject, why, data)
     values ($1, moment($2), current_setting('aftercare.kind'), actor_id(), $3, $4, $5, $6)`,
    [hospital, at, what, subject, why, data === undefined ? null : JSON.stringify(data)],
  );
}

export type AuditLine = { at: Instant; kind: string; actor: string; what: string; why: string | null; data: unknown };

export async function auditOf(tx: Tx, { hospital, subject }: { hospital: string; subject: string }): Promise<AuditLine[]> {
  const { rows } = await tx.query<AuditLine>(
    'select at, kind, actor, what, why, data from audit_entry where hospital = $1 and subject = $2 order by id',
    [hospital, subject],
  );
  return rows;
}
