import { describe, expect, it } from 'vitest';
import type { PatientChart, TouchChart } from '../../engine/chart.ts';
import { saveChanges } from '../../database/changes.ts';
import { loadAdmissionChart, loadChart, lockEnrollment } from '../../database/charts.ts';
import { storeEvent } from '../../database/events.ts';
import { recordDeath, recordStaffContact, savePatient, storeReading } from '../../database/patients.ts';
import { withActor, type Tx } from '../../database/with-actor.ts';
import { freshDatabase } from '../setup/database.ts';
import { aWard, anEnrollment, day, enroll, house, message, poolAs, t0, task, touch, worker } from './ward.ts';

const database = await freshDatabase();
const asWorker = poolAs(database.worker);
const aServer = poolAs(database.server);

describe('a chart that is saved and loaded', () => {
  it('is the same chart', async () => {
    const { hospital, patient, enrollment, as, save, chart } = await aWard(aServer);
    await as(async (tx) => {
      await savePatient(tx, {
        hospital,
        externalId: 'M1',
        id: 'unused',
        at: t0,
        source: 'his',
        fields: { name: '王建国', age: 71, diagnoses: ['I21.0'], area: null },
        language: 'zh-CN',
        zone: 'Asia/Urumqi',
        wishedChannel: 'wechat',
        hours: { from: '09:00', to: '20:00' },
        addresses: [
          { channel: 'phone', value: '+8613800000001' },
          { channel: 'wechat', value: 'wx1', bad: true },
        ],
        relatives: [
          { id: 'r1', name: '王芳', relation: '女儿', consent: true, addresses: [{ channel: 'phone', value: '+8613800000002' }] },
        ],
        consents: [
          { purpose: 'care', given: true },
          { purpose: 'marketing', channel: 'sms', given: false },
        ],
      });
      await storeReading(tx, { hospital, patient, code: 'glucose', value: 7.25, unit: 'mmol/L', at: t0 - day, source: 'm1' });
      await recordDeath(tx, { patient, at: t0 + 5 });
    });
    const expected: PatientChart = {
      id: patient,
      fields: { name: '王建国', age: 71, diagnoses: ['I21.0'] },
      language: 'zh-CN',
      zone: 'Asia/Urumqi',
      diedAt: t0 + 5,
      hours: { from: '09:00', to: '20:00' },
      wishedChannel: 'wechat',
      addresses: [
        { channel: 'phone', value: '+8613800000001' },
        { channel: 'wechat', value: 'wx1', bad: true },
      ],
      relatives: [
        { id: `${patient}/r1`, name: '王芳', relation: '女儿', consent: true, addresses: [{ channel: 'phone', value: '+8613800000002' }] },
      ],
      consents: [
        { purpose: 'care', given: true },
        { purpose: 'marketing', channel: 'sms', given: false },
      ],
      optedOut: false,
      readings: [{ code: 'glucose', value: 7.25, unit: 'mmol/L', at: t0 - day }],
    };
    const before = await chart();
    expect(before.patient).toEqual(expected);

    const became = {
      ...before.enrollment,
      seq: 2,
      status: 'paused' as const,
      pause: { at: t0, rule: 1 },
      variants: { hello: 'b' },
      dates: { day_0: '2026-11-24', surgery: null },
    };
    const made: Partial<TouchChart> = {
      madeAt: t0,
      marks: [{ at: t0 + day, do: 'end', n: 1 }],
      told: [{ role: 'nurse', at: t0 }],
      held: { by: 'cap', until: t0 + 3 },
    };
    await save([
      touch(enrollment, 'hello/1', made),
      touch(enrollment, 'bye/1', { target: undefined }),
      { kind: 'enrollment', enrollment: became },
    ]);
    const after = await chart();
    expect(after.enrollment).toEqual(became);
    expect(after.touches).toEqual({
      [`${enrollment}/hello/1`]: {
        key: `${enrollment}/hello/1`,
        step: 'hello',
        occurrence: '1',
        round: 1,
        plannedAt: t0,
        target: t0,
        ...made,
      },
      [`${enrollment}/bye/1`]: { key: `${enrollment}/bye/1`, step: 'bye', occurrence: '1', round: 1, plannedAt: t0 },
    });
    expect(after.tallies).toEqual({ hello: { made: 1, answered: 0, missedInARow: 0 }, bye: { made: 0, answered: 0, missedInARow: 0 } });
  });

  it('keeps a date that is not known and an enrollment without day 0', async () => {
    const ward = await aWard(aServer);
    const id = await enroll(ward, { dates: { day_0: null } });
    expect((await ward.chart({ enrollment: id })).enrollment.dates).toEqual({ day_0: null });
  });

  it('is nothing for an enrollment that is not there', async () => {
    const { chart } = await aWard(aServer);
    expect(await chart({ enrollment: 'none' })).toBeUndefined();
  });
});

