import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '../../database/migrate.ts';
import { readEnrollment } from '../../database/enrollments.ts';
import { touchesOf } from '../../database/touches.ts';
import { withActor, type Actor } from '../../database/with-actor.ts';
import { freshDatabase } from '../setup/database.ts';
import { aWard, enroll, message, poolAs, task, touch, type Ward } from './ward.ts';

const database = await freshDatabase();
const server = poolAs(database.server);
const asWorker = poolAs(database.worker);
const admin = new pg.Client({ connectionString: database.admin });
/** Tables with rows of a hospital: all of them. */
let tables: string[] = [];
let ward: Ward;

beforeAll(async () => {
  await admin.connect();
  const { rows } = await admin.query<{ relname: string }>(
    `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'schemaversion'`,
  );
  tables = rows.map((row) => row.relname);
  ward = await aWard(server);
  const { enrollment, save } = ward;
  await save([
    touch(enrollment, 'hello/1', { answers: { pain: 7 } }),
    message(enrollment, 'hello/1'),
    touch(enrollment, 'care/1', { kind: 'task' }),
    task(enrollment, 'care/1'),
  ]);
});
afterAll(() => admin.end());

const count = async (client: { query: pg.Client['query'] }, table: string): Promise<number> =>
  (await client.query<{ n: string }>(`select count(*)::int as n from "${table}"`)).rows[0]!.n as unknown as number;

describe('row-level security', () => {
  it('is forced on every table', async () => {
    const { rows } = await admin.query<{ relname: string; relrowsecurity: boolean; relforcerowsecurity: boolean }>(
      'select relname, relrowsecurity, relforcerowsecurity from pg_class where relname = any($1)',
      [tables],
    );
    expect(tables).toEqual(expect.arrayContaining(['hospital', 'patient', 'touch', 'message', 'event', 'outbox', 'api_key']));
    expect(rows.filter((row) => !row.relrowsecurity || !row.relforcerowsecurity).map((row) => row.relname)).toEqual([]);
  });

  it('shows no row of any table without an actor', async () => {
    const seen = await Promise.all(tables.map(async (table) => [table, await count(server, table)]));
    expect(seen.filter(([, n]) => n !== 0)).toEqual([]);
    expect(await count(admin, 'touch')).toBeGreaterThan(0);
  });

  it('shows no row of another hospital, and takes none for it', async () => {
    const other = await aWard(server);
    const seen = await other.as(async (tx) => {
      const counts: number[] = [];
      for (const table of ['patient', 'enrollment', 'touch', 'message', 'task', 'sop_version']) counts.push(await count(tx, table));
      return counts;
    });
    expect(seen).toEqual([1, 1, 0, 0, 0, 1]);
    await expect(other.as((tx) => readEnrollment(tx, ward.enrollment))).resolves.toBeUndefined();
    const write = other.as((tx) =>
      tx.query('insert into staff_contact (hospital, patient, at, by, how) values ($1, $2, moment(0), $3, $3)', [
        ward.hospital,
        ward.patient,
        'x',
      ]),
    );
    await expect(write).rejects.toMatchObject({ code: '42501' });
  });

  it('holds for the owner of the tables too', async () => {
    await admin.query('begin');
    try {
      await admin.query('set local role aftercare_migrate');
      expect(await count(admin, 'patient')).toBe(0);
      expect(await count(admin, 'touch')).toBe(0);
      await admin.query(`select set_config('aftercare.hospital', $1, true)`, [ward.hospital]);
      expect(await count(admin, 'touch')).toBe(2);
    } finally {
      await admin.query('rollback');
    }
  });

  it('shows day, kind and outcome of other departments, not words', async () => {
    const stroke = await enroll(ward, { department: 'neurology', sop: 'neurology/stroke' });
    await ward.save([touch(stroke, 'visit/1', { answers: { mood: 'low' } }), message(stroke, 'visit/1', { words: '卒中随访' })], {
      enrollment: stroke,
    });
    const nurse: Partial<Actor> = { kind: 'staff', id: 'nurse-1', departments: ['cardiology'] };
    const [lines, messages] = await ward.as(
      async (tx) => [await touchesOf(tx, { patient: ward.patient }), (await tx.query<{ words: string }>('select words from message')).rows],
      nurse,
    );
    const theirs = lines.find((line) => line.enrollment === stroke);
    expect(theirs).toMatchObject({ department: 'neurology', step: 'visit', kind: 'message', chart: null });
    expect(lines.find((line) => line.step === 'hello')?.chart?.answers).toEqual({ pain: 7 });
    expect(messages).toEqual([{ words: '您好' }]);
    await expect(ward.as((tx) => readEnrollment(tx, stroke), nurse)).resolves.toBeUndefined();
  });

  it('leaves no actor behind on a connection, whether the work succeeds or fails', async () => {
    const one = poolAs(database.server, 1);
    const actor = { kind: 'api', id: 'key', hospital: ward.hospital } as const;
    await withActor(one, actor, (tx) => tx.query('select 1'));
    expect(await count(one, 'patient')).toBe(0);
    await expect(withActor(one, actor, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await count(one, 'patient')).toBe(0);
  });
});

describe('the roles', () => {
  const refused = async (pool: typeof server, sql: string) =>
    withActor(pool, { kind: 'system', id: 'x', hospital: '*' }, (tx) => tx.query(sql)).then(
      () => 'allowed',
      (error: pg.DatabaseError) => error.code,
    );

  it('neither is a superuser, bypasses policies or owns a table', async () => {
    const { rows } = await admin.query(
      `select rolname from pg_roles r where rolname = any($1) and (rolsuper or rolbypassrls or rolcreaterole
         or rolname <> 'aftercare_migrate' and exists (select from pg_class where relowner = r.oid))`,
      [roles],
    );
    expect(rows).toEqual([]);
  });

  it.each(['audit_entry', 'timeline', 'task_event', 'report', 'told', 'sop_version', 'consent'])(
    '%s can be written and never changed',
    async (table) => {
      for (const pool of [server, asWorker]) {
        expect(await refused(pool, `delete from ${table}`)).toBe('42501');
        expect(await refused(pool, `update ${table} set hospital = hospital`)).toBe('42501');
        expect(await refused(pool, `truncate ${table}`)).toBe('42501');
      }
    },
  );

  it('the worker sees no keys and publishes nothing', async () => {
    expect(await refused(asWorker, 'select from api_key')).toBe('42501');
    expect(await refused(asWorker, 'select from idempotency_key')).toBe('42501');
    expect(await refused(asWorker, `insert into sop_version default values`)).toBe('42501');
    expect(await refused(asWorker, `update hospital set name = 'x'`)).toBe('42501');
  });
});

describe('withActor', () => {
  it('does not take ROLLBACK for an answer to COMMIT', async () => {
    const swallowed = ward.as(async (tx) => {
      await tx.query('select 1 / 0').catch(() => undefined);
      return 'done';
    });
    await expect(swallowed).rejects.toThrow('rolled back');
  });

  it('answers moments in milliseconds', async () => {
    const { rows } = await server.query<{ at: number }>('select moment($1) as at', [1773190800123]);
    expect(rows[0]?.at).toBe(1773190800123);
  });
});
