import { describe, expect, it } from 'vitest';
import { aDischarge, aHouse, apiKey } from './house.ts';

const house = await aHouse();
const codes = (body: { errors?: { field: string; code: string }[] }) => body.errors?.map(({ field, code }) => `${field}: ${code}`);

describe('POST /v1/events', () => {
  it('stores an event, makes the patient it tells of, and the dispatcher enrolls', async () => {
    const told = await house.post('/v1/events', aDischarge({ id: 'A03-1' }));
    expect(told).toMatchObject({ status: 202, body: { id: 'A03-1', received: 'new', patientKnown: true } });
    await house.dispatch();
    const patient = await house.get('/v1/patients/P1');
    expect(patient.body).toMatchObject({ fields: { name: '王芳' }, addresses: [{ channel: 'phone', value: '+8613800001001' }] });
    expect(patient.body.enrollments).toMatchObject([{ sop: 'cardiology/pci-discharge', status: 'active' }]);
  });

  it('takes the same event twice as one', async () => {
    expect((await house.post('/v1/events', aDischarge({ id: 'A03-1' }))).body).toMatchObject({ id: 'A03-1', received: 'again' });
    await house.dispatch();
    expect((await house.get('/v1/patients/P1')).body.enrollments).toHaveLength(1);
  });

  it('keeps an event of a patient nobody knows, for when the patient is known', async () => {
    const told = await house.post('/v1/events', {
      ...aDischarge(),
      patient: { externalId: 'P2' },
      encounter: { ...aDischarge().encounter, id: 'E2' },
    });
    expect(told).toMatchObject({ status: 202, body: { patientKnown: false } });
    await house.dispatch();
    expect((await house.get('/metrics')).text).toContain('aftercare_events_of_unknown_patients 1');
    await house.put('/v1/patients/P2', { name: '李雷', phone: '13800001002' });
    await house.dispatch();
    expect((await house.get('/v1/patients/P2')).body.enrollments).toMatchObject([{ sop: 'cardiology/pci-discharge' }]);
  });

  it.each([
    ['an unknown name', { name: 'encounter.teleported' }, ['name: unknown-event']],
    ['an unknown field of the request', { colour: 'red' }, ['colour: unknown-field']],
    ['an unknown field of a thing', { encounter: { departmnt: 'cardiology' } }, ['encounter.departmnt: unknown-field']],
    ['a wrong type in a thing', { encounter: { visit_number: 'two' } }, ['encounter.visit_number: wrong-type']],
    ['a day that is none', { encounter: { discharge_date: '2026-02-30' } }, ['encounter.discharge_date: bad-date']],
    [
      'a wrong field of the event',
      { name: 'lab.done', fields: { code: 7, value: 'high' } },
      ['fields.code: wrong-type', 'fields.value: wrong-type'],
    ],
    ['a field that the event does not have', { name: 'lab.done', fields: { valu: 7 } }, ['fields.valu: unknown-field']],
    ['a bad telephone number', { patient: { externalId: 'P3', phone: '12' } }, ['patient.phone: bad-phone']],
    ['nobody', { patient: undefined }, ['patient: missing']],
    ['an id that could be one of our own', { id: 'report/sandbox/1' }, ['id: bad-format']],
  ])('refuses %s and names the field', async (_what, more, wanted) => {
    const told = await house.post('/v1/events', aDischarge(more));
    expect(told.status).toBe(422);
    expect(told.headers.get('content-type')).toContain('application/problem+json');
    expect(codes(told.body)).toEqual(wanted);
  });

  it('takes events of the hospital’s own, and those about no patient', async () => {
    expect(
      (await house.post('/v1/events', { name: 'custom.gym_visited', patient: { externalId: 'P1' }, fields: { minutes: 30 } })).status,
    ).toBe(202);
    expect((await house.post('/v1/events', { name: 'weather.alert', fields: { kind: 'cold', area: '西湖区' } })).status).toBe(202);
  });

  it('trap 14: a death holds from the row on, before its turn comes', async () => {
    await house.post('/v1/events', { name: 'patient.died', at: '2026-11-24T08:00:00+08:00', patient: { externalId: 'P2' } });
    expect((await house.get('/v1/patients/P2')).body.diedAt).toBe('2026-11-24T00:00:00.000Z');
    await house.dispatch();
    expect((await house.get('/v1/patients/P2')).body.enrollments).toMatchObject([{ status: 'stopped', endReason: 'patient_died' }]);
  });

  it('reads a moment without an offset on the hospital’s clock', async () => {
    await house.post(
      '/v1/events',
      aDischarge({
        patient: { externalId: 'P4', name: '赵敏' },
        encounter: { ...aDischarge().encounter, id: 'E4', discharge_date: '2026-11-24 16:00' },
      }),
    );
    await house.dispatch();
    const [enrollment] = (await house.get('/v1/patients/P4')).body.enrollments;
    expect((await house.get(`/v1/enrollments/${enrollment.id}`)).body.dates.day_0).toBe('2026-11-24T08:00:00.000Z');
  });
});

