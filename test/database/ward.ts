/** A hospital with one patient on one plan, and the rows of one step of the engine, as short as a test can say them. */
import { randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';
import type { Change, MessageClaimed, SendOrder, TaskOpened } from '../../engine/change.ts';
import type { EnrollmentChart, TouchChart } from '../../engine/chart.ts';
import type { HouseRules, Instant, Plan } from '../../engine/plan.ts';
import { saveChanges } from '../../database/changes.ts';
import { loadChart, lockEnrollment } from '../../database/charts.ts';
import { createEnrollment } from '../../database/enrollments.ts';
import { saveHospital } from '../../database/hospitals.ts';
import { savePatient } from '../../database/patients.ts';
import { createPool } from '../../database/pool.ts';
import { publish } from '../../database/versions.ts';
import { withActor } from '../../database/with-actor.ts';
import type { Actor, Tx } from '../../database/with-actor.ts';

export const t0: Instant = Date.UTC(2026, 10, 24, 1);
export const minute = 60_000;
export const day = 24 * 60 * minute;

export const house: HouseRules = {
  hospital: { name: 'First', phone: '+861012345678' },
  contact: {},
  people: {},
  systems: {},
  calendars: {},
};

/** Only what is stored of a plan matters here; what it means is tested with the engine. */
export const aPlan = (sop = 'cardiology/pci', more: object = {}): Plan =>
  ({
    format: 1,
    sop,
    hash: `hash of ${sop} ${JSON.stringify(more)}`,
    title: { kind: 'words', in: { 'zh-CN': ['随访'], en: ['Follow-up'] } },
    ...more,
  }) as unknown as Plan;

export function poolAs(url: string, max = 5) {
  const pool = createPool(url, { onError: () => undefined, max });
  afterAll(() => pool.end());
  return pool;
}

export const worker = (hospital: string): Actor => ({ kind: 'worker', id: 'worker', hospital });

type Pool = ReturnType<typeof poolAs>;
export type Ward = {
  pool: Pool;
  hospital: string;
  patient: string;
  enrollment: string;
  as: <T>(work: (tx: Tx) => Promise<T>, actor?: Partial<Actor>) => Promise<T>;
  /** One step of the engine: lock, save, commit. */
  save: (changes: Change[], more?: { at?: Instant; sends?: SendOrder[]; enrollment?: string }) => Promise<void>;
  chart: (more?: { now?: Instant; touches?: string[]; enrollment?: string }) => Promise<NonNullable<Awaited<ReturnType<typeof loadChart>>>>;
};

/** Everything is new: names of their own, so that tests in one file do not see each other. */
export async function aWard(pool: Pool, { department = 'cardiology', sop = 'cardiology/pci' } = {}): Promise<Ward> {
  const hospital = `h-${randomUUID()}`;
  const patient = `p-${randomUUID()}`;
  const as: Ward['as'] = (work, actor = {}) => withActor(pool, { ...worker(hospital), ...actor }, work);
  await as(async (tx) => {
    await saveHospital(tx, {
      id: hospital,
      name: 'First',
      phone: '0571-1',
      zone: 'Asia/Shanghai',
      clockOffsetMs: 0,
      rehearsal: false,
      at: t0,
    });
    await savePatient(tx, { hospital, externalId: 'M1', id: patient, at: t0, source: 'his', fields: { name: '王建国' } });
  });
  const ward = { pool, hospital, patient, as };
  const enrollment = await enroll(ward, { department, sop });
  const save: Ward['save'] = (changes, { at = t0, sends = [], enrollment: id = enrollment } = {}) =>
    as(async (tx) => {
      const head = (await lockEnrollment(tx, id))!;
      await saveChanges(tx, { enrollment: head, changes, sends, seq: head.seq + 1, at });
    });
  const chart: Ward['chart'] = async ({ now = t0, enrollment: id = enrollment, ...more } = {}) =>
    (await as((tx) => loadChart(tx, id, { house, now, ...more })))!;
  return { ...ward, enrollment, save, chart };
}

export const anEnrollment = (more: Partial<EnrollmentChart> = {}): EnrollmentChart => ({
  id: `e-${randomUUID()}`,
  sop: 'cardiology/pci',
  status: 'active',
  startedAt: t0,
  objects: {},
  dates: { day_0: '2026-11-24' },
  pace: {},
  variants: {},
  seq: 1,
  ...more,
});

export async function enroll(
  { hospital, patient, as }: Pick<Ward, 'hospital' | 'patient' | 'as'>,
  {
    department = 'cardiology',
    sop = 'cardiology/pci',
    startedBy,
    ...more
  }: { department?: string; startedBy?: string } & Partial<EnrollmentChart> = {},
): Promise<string> {
  const plan = aPlan(sop);
  const chart = anEnrollment({ sop, ...more });
  await as(async (tx) => {
    await publish(tx, { hospital, plan, sources: {}, by: 'test', at: t0 });
    await createEnrollment(tx, {
      hospital,
      patient,
      department,
      hash: plan.hash,
      chart,
      ...(startedBy === undefined ? {} : { startedBy }),
    });
  });
  return chart.id;
}

type TouchDetails = Partial<TouchChart> & {
  kind?: 'message' | 'task' | 'call';
  reaches?: boolean;
  urgent?: boolean;
  purpose?: 'care' | 'marketing';
};

/** `hello/1`: step hello, occurrence 1, of the enrollment. */
export function touch(
  enrollment: string,
  name: string,
  { kind = 'message', reaches = true, urgent = false, purpose = 'care', ...chart }: TouchDetails = {},
): Change {
  const [step = '', occurrence = ''] = name.split('/');
  const whole = { key: `${enrollment}/${name}`, step, occurrence, round: 1, plannedAt: t0, target: t0, ...chart };
  return { kind: 'touch', touch: whole, step: { kind, order: 0, reaches, urgent, purpose } };
}

export function message(enrollment: string, name: string, more: Partial<MessageClaimed> = {}): Change {
  const [step = ''] = name.split('/');
  const key = `${enrollment}/${name}/main/sms/1`;
  const whole: MessageClaimed = {
    key,
    touch: `${enrollment}/${name}`,
    step,
    part: 'main',
    channel: 'sms',
    form: 'text',
    to: { who: 'patient', address: '+8613800000001' },
    words: '您好',
    questions: [],
    purpose: 'care',
    urgent: false,
    counts: true,
    claimedAt: t0,
    ...more,
  };
  return { kind: 'message', message: whole };
}

export function task(enrollment: string, name: string, more: Partial<TaskOpened> = {}): Change {
  const [step = ''] = name.split('/');
  const whole: TaskOpened = {
    touch: `${enrollment}/${name}`,
    kind: 'task',
    step,
    role: 'nurse',
    team: 'nurses',
    title: '电话随访',
    urgent: false,
    attach: [],
    questions: [],
    openedAt: t0,
    dueAt: t0 + 60 * minute,
    ...more,
  };
  return { kind: 'task', task: whole };
}
