import { enrollmentLines } from '../../database/enrollments.ts';
import { readPatientRecord } from '../../database/patient-record.ts';
import { findPatient } from '../../database/patients.ts';
import { touchesOf } from '../../database/touches.ts';
import { getPatient, getTouches, putPatient } from '../contract/patients.ts';
import { handler, type Call } from '../http/call.ts';
import { invalidField, notFound, Problem } from '../http/problem.ts';
import { hospitalZone } from '../intake/moments.ts';
import { tellOfPatient } from '../intake/patients.ts';
import { iso, isoOrNull, shownOrNull } from '../views/moments.ts';
import { whyTouch } from '../views/why.ts';

export const tellPatient = handler(putPatient, async (call) => {
  const { id, created } = await tellOfPatient(call, call.params.externalId, call.body);
  return { status: created ? 201 : 200, body: await shown(call, id) };
});

export const showPatient = handler(getPatient, async (call) => ({
  status: 200,
  body: await shown(call, await numbered(call, call.params.externalId)),
}));

export const showTouches = handler(getTouches, async (call) => {
  const { tx, params, query } = call;
  const patient = await numbered(call, params.externalId);
  const zone = await hospitalZone(call);
  const most = query.limit ?? 100;
  const rows = await touchesOf(tx, {
    patient,
    limit: most + 1,
    ...(query.from === undefined ? {} : { from: Date.parse(query.from) }),
    ...(query.to === undefined ? {} : { to: Date.parse(query.to) }),
    ...(query.after === undefined ? {} : { after: markOf(query.after) }),
  });
  const page = rows.slice(0, most);
  const last = page.at(-1);
  const touches = page.map((row) => ({
    key: row.key,
    enrollment: row.enrollment,
    department: row.department,
    step: row.step,
    kind: row.kind,
    urgent: row.urgent,
    target: shownOrNull(row.target, zone),
    made: shownOrNull(row.madeAt, zone),
    ended: shownOrNull(row.endedAt, zone),
    heldBy: row.heldBy,
    heldUntil: shownOrNull(row.heldUntil, zone),
    outcome: row.outcome,
    reason: row.reason,
    why: whyTouch({ outcome: row.outcome, reason: row.reason, made: row.madeAt !== null, held: row.heldBy, awaited: row.target === null }),
  }));
  return { status: 200, body: { touches, ...(rows.length > most && last ? { next: `${last.at}.${last.key}` } : {}) } };
});

function markOf(after: string): { at: number; key: string } {
  const [, at, key] = /^(-?\d{1,15})\.(.+)$/s.exec(after) ?? [];
  if (at === undefined || key === undefined)
    throw invalidField('after', 'bad-mark', 'The mark that the page before gave.', '要写上一页给出的标记。');
  return { at: Number(at), key };
}

/** By the hospital's own number. */
export async function numbered({ tx, hospital }: Pick<Call, 'tx' | 'hospital'>, externalId: string): Promise<string> {
  const id = await findPatient(tx, { hospital, externalId });
  if (id === undefined) throw noSuchPatient();
  return id;
}

const noSuchPatient = (): Problem => notFound({ en: 'There is no such patient.', zh: '没有这位患者。' });

async function shown({ tx }: Pick<Call, 'tx'>, id: string): Promise<object> {
  const record = await readPatientRecord(tx, id);
  if (!record) throw noSuchPatient();
  const enrollments = await enrollmentLines(tx, id);
  return {
    ...record,
    diedAt: isoOrNull(record.diedAt),
    updatedAt: iso(record.updatedAt),
    enrollments: enrollments.map(({ id: enrollment, sop, status, startedAt, endedAt, endReason }) => ({
      id: enrollment,
      sop,
      status,
      startedAt: iso(startedAt),
      endedAt: isoOrNull(endedAt ?? null),
      endReason: endReason ?? null,
    })),
  };
}