describe('which touches are in it', () => {
  const keys = (chart: { touches: object }) =>
    Object.keys(chart.touches)
      .map((key) => key.split('/').slice(1).join('/'))
      .sort();
  const ended = (outcome: TouchChart['outcome'], at: number, more: Partial<TouchChart> = {}): Partial<TouchChart> => ({
    outcome,
    endedAt: at,
    ...more,
  });

  it('all live ones, the newest ended one of each step, and what live ones came from', async () => {
    const { enrollment, save, chart } = await aWard(aServer);
    const key = (name: string) => `${enrollment}/${name}`;
    await save([
      touch(enrollment, 'log/1', ended('answered', t0 + 1, { madeAt: t0 + 1, number: 1, occurrenceDate: '2026-01-01' })),
      touch(enrollment, 'log/2', ended('not_answered', t0 + 2, { madeAt: t0 + 2, number: 2, occurrenceDate: '2026-01-02' })),
      touch(enrollment, 'log/3', ended('answered', t0 + 3, { madeAt: t0 + 3, number: 3, occurrenceDate: '2026-01-03' })),
      touch(enrollment, 'log/4', { number: 4, occurrenceDate: '2026-01-04' }),
      touch(enrollment, 'call/1', ended('reached', t0 + 2, { madeAt: t0 + 2, parent: key('log/1') })),
      touch(enrollment, 'call/2', ended('reached', t0 + 9, { madeAt: t0 + 9 })),
      touch(enrollment, 'thank/1', { parent: key('call/1') }),
    ]);
    expect(keys(await chart())).toEqual(['call/1', 'call/2', 'log/1', 'log/3', 'log/4', 'thank/1']);
  });

  it('all days that the file lists, and all that came of what a live one came from', async () => {
    const { enrollment, save, chart } = await aWard(aServer);
    const key = (name: string) => `${enrollment}/${name}`;
    const days = [1, 2, 3].map((n) => touch(enrollment, `ring/${n}`, ended('expired', t0 + n, { reason: 'outage', number: n })));
    const wave = (n: number, more = {}) => touch(enrollment, `wave/${n}`, { parent: key('log/1'), number: n, ...more });
    await save([
      ...days,
      touch(enrollment, 'log/1', ended('answered', t0, { madeAt: t0 })),
      wave(1, ended('sent', t0)),
      wave(2, ended('sent', t0)),
      wave(3),
    ]);
    expect(keys(await chart())).toEqual(['log/1', 'ring/1', 'ring/2', 'ring/3', 'wave/1', 'wave/2', 'wave/3']);
  });

  it('of a rhythm also the last made one, however many were left out since', async () => {
    const { enrollment, save, chart } = await aWard(aServer);
    const log = (n: number, outcome: 'answered' | 'expired') =>
      touch(
        enrollment,
        `log/${n}`,
        ended(outcome, t0 + n, {
          number: n,
          occurrenceDate: `2026-01-${n}`,
          ...(outcome === 'answered' ? { madeAt: t0 + n } : { reason: 'late' }),
        }),
      );
    await save([log(1, 'answered'), log(2, 'answered'), log(3, 'expired'), log(4, 'expired'), log(5, 'expired')]);
    expect(keys(await chart())).toEqual(['log/2', 'log/5']);
  });

  it('of a rhythm that began with a touch the last made one of that touch, not of another', async () => {
    const { enrollment, save, chart } = await aWard(aServer);
    const key = (name: string) => `${enrollment}/${name}`;
    const log = (parent: number, n: number, more: Partial<TouchChart> = {}) =>
      touch(enrollment, `log/${parent}.${n}`, { parent: key(`ask/${parent}`), number: n, occurrenceDate: `2026-01-0${n}`, ...more });
    const made = (n: number) => ended('answered', t0 + n, { madeAt: t0 + n });
    await save([
      touch(enrollment, 'ask/1', ended('answered', t0, { madeAt: t0 })), touch(enrollment, 'ask/2', ended('answered', t0 + 1, { madeAt: t0 + 1 })),
      log(1, 1, made(1)), log(1, 2, made(2)), log(1, 3, ended('expired', t0 + 3, { reason: 'late' })), log(1, 4),
      ...[1, 2, 3, 4, 5, 6, 7].map((n) => log(2, n, made(n + 10))), log(2, 8, ended('cancelled', t0 + 20, { reason: 'stopped' })),
    ]); // prettier-ignore
    expect(keys(await chart())).toEqual(['ask/1', 'ask/2', 'log/1.2', 'log/1.3', 'log/1.4', 'log/2.7', 'log/2.8']);
  });

  it('trap 4: those left out because of their date, that a moved date plans again', async () => {
    const { enrollment, save, chart } = await aWard(aServer);
    await save([
      touch(enrollment, 'ring/1', ended('expired', t0 + 1, { reason: 'late' })),
      touch(enrollment, 'ring/2', ended('skipped', t0 + 2, { reason: 'same_day' })),
      touch(enrollment, 'ring/3', ended('expired', t0 + 3, { reason: 'outage' })),
      touch(enrollment, 'ring/4', ended('sent', t0 + 4, { madeAt: t0 + 4 })),
    ]);
    expect(keys(await chart())).toEqual(['ring/1', 'ring/2', 'ring/4']);
  });

  it('those that are asked for, with what they came from and what came of them', async () => {
    const { enrollment, save, chart } = await aWard(aServer);
    const key = (name: string) => `${enrollment}/${name}`;
    await save([
      touch(enrollment, 'log/1', ended('not_answered', t0 + 1, { madeAt: t0 })),
      touch(enrollment, 'ask/1', ended('not_answered', t0 + 2, { madeAt: t0, parent: key('log/1') })),
      touch(enrollment, 'call/1', ended('reached', t0 + 3, { madeAt: t0, parent: key('ask/1') })),
      touch(enrollment, 'log/2', ended('answered', t0 + 9, { madeAt: t0 + 8 })),
      touch(enrollment, 'ask/2', ended('answered', t0 + 9, { madeAt: t0 + 8 })),
      touch(enrollment, 'call/2', ended('reached', t0 + 9, { madeAt: t0 + 8 })),
    ]);
    expect(keys(await chart())).toEqual(['ask/2', 'call/2', 'log/2']);
    expect(keys(await chart({ touches: [key('ask/1')] }))).toEqual(['ask/1', 'ask/2', 'call/1', 'call/2', 'log/1', 'log/2']);
  });

  it('counts every touch of a step, also those it does not hold', async () => {
    const { enrollment, save, chart } = await aWard(aServer);
    const log = (n: number, more: Partial<TouchChart>) => touch(enrollment, `log/${n}`, { number: n, ...more });
    const outcomes = ['answered', 'not_answered', 'not_answered', 'answered', 'not_answered', 'not_answered', 'not_answered'] as const;
    for (const [n, outcome] of outcomes.entries()) {
      await save([log(n, {})]);
      await save([log(n, { madeAt: t0 + n })]);
      await save([log(n, { madeAt: t0 + n, marks: [] })]);
      await save([log(n, { madeAt: t0 + n, outcome, endedAt: t0 + n })]);
    }
    await save([log(20, { outcome: 'skipped', reason: 'if_false', endedAt: t0 + 20 })]);
    expect((await chart()).tallies).toEqual({ log: { made: 7, answered: 2, missedInARow: 3 } });
  });
});

