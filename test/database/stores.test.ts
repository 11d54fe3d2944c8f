import { describe, expect, it } from 'vitest';
import { findApiKey, revokeApiKey, saveApiKey } from '../../database/api-keys.ts';
import { auditOf, writeAudit } from '../../database/audit.ts';
import { departmentsOf, listHospitals, readHospital, saveDepartment, saveHospital } from '../../database/hospitals.ts';
import { beginRequest, finishRequest } from '../../database/idempotency.ts';
import { libraryFiles, libraryMark, removeLibraryFile, saveLibraryFile } from '../../database/library.ts';
import {
  askedOf,
  recordAccepted,
  recordLater,
  recordReceipt,
  recordRefused,
  recordUnknown,
  recordWithdrawn,
  readMessage,
  startAttempt,
  storeReport,
} from '../../database/messages.ts';
import { storeUtterance, utterancesOf } from '../../database/utterances.ts';
import { currentHash, currentVersions, publish, readVersion } from '../../database/versions.ts';
import { withActor } from '../../database/with-actor.ts';
import { freshDatabase } from '../setup/database.ts';
import { aPlan, aWard, message, poolAs, t0, touch } from './ward.ts';

const database = await freshDatabase();
const pool = poolAs(database.server);

describe('versions', () => {
  it('the same plan again is the same version; another is the next and becomes current', async () => {
    const { hospital, as } = await aWard(pool);
    const put = (plan: ReturnType<typeof aPlan>, at = t0) =>
      as((tx) => publish(tx, { hospital, plan, sources: { 'x.yaml': 'sop: x' }, note: 'n', by: 'head', at }));
    const [first, second] = [aPlan('a/x'), aPlan('a/x', { steps: [1] })];
    expect([await put(first), await put(first), await put(second)]).toEqual([{ number: 1, isNew: true }, { number: 1, isNew: false }, { number: 2, isNew: true }]); // prettier-ignore
    expect(await as((tx) => currentHash(tx, { hospital, sop: 'a/x' }))).toBe(second.hash);
    expect(await put(first)).toEqual({ number: 1, isNew: false });
    expect(await as((tx) => readVersion(tx, { hospital, sop: 'a/x' }))).toMatchObject({
      number: 1,
      plan: first,
      sources: { 'x.yaml': 'sop: x' },
      note: 'n',
    });
    expect(await as((tx) => readVersion(tx, { hospital, sop: 'a/x', number: 2 }))).toMatchObject({ plan: second });
    expect(await as((tx) => currentVersions(tx, hospital))).toMatchObject([{ sop: 'a/x', number: 1, running: 0 }, { sop: 'cardiology/pci', number: 1, running: 1 }]); // prettier-ignore
  });

  it('two who publish at once get one number each', async () => {
    const { hospital, as } = await aWard(pool);
    const put = (n: number) => as((tx) => publish(tx, { hospital, plan: aPlan('a/x', { n }), sources: {}, by: 'head', at: t0 }));
    const numbers = (await Promise.all([1, 2, 3, 4].map(put))).map(({ number }) => number);
    expect(numbers.sort()).toEqual([1, 2, 3, 4]);
  });
});

describe('the library', () => {
  it('is marked anew by every change, and only then', async () => {
    const { hospital, as } = await aWard(pool);
    const mark = () => as((tx) => libraryMark(tx, hospital));
    const put = (text: string) => as((tx) => saveLibraryFile(tx, { hospital, path: 'hospital.yaml', text, by: 'head', at: t0 }));
    const marks = [await mark()];
    expect(await put('a')).toBe(true);
    marks.push(await mark());
    expect(await put('a')).toBe(false);
    expect(await mark()).toBe(marks.at(-1));
    await put('b');
    marks.push(await mark());
    await as((tx) => saveDepartment(tx, hospital, { name: 'cardiology', title: '心内科', phone: null }));
    marks.push(await mark());
    expect(new Set(marks).size).toBe(4);
    expect(await as((tx) => libraryFiles(tx, hospital))).toEqual([
      { path: 'hospital.yaml', text: 'b', revision: 2, updatedAt: t0, updatedBy: 'head' },
    ]);
    expect(await as((tx) => departmentsOf(tx, hospital))).toEqual([{ name: 'cardiology', title: '心内科', phone: null }]);
    await as((tx) => removeLibraryFile(tx, { hospital, path: 'hospital.yaml' }));
    expect(await as((tx) => libraryFiles(tx, hospital))).toEqual([]);
  });

  it('of a hospital that never becomes a rehearsal', async () => {
    const { hospital, as } = await aWard(pool);
    const first = { id: hospital, name: 'Renamed', phone: '1', zone: 'Asia/Urumqi', clockOffsetMs: 0, rehearsal: true, at: t0 };
    await as((tx) => saveHospital(tx, first));
    expect(await as((tx) => readHospital(tx, hospital))).toEqual({
      id: hospital,
      name: 'Renamed',
      phone: '1',
      zone: 'Asia/Urumqi',
      clockOffsetMs: 0,
      rehearsal: false,
    });
    expect(await as((tx) => listHospitals(tx, { rehearsals: true }))).toEqual([]);
  });
});

