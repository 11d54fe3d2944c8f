import { describe, expect, it } from 'vitest';
import { joinPatients } from '../../database/joining.ts';
import { runningOf } from '../../database/enrollments.ts';
import {
  findPatient,
  patientsAt,
  readPatientLine,
  recordConsent,
  recordDeath,
  recordOptOut,
  savePatient,
  standingPatient,
} from '../../database/patients.ts';
import type { PatientUpdate } from '../../database/patients.ts';
import { freshDatabase } from '../setup/database.ts';
import { aWard, enroll, message, poolAs, t0, touch, type Ward } from './ward.ts';

const database = await freshDatabase();
const pool = poolAs(database.server);

const save = ({ hospital, as }: Ward, update: Partial<PatientUpdate> = {}) =>
  as((tx) => savePatient(tx, { hospital, externalId: 'M1', id: `new-${update.externalId}-${hospital}`, at: t0, source: 'his', ...update }));

describe('what a system says of a patient', () => {
  it('is added to what is known; null takes back; one number is one patient', async () => {
    const ward = await aWard(pool);
    expect(await save(ward, { fields: { age: 71, area: '海淀' }, language: 'zh-CN' })).toEqual({ id: ward.patient, created: false });
    await save(ward, { fields: { area: null, sex: 'male' } });
    const { patient } = await ward.chart();
    expect(patient).toMatchObject({ fields: { name: '王建国', age: 71, sex: 'male' }, language: 'zh-CN' });
    expect(patient.fields).not.toHaveProperty('area');
    await save(ward, { language: null });
    expect((await ward.chart()).patient).not.toHaveProperty('language');
    expect(await save(ward, { externalId: 'M2' })).toMatchObject({ created: true });
  });

  it('at the same time makes one patient', async () => {
    const ward = await aWard(pool);
    const saved = await Promise.all([1, 2, 3, 4].map((n) => save(ward, { externalId: 'M7', id: `p${n}-${ward.hospital}` })));
    expect(new Set(saved.map(({ id }) => id)).size).toBe(1);
    expect(saved.filter(({ created }) => created)).toHaveLength(1);
  });

  it('replaces addresses in the order given; a bad one stays bad until somebody says it is good', async () => {
    const ward = await aWard(pool);
    const phone = (value: string, more = {}) => ({ channel: 'phone' as const, value, ...more });
    const addresses = async () => (await ward.chart()).patient.addresses;
    await save(ward, { addresses: [phone('+861', { bad: true }), phone('+862')] });
    await save(ward, { addresses: [phone('+863'), phone('+861')] });
    expect(await addresses()).toEqual([phone('+863'), phone('+861', { bad: true })]);
    await save(ward, { addresses: [phone('+861', { bad: false })] });
    expect(await addresses()).toEqual([phone('+861')]);
    expect(await ward.as((tx) => patientsAt(tx, { hospital: ward.hospital, value: '+861' }))).toEqual([
      { patient: ward.patient, relative: null },
    ]);
    expect(await ward.as((tx) => patientsAt(tx, { hospital: ward.hospital, value: '+862' }))).toEqual([]);
  });

  it('replaces relatives that a system named, not those the patient named', async () => {
    const ward = await aWard(pool);
    const relative = (id: string) => ({ id, name: id, consent: true, addresses: [{ channel: 'phone' as const, value: `+86${id}` }] });
    await ward.save([
      touch(ward.enrollment, 'ask/1'),
      { kind: 'relative', answers: { who: { name: '王芳' } }, touch: `${ward.enrollment}/ask/1` },
    ]);
    await save(ward, { relatives: [relative('1'), relative('2')] });
    await save(ward, { relatives: [relative('2')] });
    expect((await ward.chart()).patient.relatives.map(({ name, addresses }) => [name, addresses.length])).toEqual([['王芳', 0], ['2', 1]]); // prettier-ignore
  });

  it('the newest word on consent counts, and one that says nothing new is not written', async () => {
    const ward = await aWard(pool);
    const { hospital, patient } = ward;
    const say = (given: boolean, at: number, channel?: 'sms') =>
      ward.as((tx) =>
        recordConsent(tx, { hospital, patient, purpose: 'survey', given, source: 'patient', at, ...(channel ? { channel } : {}) }),
      );
    await say(true, t0);
    await say(false, t0 + 1);
    await say(false, t0 + 2);
    await say(true, t0 + 3, 'sms');
    expect((await ward.chart()).patient.consents).toEqual(
      expect.arrayContaining([
        { purpose: 'survey', given: false },
        { purpose: 'survey', channel: 'sms', given: true },
      ]),
    );
    const { rows } = await ward.as((tx) => tx.query('select from consent where patient = $1', [patient]));
    expect(rows).toHaveLength(3);
  });

  it('death is written once; an opt-out can be taken back', async () => {
    const ward = await aWard(pool);
    const { patient, as } = ward;
    expect([await as((tx) => recordDeath(tx, { patient, at: t0 })), await as((tx) => recordDeath(tx, { patient, at: t0 + 1 }))]).toEqual([
      true,
      false,
    ]);
    await as((tx) => recordOptOut(tx, { patient, optedOut: true, at: t0 }));
    expect(await as((tx) => readPatientLine(tx, patient))).toMatchObject({ name: '王建国', externalId: 'M1', diedAt: t0, optedOut: true });
    await as((tx) => recordOptOut(tx, { patient, optedOut: false, at: t0 }));
    expect((await ward.chart()).patient.optedOut).toBe(false);
  });
});