describe('what it holds of the rest of the patient', () => {
  it('contacts of eight days over all enrollments that count and were not refused', async () => {
    const ward = await aWard(aServer);
    const { enrollment, save, chart, as } = ward;
    const other = await enroll(ward, { department: 'neurology', sop: 'neurology/stroke' });
    await save([
      touch(enrollment, 'a/1'), touch(enrollment, 'a/2'), touch(enrollment, 'a/3'), touch(enrollment, 'a/4'),
      message(enrollment, 'a/1', { claimedAt: t0 - 9 * day }),
      message(enrollment, 'a/2', { claimedAt: t0 - 2 * day }),
      message(enrollment, 'a/3', { claimedAt: t0 - day, counts: false }),
      message(enrollment, 'a/4', { claimedAt: t0 - day, purpose: 'survey' }),
    ]); // prettier-ignore
    await save([touch(other, 'b/1'), message(other, 'b/1', { claimedAt: t0 - 3 * day, purpose: 'marketing' })], { enrollment: other });
    await as((tx) => tx.query(`update message set status = 'refused' where key = $1`, [`${enrollment}/a/4/main/sms/1`]));
    const expected = [
      { at: t0 - 3 * day, purpose: 'marketing', enrollment: other, message: `${other}/b/1/main/sms/1` },
      { at: t0 - 2 * day, purpose: 'care', enrollment, message: `${enrollment}/a/2/main/sms/1` },
    ];
    expect((await chart()).contacts).toEqual(expected);
  });

  it('what other enrollments still have to send: not what is made, ended or for people', async () => {
    const ward = await aWard(aServer);
    const other = await enroll(ward, { department: 'neurology', sop: 'neurology/stroke' });
    await ward.save(
      [
        touch(other, 'a/1', { target: t0 + day, purpose: 'marketing', urgent: true }),
        touch(other, 'a/2', { target: t0 + day, held: { by: 'cap', until: t0 + 2 * day } }),
        touch(other, 'a/3', { madeAt: t0 }),
        touch(other, 'a/4', { outcome: 'cancelled', reason: 'stopped', endedAt: t0 }),
        touch(other, 'a/5', { kind: 'task', reaches: false }),
        touch(other, 'a/6', { target: undefined }),
      ],
      { enrollment: other },
    );
    await ward.save([touch(ward.enrollment, 'own/1', { target: t0 + day })]);
    expect((await ward.chart()).coming).toEqual([
      { at: t0 + day, purpose: 'marketing', urgent: true, enrollment: other },
      { at: t0 + 2 * day, purpose: 'care', urgent: false, enrollment: other },
    ]);
  });

  it('other enrollments, the last talk with staff, and the open "no way to reach"', async () => {
    const ward = await aWard(aServer);
    const { hospital, patient, as, save, chart } = ward;
    const other = await enroll(ward, { sop: 'neurology/stroke', startedBy: 'encounter:E1', status: 'completed', endedAt: t0 + 1 });
    const running = await enroll(ward, { sop: 'service/care', startedAt: t0 + 2 });
    await as(async (tx) => {
      await recordStaffContact(tx, { hospital, patient, at: t0 - 2, by: 'nurse', how: 'phone' });
      await recordStaffContact(tx, { hospital, patient, at: t0 - 1, by: 'nurse', how: 'wechat' });
    });
    await save([touch(running, 'no_way/1', { kind: 'task', reaches: false, madeAt: t0 }), task(running, 'no_way/1')], {
      enrollment: running,
    });
    const seen = await chart();
    expect(seen.others).toEqual([
      { id: other, sop: 'neurology/stroke', status: 'completed', startedBy: 'encounter:E1', startedAt: t0, endedAt: t0 + 1 },
      { id: running, sop: 'service/care', status: 'active', startedAt: t0 + 2 },
    ]);
    expect(seen.staffTalkedAt).toBe(t0 - 1);
    expect(seen.openNoWay).toBe(`${running}/no_way/1`);
    await save([touch(running, 'no_way/1', { kind: 'task', reaches: false, madeAt: t0, outcome: 'done', endedAt: t0 + 1 })], {
      enrollment: running,
    });
    expect((await chart()).openNoWay).toBeUndefined();
  });

  it('the newest reading of each code however old, and all of 400 days', async () => {
    const { hospital, patient, as, chart } = await aWard(aServer);
    const at = (days: number, code: string, value: number) => ({
      hospital,
      patient,
      code,
      value,
      at: t0 - days * day,
      source: `${code}${days}`,
    });
    await as(async (tx) => {
      for (const reading of [
        at(900, 'weight', 80),
        at(800, 'weight', 70),
        at(399, 'glucose', 6),
        at(1, 'glucose', 7),
        at(401, 'glucose', 5),
      ])
        await storeReading(tx, reading);
      expect(await storeReading(tx, at(1, 'glucose', 99))).toBe(false);
    });
    expect((await chart()).patient.readings.map(({ code, value }) => `${code} ${value}`)).toEqual(['weight 70', 'glucose 6', 'glucose 7']);
  });

  it('events since a day before day 0 or the start, if asked for only those of some names', async () => {
    const ward = await aWard(aServer);
    const { hospital, patient, as } = ward;
    const enrollment = await enroll(ward, { startedAt: t0, dates: { day_0: '2026-11-20' } });
    const event = (id: string, at: number, name = 'reading.received') => ({
      id: `${hospital}/${id}`,
      name,
      at,
      fields: { value: 7 },
      objects: { order: { id: 'o1' } },
    });
    await as(async (tx) => {
      for (const one of [event('a', t0 - 6 * day), event('b', t0 - 4 * day), event('c', t0, 'appointment.kept')]) {
        await storeEvent(tx, { hospital, patient, event: one, receivedAt: t0 });
      }
    });
    expect((await ward.chart({ enrollment })).events).toEqual([event('b', t0 - 4 * day), event('c', t0, 'appointment.kept')]);
    expect((await ward.chart({ enrollment, now: t0 + 500 * day })).events).toEqual([]);
  });

  it('the same for one who is not enrolled yet', async () => {
    const ward = await aWard(aServer);
    const enrollment = anEnrollment({ id: 'new' });
    const chart = await ward.as((tx) => loadAdmissionChart(tx, ward.patient, { house, now: t0, enrollment }));
    expect(chart).toMatchObject({ enrollment, touches: {}, tallies: {}, patient: { id: ward.patient }, others: [{ id: ward.enrollment }] });
    expect(await ward.as((tx) => loadAdmissionChart(tx, 'none', { house, now: t0, enrollment }))).toBeUndefined();
  });
});