describe('API keys', () => {
  it('are found by the key, kept as a hash, and gone when revoked', async () => {
    const { hospital, as } = await aWard(pool);
    const key = `secret-${hospital}`;
    await as((tx) => saveApiKey(tx, { id: `k-${hospital}`, hospital, name: 'his', key, scopes: ['events:write'], by: 'admin', at: t0 }));
    const anyone = { kind: 'system', id: 'sign-in', hospital: '*' } as const;
    const find = () => withActor(pool, anyone, (tx) => findApiKey(tx, key));
    expect(await find()).toMatchObject({ hospital, scopes: ['events:write'] });
    const { rows } = await as((tx) =>
      tx.query<{ all: string }>('select api_key::text as all from api_key where hospital = $1', [hospital]),
    );
    expect(rows[0]?.all).not.toContain(key);
    await as((tx) => revokeApiKey(tx, { id: `k-${hospital}`, at: t0 }));
    expect(await find()).toBeUndefined();
  });
});

describe('Idempotency-Key', () => {
  const setUp = async () => {
    const ward = await aWard(pool);
    const { hospital, as } = ward;
    const apiKey = `k-${hospital}`;
    await as((tx) => saveApiKey(tx, { id: apiKey, hospital, name: 'his', key: hospital, scopes: [], by: 'admin', at: t0 }));
    const begin = (requestHash = 'h') => ({ apiKey, key: 'once', hospital, endpoint: 'POST /v1/events', requestHash, at: t0 });
    return { as, apiKey, begin };
  };

  it('at the same time does the work once, and gives both the same answer', async () => {
    const { as, apiKey, begin } = await setUp();
    let done = 0;
    const request = () =>
      as(async (tx) => {
        const begun = await beginRequest(tx, begin());
        if (begun.is !== 'first') return begun;
        const response = { n: ++done };
        await finishRequest(tx, { apiKey, key: 'once', status: 202, response });
        return { is: 'answered', status: 202, response };
      });
    const answer = { is: 'answered', status: 202, response: { n: 1 } };
    expect(await Promise.all([request(), request(), request()])).toEqual([answer, answer, answer]);
  });

  it('is free again when the work failed, and not for another request', async () => {
    const { as, apiKey, begin } = await setUp();
    await expect(as(async (tx) => { await beginRequest(tx, begin()); throw new Error('no'); })).rejects.toThrow('no'); // prettier-ignore
    await as(async (tx) => {
      expect(await beginRequest(tx, begin())).toEqual({ is: 'first' });
      await finishRequest(tx, { apiKey, key: 'once', status: 204, response: undefined });
    });
    expect(await as((tx) => beginRequest(tx, begin('other')))).toEqual({ is: 'different' });
    expect(await as((tx) => beginRequest(tx, begin()))).toEqual({ is: 'answered', status: 204, response: null });
  });
});

