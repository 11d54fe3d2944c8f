import { describe, expect, it } from 'vitest';
import { listen } from '../../database/listen.ts';
import {
  adoptEvents,
  adoptOrphans,
  eventsWaiting,
  markDispatched,
  recordFailure,
  retryEvent,
  retryGivenUp,
  storeEvent,
  takeEvent,
} from '../../database/events.ts';
import { addToOutbox, markSent, outboxWaiting, postpone, takeOutbox, trimOutbox } from '../../database/outbox.ts';
import { savePatient } from '../../database/patients.ts';
import type { Tx } from '../../database/with-actor.ts';
import { freshDatabase } from '../setup/database.ts';
import { aWard, enroll, poolAs, t0, type Ward } from './ward.ts';

const database = await freshDatabase();
const pool = poolAs(database.server, 8);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the outbox', () => {
  /** Rows of one enrollment with seq from 1 on, all hospitals seen: relays serve all. */
  const fill = async ({ hospital, as }: Ward, enrollment: string, count: number) => {
    for (let seq = 1; seq <= count; seq++) {
      await as((tx) =>
        addToOutbox(tx, {
          hospital,
          enrollment,
          agenda: { seq, moments: { 'a/1': [{ at: t0, do: 'make', n: 0, order: 0 }] } },
          sends: [],
          at: t0 + seq,
        }),
      );
    }
  };
  const others = { kind: 'system', id: 'relay', hospital: '*' } as const;

  it('two relays send everything once, and one enrollment in order', async () => {
    const ward = await aWard(pool);
    const enrollments = [ward.enrollment, await enroll(ward), await enroll(ward), await enroll(ward)];
    for (const enrollment of enrollments) await fill(ward, enrollment, 10);
    const sent: { enrollment: string; seq: number }[] = [];
    const relay = async () => {
      for (let idle = 0; idle < 3;) {
        const rows = await ward.as(async (tx) => {
          const taken = await takeOutbox(tx, { now: t0, limit: 3 });
          await sleep(2);
          sent.push(...taken.map(({ enrollment, seq }) => ({ enrollment, seq })));
          await markSent(tx, taken.map(({ id }) => id), t0); // prettier-ignore
          return taken.length;
        }, others);
        idle = rows === 0 ? idle + 1 : 0;
      }
    };
    await Promise.all([relay(), relay()]);
    expect(sent).toHaveLength(40);
    for (const enrollment of enrollments) {
      expect(sent.filter((row) => row.enrollment === enrollment).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
  });

  it('what cannot be sent holds up its own enrollment only, and is never passed over', async () => {
    const ward = await aWard(pool);
    const { enrollment, as } = ward;
    const other = await enroll(ward);
    await fill(ward, enrollment, 2);
    await fill(ward, other, 1);
    const take = (now: number) => as((tx) => takeOutbox(tx, { now, limit: 10 }));
    const [first] = (await take(t0)).filter((row) => row.enrollment === enrollment);
    await as((tx) => postpone(tx, { id: first!.id, failure: 'Temporal is away', retryAt: t0 + 1000 }));
    expect((await take(t0)).map((row) => row.enrollment)).toEqual([other]);
    expect((await take(t0 + 1000)).map(({ enrollment: id, seq, attempts }) => [id, seq, attempts])).toEqual([[enrollment, 1, 1], [other, 1, 0]]); // prettier-ignore
    expect(await as((tx) => outboxWaiting(tx, enrollment))).toBe(2);
  });

  it('a relay that dies sends again what it had not marked', async () => {
    const ward = await aWard(pool);
    await fill(ward, ward.enrollment, 1);
    const dying = ward.as(async (tx) => {
      await takeOutbox(tx, { now: t0, limit: 1 });
      throw new Error('killed');
    });
    await expect(dying).rejects.toThrow('killed');
    const again = await ward.as((tx) => takeOutbox(tx, { now: t0, limit: 1 }));
    expect(again).toMatchObject([{ seq: 1, agenda: { seq: 1, moments: { 'a/1': [{ do: 'make' }] } }, sends: [] }]);
  });

  it('takes one row for each seq', async () => {
    const ward = await aWard(pool);
    await fill(ward, ward.enrollment, 1);
    await expect(fill(ward, ward.enrollment, 1)).rejects.toMatchObject({ code: '23505' });
  });

  it('forgets what was sent long ago, and nothing that was not', async () => {
    const ward = await aWard(pool);
    await fill(ward, ward.enrollment, 2);
    const trimmed = await ward.as(async (tx) => {
      const [row] = await takeOutbox(tx, { now: t0, limit: 1 });
      await markSent(tx, [row!.id], t0);
      return trimOutbox(tx, t0 + 1);
    });
    expect([trimmed, await ward.as((tx) => outboxWaiting(tx, ward.enrollment))]).toEqual([1, 1]);
  });

  it('calls its listeners, also after their connection was cut', async () => {
    const ward = await aWard(pool);
    let heard = 0;
    const errors: Error[] = [];
    const listener = await listen(database.server, {
      channel: 'outbox',
      heard: () => heard++,
      onError: (error) => errors.push(error),
      retryMs: 20,
    });
    const admin = poolAs(database.admin, 1);
    try {
      const before = heard;
      await fill(ward, ward.enrollment, 1);
      await expect.poll(() => heard).toBeGreaterThan(before);
      await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'aftercare listen' and datname = current_database()`,
      );
      await expect.poll(() => errors.length).toBeGreaterThan(0);
      await expect
        .poll(
          async () =>
            (await admin.query(`select from pg_stat_activity where application_name = 'aftercare listen' and datname = current_database()`))
              .rowCount,
        )
        .toBe(1);
      const cut = heard;
      await fill(ward, await enroll(ward), 1);
      await expect.poll(() => heard).toBeGreaterThan(cut);
    } finally {
      await listener.close();
    }
    const closed = heard;
    await fill(ward, await enroll(ward), 1);
    expect(heard).toBe(closed);
  });
});

describe('the queue of events', () => {
  const event = (id: string, at = t0) => ({ id, name: 'reading.received', at, fields: { value: 7 }, objects: {} });
  const store = ({ hospital, as }: Ward, patient: string | undefined, id: string) =>
    as((tx) => storeEvent(tx, { hospital, event: event(id), receivedAt: t0, ...(patient === undefined ? {} : { patient }) }));
  const take = async (tx: Tx, now = t0) => {
    const taken = await takeEvent(tx, now);
    if (taken) await markDispatched(tx, taken.number, now);
    return taken?.id;
  };
  const anotherPatient = async ({ hospital, as }: Ward, number: string) =>
    (await as((tx) => savePatient(tx, { hospital, externalId: number, id: `p-${hospital}-${number}`, at: t0, source: 'his' }))).id;

  it('the same event twice is once', async () => {
    const ward = await aWard(pool);
    expect([await store(ward, ward.patient, 'x'), await store(ward, ward.patient, 'x')]).toEqual([true, false]);
    expect(await ward.as((tx) => eventsWaiting(tx, ward.patient))).toBe(1);
    expect(await ward.as((tx) => take(tx))).toBe('x');
    expect(await ward.as((tx) => take(tx))).toBeUndefined();
    expect(await store(ward, ward.patient, 'x')).toBe(false);
  });

  it("two dispatchers take different patients at once, and one patient's events in order of arrival", async () => {
    const ward = await aWard(pool);
    const patients = [ward.patient, await anotherPatient(ward, 'M2'), await anotherPatient(ward, 'M3')];
    for (let n = 1; n <= 8; n++) for (const patient of patients) await store(ward, patient, `${patient}#${n}`);
    const done: string[] = [];
    let together = 0;
    let most = 0;
    const dispatcher = async () => {
      for (let idle = 0; idle < 3;) {
        const id = await ward.as(async (tx) => {
          const taken = await take(tx);
          if (taken === undefined) return undefined;
          most = Math.max(most, ++together);
          await sleep(3);
          together -= 1;
          done.push(taken);
          return taken;
        });
        idle = id === undefined ? idle + 1 : 0;
      }
    };
    await Promise.all([dispatcher(), dispatcher()]);
    expect(done).toHaveLength(24);
    expect(most).toBe(2);
    for (const patient of patients)
      expect(done.filter((id) => id.startsWith(`${patient}#`)).map((id) => id.split('#')[1])).toEqual([
        '1',
        '2',
        '3',
        '4',
        '5',
        '6',
        '7',
        '8',
      ]);
  });

  it('passes over a patient about whom something is being decided', async () => {
    const ward = await aWard(pool);
    const other = await anotherPatient(ward, 'M2');
    await store(ward, ward.patient, 'first');
    await store(ward, other, 'second');
    await ward.as(async (tx) => {
      await tx.query('select from patient where id = $1 for no key update', [ward.patient]);
      expect(await ward.as((inner) => take(inner))).toBe('second');
      expect(await ward.as((inner) => take(inner))).toBeUndefined();
    });
    expect(await ward.as((tx) => take(tx))).toBe('first');
  });

  it('takes in events while something is being decided about the patient', async () => {
    const ward = await aWard(pool);
    await ward.as(async (tx) => {
      await tx.query('select from patient where id = $1 for no key update', [ward.patient]);
      expect(await store(ward, ward.patient, 'x')).toBe(true);
    });
  });

  it('one that fails holds up its patient until it is tried again, and nobody else; given up, it lets the later ones go on', async () => {
    const ward = await aWard(pool);
    const other = await anotherPatient(ward, 'M2');
    for (const [patient, id] of [[ward.patient, 'bad'], [ward.patient, 'next'], [other, 'theirs']] as const) await store(ward, patient, id); // prettier-ignore
    const number = (await ward.as((tx) => takeEvent(tx, t0)))!.number;
    const fail = (retryAt?: number) =>
      ward.as((tx) => recordFailure(tx, { number, failure: 'no plan', at: t0, ...(retryAt === undefined ? {} : { retryAt }) }));
    await fail(t0 + 1000);
    expect(await ward.as((tx) => take(tx))).toBe('theirs');
    expect(await ward.as((tx) => take(tx))).toBeUndefined();
    expect(await ward.as((tx) => takeEvent(tx, t0 + 1000))).toMatchObject({ id: 'bad', attempts: 1 });
    await fail();
    expect(await ward.as((tx) => take(tx))).toBe('next');
    expect(await ward.as((tx) => take(tx, t0 + 9999))).toBeUndefined();
    expect(await ward.as((tx) => retryEvent(tx, number))).toBe(true);
    expect(await ward.as((tx) => take(tx))).toBe('bad');
  });

  it('one that was given up comes again after a while, for as long as it takes', async () => {
    const ward = await aWard(pool);
    await store(ward, ward.patient, 'bad');
    const number = (await ward.as((tx) => takeEvent(tx, t0)))!.number;
    await ward.as((tx) => recordFailure(tx, { number, failure: 'no plan', at: t0 }));
    expect(await ward.as((tx) => take(tx))).toBeUndefined();
    expect(await ward.as((tx) => retryGivenUp(tx, t0 - 1))).toBe(0);
    expect(await ward.as((tx) => retryGivenUp(tx, t0))).toBe(1);
    expect(await ward.as((tx) => take(tx))).toBe('bad');
  });

  it('one that missed its patient by a moment finds it', async () => {
    const ward = await aWard(pool);
    await ward.as((tx) => storeEvent(tx, { hospital: ward.hospital, about: 'M77', event: event('orphan'), receivedAt: t0 }));
    await anotherPatient(ward, 'M77');
    await ward.as((tx) => adoptOrphans(tx));
    expect(await ward.as((tx) => take(tx))).toBe('orphan');
  });

  it('takes those about no patient, and gives those that came too early to their patient', async () => {
    const ward = await aWard(pool);
    await store(ward, undefined, 'weather');
    await ward.as((tx) => storeEvent(tx, { hospital: ward.hospital, about: 'M9', event: event('early'), receivedAt: t0 }));
    expect(await ward.as((tx) => adoptEvents(tx, { hospital: ward.hospital, about: 'M9', patient: ward.patient }))).toBe(1);
    expect([await ward.as((tx) => take(tx)), await ward.as((tx) => take(tx))].sort()).toEqual(['early', 'weather']);
  });
});