describe('ten years of a daily cadence', () => {
  it('are read through indexes: of 20,000 ended touches a handful is looked at, also by a connection that knew the table when it was small', async () => {
    const { hospital, patient, enrollment, as, save, chart } = await aWard(poolAs(database.server, 1));
    await poolAs(database.admin, 1).query('analyze');
    for (let n = 0; n < 10; n++) await chart();
    for (let from = 1; from < 20_000; from += 500) {
      await as((tx) => tx.query(manyTouches, [hospital, enrollment, patient, from, from + 499]));
    }
    await save([touch(enrollment, 'log/20001', { number: 20001, occurrenceDate: 'x', parent: `${enrollment}/log/1` })]);
    const seen = await chart();
    expect(Object.keys(seen.touches).map((key) => key.split('/')[2])).toEqual(['1', '20000', '20001']);
    expect(seen.tallies.log).toEqual({ made: 20_000, answered: 0, missedInARow: 20_000 });
    const read = await as(async (tx) => {
      const before = await rowsRead(tx);
      await loadChart(tx, enrollment, { house, now: t0, touches: [`${enrollment}/log/7`] });
      return (await rowsRead(tx)) - before;
    });
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(50);
  });
});

/** What this connection has read of the touches and not yet reported. */
async function rowsRead(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as n from pg_stat_xact_user_tables where relname = 'touch'`,
  );
  return rows[0]!.n;
}

const manyTouches = `
insert into touch (key, hospital, enrollment, patient, department, kind, step_order, purpose, urgent, reaches, seq, chart)
select $2 || '/log/' || n, $1, $2, $3, 'cardiology', 'message', 0, 'care', false, true, 1,
  jsonb_build_object('key', $2 || '/log/' || n, 'step', 'log', 'occurrence', n::text, 'occurrenceDate', n::text, 'number', n, 'round', 1, 'plannedAt', n * 1000, 'parent', $2 || '/log/1',
    'target', n * 1000, 'madeAt', n * 1000, 'endedAt', n * 1000 + 1, 'outcome', 'not_answered')
from generate_series($4::int, $5::int) n`;

it('the worker reads and writes it as the server does', async () => {
  const { hospital, enrollment } = await aWard(aServer);
  const chart = await withActor(asWorker, worker(hospital), async (tx) => {
    const head = (await lockEnrollment(tx, enrollment))!;
    await saveChanges(tx, { enrollment: head, changes: [touch(enrollment, 'hello/1')], sends: [], seq: head.seq + 1, at: t0 });
    return loadChart(tx, enrollment, { house, now: t0 });
  });
  expect(Object.keys(chart!.touches)).toEqual([`${enrollment}/hello/1`]);
});