describe('a message on its way', () => {
  const setUp = async () => {
    const ward = await aWard(pool);
    const key = `${ward.enrollment}/a/1/main/sms/1`;
    await ward.save([touch(ward.enrollment, 'a/1'), message(ward.enrollment, 'a/1')]);
    const status = async () => (await ward.as((tx) => readMessage(tx, key)))?.status;
    return { ...ward, key, status };
  };

  it('trap 9: of two workers one calls the carrier; after a crash the next one is told to look it up', async () => {
    const { as, key } = await setUp();
    const start = () => as((tx) => startAttempt(tx, { key, at: t0 }));
    const both = await Promise.all([start(), start()]);
    expect(both.filter((attempt) => attempt.begun)).toHaveLength(1);
    expect(both.find((attempt) => !attempt.begun)).toEqual({ begun: false, status: 'sending' });
    expect(await start()).toEqual({ begun: false, status: 'sending' });
  });

  it('can be begun again when nothing was taken, not when nobody knows', async () => {
    const { as, key, status } = await setUp();
    await as((tx) => startAttempt(tx, { key, at: t0 }));
    expect(await as((tx) => recordLater(tx, { key, detail: '503' }))).toBe(true);
    expect(await as((tx) => startAttempt(tx, { key, at: t0 }))).toEqual({ begun: true });
    await as((tx) => recordUnknown(tx, { key, detail: 'timeout', at: t0 }));
    expect(await as((tx) => startAttempt(tx, { key, at: t0 }))).toEqual({ begun: false, status: 'unknown' });
    expect(await status()).toBe('unknown');
  });

  it('a receipt settles what was not known, and what was read stays read', async () => {
    const { as, key, status } = await setUp();
    await as((tx) => startAttempt(tx, { key, at: t0 }));
    await as((tx) => recordUnknown(tx, { key, detail: 'timeout', at: t0 }));
    await as((tx) => recordReceipt(tx, { key, state: 'read', at: t0 + 1 }));
    expect(await as((tx) => recordReceipt(tx, { key, state: 'delivered', at: t0 + 2 }))).toBe(false);
    expect(await status()).toBe('read');
  });

  it('the first result stands', async () => {
    const { as, key } = await setUp();
    await as((tx) => startAttempt(tx, { key, at: t0 }));
    expect(await as((tx) => recordAccepted(tx, { key, carrierId: 'c1', at: t0 }))).toBe(true);
    expect(await as((tx) => recordAccepted(tx, { key, carrierId: 'c2', at: t0 }))).toBe(false);
    expect(await as((tx) => recordWithdrawn(tx, { key, detail: 'died', at: t0 }))).toBe(false);
    expect(await as((tx) => readMessage(tx, key))).toMatchObject({ status: 'accepted', carrierId: 'c1', acceptedAt: t0 });
    expect(await as((tx) => recordRefused(tx, { key, detail: 'bad_number', at: t0 }))).toBe(true);
  });

  it('the same report of a carrier twice is once', async () => {
    const { as, hospital, key } = await setUp();
    const report = {
      hospital,
      channel: 'sms',
      id: 'r1',
      message: key,
      kind: 'receipt',
      at: t0,
      data: { state: 'delivered' },
      receivedAt: t0,
    };
    expect([await as((tx) => storeReport(tx, report)), await as((tx) => storeReport(tx, report))]).toEqual([true, false]);
  });
});

describe('what a patient can answer', () => {
  const question = { name: 'pain', type: 'number' as const, label: { kind: 'words' as const, in: { en: ['Pain?'] } } };

  it('is what was asked and is open or was not answered, newest first, until the next of the step is made', async () => {
    const { patient, enrollment, save, as } = await aWard(pool);
    const asked = (name: string, at: number, more = {}) => [
      touch(enrollment, name, { madeAt: at, ...more }),
      message(enrollment, name, { questions: [question], claimedAt: at }),
    ];
    const over = { outcome: 'not_answered', endedAt: t0 + 9 } as const;
    await save([
      ...asked('log/1', t0 + 1, over), ...asked('log/2', t0 + 2, over), ...asked('mood/1', t0 + 3), ...asked('done/1', t0 + 4, { outcome: 'answered', endedAt: t0 + 5 }),
      touch(enrollment, 'plain/1'), message(enrollment, 'plain/1'),
    ]); // prettier-ignore
    await as((tx) => tx.query(`update message set status = 'accepted'`));
    const seen = await as((tx) => askedOf(tx, patient));
    expect(seen.map(({ touch: key, ended }) => [key.split('/').slice(1).join('/'), ended])).toEqual([['mood/1', false], ['log/2', true]]); // prettier-ignore
    expect(seen[0]).toMatchObject({ questions: [question], channel: 'sms', at: t0 + 3 });
  });
});

it('words of a patient are kept once, newest first', async () => {
  const { hospital, patient, as } = await aWard(pool);
  const said = (source: string, at: number) => ({
    hospital,
    patient,
    source,
    channel: 'sms',
    at,
    words: '止不住血',
    class: 'alarm' as const,
  });
  await as(async (tx) => {
    expect([
      await storeUtterance(tx, said('s1', t0)),
      await storeUtterance(tx, said('s1', t0)),
      await storeUtterance(tx, said('s2', t0 + 1)),
    ]).toEqual([true, false, true]);
    expect((await utterancesOf(tx, patient)).map(({ at }) => at)).toEqual([t0 + 1, t0]);
  });
});

it('the audit says who did what, when and why', async () => {
  const { hospital, enrollment, as } = await aWard(pool);
  const subject = `enrollment/${enrollment}`;
  await as((tx) => writeAudit(tx, { hospital, at: t0, what: 'stop', subject, why: 'moved away' }), { kind: 'staff', id: 'n1' });
  expect(await as((tx) => auditOf(tx, { hospital, subject }))).toEqual([
    { at: t0, kind: 'staff', actor: 'n1', what: 'stop', why: 'moved away', data: null },
  ]);
});