describe('trap 14: two records that are one patient', () => {
  const setUp = async () => {
    const ward = await aWard(pool);
    const { id: other } = await save(ward, {
      externalId: 'M2',
      fields: { name: '王建国', points: 50, tags: ['vip'], area: '海淀' },
      addresses: [{ channel: 'phone', value: '+862' }],
    });
    await save(ward, { fields: { points: 100, tags: ['far'] } });
    const theirs = await enroll({ ...ward, patient: other }, { startedBy: 'encounter:E1' });
    await ward.save([touch(theirs, 'a/1'), message(theirs, 'a/1')], { enrollment: theirs });
    const join = () => ward.as((tx) => joinPatients(tx, { hospital: ward.hospital, from: other, into: ward.patient, at: t0 + 1 }));
    return { ...ward, other, theirs, join };
  };

  it('become one: everything is there, under the keys it had', async () => {
    const { hospital, patient, other, theirs, enrollment, join, as, chart } = await setUp();
    expect(await join()).toBe(true);
    expect((await as((tx) => runningOf(tx, patient))).map(({ id }) => id).sort()).toEqual([enrollment, theirs].sort());
    const joined = await chart({ enrollment: theirs });
    expect(joined.patient).toMatchObject({
      id: patient,
      fields: { area: '海淀', points: 150 },
      addresses: [{ channel: 'phone', value: '+862' }],
    });
    expect(joined.patient.fields.tags).toEqual(expect.arrayContaining(['vip', 'far']));
    expect(joined.contacts).toHaveLength(1);
    expect(Object.keys(joined.touches)).toEqual([`${theirs}/a/1`]);
    expect(await as((tx) => findPatient(tx, { hospital, externalId: 'M2' }))).toBe(patient);
    expect(await as((tx) => standingPatient(tx, other))).toBe(patient);
  });

  it('what is said of the joined number is said of the one that stands', async () => {
    const ward = await setUp();
    await ward.join();
    expect(await save(ward, { externalId: 'M2', fields: { age: 72 } })).toEqual({ id: ward.patient, created: false });
    expect((await ward.chart()).patient.fields.age).toBe(72);
  });

  it('once, and not with itself; death holds for both; what one thing started twice both stay', async () => {
    const ward = await setUp();
    await enroll(ward, { startedBy: 'encounter:E1' });
    await ward.as((tx) => recordDeath(tx, { patient: ward.other, at: t0 }));
    expect(await ward.as((tx) => joinPatients(tx, { hospital: ward.hospital, from: ward.patient, into: ward.patient, at: t0 }))).toBe(
      false,
    );
    expect([await ward.join(), await ward.join()]).toEqual([true, false]);
    expect((await ward.chart()).patient.diedAt).toBe(t0);
    expect(await ward.as((tx) => runningOf(tx, ward.patient))).toHaveLength(3);
  });
});
