import type { Instant, Name, Plan } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

export type Publication = {
  hospital: string;
  plan: Plan;
  /** Path → text of every file the plan was made from. */
  sources: Record<string, string>;
  note?: string;
  by: string;
  at: Instant;
};
export type Published = { number: number; /** False: this very plan was published before. */ isNew: boolean };

/** Makes the plan the current version of its SOP. The same plan again is the same version, whatever its remarks. */
export async function publish(tx: Tx, { hospital, plan, sources, note, by, at }: Publication): Promise<Published> {
  // Two who publish the same SOP at once get one number each.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`publish ${hospital} ${plan.sop}`]);
  const known = await numberOf(tx, { hospital, sop: plan.sop, hash: plan.hash });
  const number = known ?? (await insertVersion(tx, { hospital, plan, sources, by, at, ...(note === undefined ? {} : { note }) }));
  await tx.query(
    `insert into sop (hospital, sop, current_number, changed_at) values ($1, $2, $3, moment($4))
     on conflict (hospital, sop) do update set current_number = excluded.current_number, changed_at = excluded.changed_at
     where sop.current_number <> excluded.current_number`,
    [hospital, plan.sop, number, at],
  );
  return { number, isNew: known === undefined };
}

async function numberOf(tx: Tx, { hospital, sop, hash }: { hospital: string; sop: Name; hash: string }): Promise<number | undefined> {
  const { rows } = await tx.query<{ number: number }>('select number from sop_version where hospital = $1 and sop = $2 and hash = $3', [
    hospital,
    sop,
    hash,
  ]);
  return rows[0]?.number;
}

async function insertVersion(tx: Tx, { hospital, plan, sources, note, by, at }: Publication): Promise<number> {
  const { rows } = await tx.query<{ number: number }>(
    `insert into sop_version (hospital, sop, number, hash, plan, sources, note, published_by, published_at)
     select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, moment($8) from sop_version where hospital = $1 and sop = $2
     returning number`,
    [hospital, plan.sop, plan.hash, JSON.stringify(plan), JSON.stringify(sources), note, by, at],
  );
  return rows[0]!.number;
}

/** The plan that a running enrollment keeps. It never changes, so it can be kept in memory by its hash. */
export async function planByHash(
  tx: Tx,
  { hospital, sop, hash }: { hospital: string; sop: Name; hash: string },
): Promise<Plan | undefined> {
  const { rows } = await tx.query<{ plan: Plan }>('select plan from sop_version where hospital = $1 and sop = $2 and hash = $3', [
    hospital,
    sop,
    hash,
  ]);
  return rows[0]?.plan;
}

export type VersionLine = {
  sop: Name;
  number: number;
  hash: string;
  note: string | null;
  publishedBy: string;
  publishedAt: Instant;
  running: number;
};

/** The SOPs of a hospital with their current version and how many enrollments run on any version. */
export async function currentVersions(tx: Tx, hospital: string): Promise<VersionLine[]> {
  const { rows } = await tx.query<VersionLine>(
    `select s.sop, v.number, v.hash, v.note, v.published_by as "publishedBy", v.published_at as "publishedAt",
       (select count(*) from enrollment_outline e where e.hospital = s.hospital and e.sop = s.sop and e.ended_at is null) as running
     from sop s join sop_version v on v.hospital = s.hospital and v.sop = s.sop and v.number = s.current_number
     where s.hospital = $1 order by s.sop`,
    [hospital],
  );
  return rows;
}

/** The files of every current version: what an SOP may be a variant of. */
export async function currentSources(
  tx: Tx,
  hospital: string,
): Promise<{ sop: Name; sources: Record<string, string>; publishedBy: string }[]> {
  const { rows } = await tx.query<{ sop: Name; sources: Record<string, string>; publishedBy: string }>(
    `select s.sop, v.sources, v.published_by as "publishedBy" from sop s join sop_version v on v.hospital = s.hospital and v.sop = s.sop and v.number = s.current_number
     where s.hospital = $1 order by s.sop`,
    [hospital],
  );
  return rows;
}

/** The hash of the version that new enrollments begin with. */
export async function currentHash(tx: Tx, { hospital, sop }: { hospital: string; sop: Name }): Promise<string | undefined> {
  const { rows } = await tx.query<{ hash: string }>(
    `select v.hash from sop s join sop_version v on v.hospital = s.hospital and v.sop = s.sop and v.number = s.current_number
     where s.hospital = $1 and s.sop = $2`,
    [hospital, sop],
  );
  return rows[0]?.hash;
}

/** Name and hash of every current plan: what a dispatcher has to keep in memory. */
export async function currentHashes(tx: Tx, hospital: string): Promise<{ sop: Name; hash: string }[]> {
  const { rows } = await tx.query<{ sop: Name; hash: string }>(
    `select s.sop, v.hash from sop s join sop_version v on v.hospital = s.hospital and v.sop = s.sop and v.number = s.current_number
     where s.hospital = $1 order by s.sop`,
    [hospital],
  );
  return rows;
}

export type StoredVersion = {
  number: number;
  hash: string;
  plan: Plan;
  sources: Record<string, string>;
  note: string | null;
  publishedBy: string;
  publishedAt: Instant;
};

/** `number` absent: the current one. */
export async function readVersion(
  tx: Tx,
  { hospital, sop, number }: { hospital: string; sop: Name; number?: number },
): Promise<StoredVersion | undefined> {
  const { rows } = await tx.query<StoredVersion>(
    `select v.number, v.hash, v.plan, v.sources, v.note, v.published_by as "publishedBy", v.published_at as "publishedAt"
     from sop s join sop_version v on v.hospital = s.hospital and v.sop = s.sop and v.number = coalesce($3, s.current_number)
     where s.hospital = $1 and s.sop = $2`,
    [hospital, sop, number ?? null],
  );
  return rows[0];
}
