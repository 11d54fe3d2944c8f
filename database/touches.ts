import type { TouchChart } from '../engine/chart.ts';
import type { Instant, Kind, Outcome, Purpose, Reason } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

/** Day, kind and outcome; `chart` with answers and words only where the actor may see them (design 3.12). */
export type TouchLine = {
  key: string;
  enrollment: string;
  department: string;
  step: string;
  kind: Kind;
  purpose: Purpose;
  urgent: boolean;
  plannedAt: Instant;
  target: Instant | null;
  heldBy: string | null;
  heldUntil: Instant | null;
  madeAt: Instant | null;
  endedAt: Instant | null;
  outcome: Outcome | null;
  reason: Reason | null;
  chart: TouchChart | null;
};

const columns = `o.key, o.enrollment, o.department, o.step, o.kind, o.purpose, o.urgent, o.planned_at as "plannedAt", o.target, o.held_by as "heldBy",
  o.held_until as "heldUntil", o.made_at as "madeAt", o.ended_at as "endedAt", o.outcome, o.reason, t.chart`;

export type TouchFilter = {
  patient: string;
  enrollment?: string;
  from?: Instant;
  to?: Instant;
  after?: { at: Instant; key: string };
  limit?: number;
};

/** A patient's touches of all departments in order of their moments, a page at a time: go on after the last one's `at` and `key`. */
export async function touchesOf(
  tx: Tx,
  { patient, enrollment, from, to, after, limit = 500 }: TouchFilter,
): Promise<(TouchLine & { at: Instant })[]> {
  const { rows } = await tx.query<TouchLine & { at: Instant }>(
    `select ${columns}, coalesce(o.target, o.planned_at) as at from touch_outline o left join touch t on t.key = o.key
     where o.patient = $1 and ($2::text is null or o.enrollment = $2)
       and ($3::float8 is null or coalesce(o.target, o.planned_at) >= moment($3)) and ($4::float8 is null or coalesce(o.target, o.planned_at) < moment($4))
       and ($5::float8 is null or (coalesce(o.target, o.planned_at), o.key) > (moment($5), $6))
     order by coalesce(o.target, o.planned_at), o.key limit $7`,
    [patient, enrollment ?? null, from ?? null, to ?? null, after?.at ?? null, after?.key ?? '', limit],
  );
  return rows;
}

export type TimelineLine = { seq: number; at: Instant; what: string; data: Record<string, unknown> };
export async function timelineOf(tx: Tx, enrollment: string): Promise<TimelineLine[]> {
  const { rows } = await tx.query<TimelineLine>('select seq, at, what, data from timeline where enrollment = $1 order by id', [enrollment]);
  return rows;
}

export type ToldLine = {
  touch: string;
  step: string;
  role: string;
  team: string;
  person: string | null;
  at: Instant;
  what: string;
  n: number;
  words: string;
};
/** Who of the staff was told of what, newest last. */
export async function toldOf(tx: Tx, enrollment: string): Promise<ToldLine[]> {
  const { rows } = await tx.query<ToldLine>(
    'select touch, step, role, team, person, at, what, n, words from told where enrollment = $1 order by at, id',
    [enrollment],
  );
  return rows;
}

/** Every touch of an enrollment as the engine knows it, ended ones too, in order of their moments. */
export async function touchChartsOf(tx: Tx, enrollment: string): Promise<TouchChart[]> {
  const { rows } = await tx.query<{ chart: TouchChart }>(
    'select chart from touch where enrollment = $1 order by coalesce(made_at, ended_at, target, planned_at), step_order, key',
    [enrollment],
  );
  return rows.map((row) => row.chart);
}