describe('Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'k-1' };
  const event = aDischarge({ id: undefined, patient: { externalId: 'P5', name: '钱进' }, encounter: { id: 'E5', department: 'surgery' } });

  it('gives the same answer for the same request, and runs it once', async () => {
    const first = await house.post('/v1/events', event, { headers });
    const again = await house.post('/v1/events', event, { headers });
    expect(again).toMatchObject({ status: 202, body: first.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('refuses another request with the same key', async () => {
    expect((await house.post('/v1/events', { ...event, name: 'encounter.admitted' }, { headers })).body).toMatchObject({
      status: 422,
      type: '/problems/idempotency-key-used',
    });
  });

  it('runs one of many that come at once', async () => {
    const at = { headers: { 'idempotency-key': 'k-2' } };
    const all = await Promise.all(Array.from({ length: 12 }, () => house.post('/v1/events', event, at)));
    expect(new Set(all.map(({ body }) => body.id)).size).toBe(1);
    expect(all.filter(({ headers: answered }) => answered.get('idempotency-replayed') === null)).toHaveLength(1);
  });

  it('leaves the key free when the request failed', async () => {
    const at = { headers: { 'idempotency-key': 'k-3' } };
    expect((await house.post('/v1/events', { ...event, name: 'no.such' }, at)).status).toBe(422);
    expect((await house.post('/v1/events', event, at)).status).toBe(202);
  });

  it('belongs to the API key that used it', async () => {
    const other = await house.keyWith(['events:write']);
    const first = await house.post('/v1/events', event, { headers, key: apiKey });
    const theirs = await house.post('/v1/events', event, { headers, key: other });
    expect(theirs.body.id).not.toBe(first.body.id);
  });
});

describe('an event that cannot be right', () => {
  const event = aDischarge({ id: 'HIS-1001', patient: { externalId: 'P6', name: '钱进' }, encounter: { id: 'E6', department: 'surgery' } });

  it('409 when the id was used for another event, so that the second is not lost without a word', async () => {
    expect((await house.post('/v1/events', event)).status).toBe(202);
    expect((await house.post('/v1/events', event)).body).toMatchObject({ received: 'again' });
    const another = await house.post('/v1/events', { ...event, name: 'encounter.admitted' });
    expect(another).toMatchObject({ status: 409, body: { type: '/problems/event-id-used' } });
  });

  it('422 when it lies hours ahead: local time written as if it were UTC', async () => {
    const ahead = new Date(house.clock.now + 8 * 3_600_000).toISOString();
    const answer = await house.post('/v1/events', { ...event, id: 'HIS-1002', at: ahead });
    expect(answer.body).toMatchObject({ status: 422, errors: [{ field: 'at', code: 'in-the-future' }] });
  });
});
