import { describe, expect, it } from 'vitest';
import { aDischarge, aHouse, day, morning, type Json } from './house.ts';

const house = await aHouse();
const codes = (body: Json) => body.errors?.map(({ field, code }: Json) => `${field}: ${code}`);

describe('PUT /v1/patients', () => {
  it('makes a patient, numbers in E.164 however they were written', async () => {
    const made = await house.put('/v1/patients/401', {
      name: '王芳',
      fields: { sex: 'female', birth_date: '1960-05-01', diagnoses: ['I25.1'] },
      phone: '138 0000-0401',
      zone: 'Asia/Urumqi',
      hours: { from: '10:00', to: '18:00' },
      wishedChannel: 'sms',
      relatives: [{ id: 'son', name: '王强', relation: '儿子', consent: true, phone: '+1 650 253 0000' }],
      consents: [{ purpose: 'education', given: true }],
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        externalId: '401',
        fields: { name: '王芳', sex: 'female', birth_date: '1960-05-01' },
        addresses: [{ channel: 'phone', value: '+8613800000401' }],
        relatives: [{ name: '王强', consent: true, addresses: [{ channel: 'phone', value: '+16502530000' }] }],
        consents: [{ purpose: 'education', channel: null, given: true }],
        zone: 'Asia/Urumqi',
        wishedChannel: 'sms',
        optedOut: false,
      },
    });
    expect((await house.get('/v1/patients/401')).body).toEqual(made.body);
  });

  it('leaves what is not told, and a new number replaces the old one alone', async () => {
    await house.put('/v1/patients/401', {
      addresses: [
        { channel: 'phone', value: '13800000401' },
        { channel: 'wechat', value: 'wx-401' },
      ],
    });
    const told = await house.put('/v1/patients/401', { phone: '13800000499', fields: { diagnoses: null } });
    expect(told.status).toBe(200);
    expect(told.body.fields).toEqual({ name: '王芳', sex: 'female', birth_date: '1960-05-01' });
    expect(told.body.addresses).toEqual([
      { channel: 'phone', value: '+8613800000499' },
      { channel: 'wechat', value: 'wx-401' },
    ]);
  });

  it.each([
    [{ phone: 'abc' }, 'phone: bad-phone'],
    [
      {
        addresses: [
          { channel: 'wechat', value: 'x' },
          { channel: 'sms', value: '110' },
        ],
      },
      'addresses[1].value: bad-phone',
    ],
    [{ addresses: [{ channel: 'email', value: 'nobody' }] }, 'addresses[0].value: bad-email'],
    [{ relatives: [{ id: 'a', name: 'b', consent: true, phone: '1' }] }, 'relatives[0].phone: bad-phone'],
    [{ zone: 'Mars/Olympus' }, 'zone: bad-zone'],
    [{ hours: { from: '20:00', to: '08:00' } }, 'hours: bad-hours'],
    [{ fields: { shoe_size: 38 } }, 'fields.shoe_size: unknown-field'],
    [{ fields: { age: 'old' } }, 'fields.age: wrong-type'],
    [{ wishedChannel: 'pigeon' }, 'wishedChannel: not-an-option'],
    [{ consents: [{ purpose: 'fun', given: true }] }, 'consents[0].purpose: not-an-option'],
  ])('refuses %j and names the field', async (body, wanted) => {
    const answer = await house.put('/v1/patients/402', body);
    expect(answer.status).toBe(422);
    expect(codes(answer.body)).toEqual([wanted]);
  });

  it('404 for a patient nobody knows', async () => {
    expect((await house.get('/v1/patients/nobody')).status).toBe(404);
    expect((await house.get('/v1/patients/nobody/touches')).status).toBe(404);
  });
});

it('a patient’s touches of all SOPs come a page at a time, each with why', async () => {
  await house.post('/v1/events', aDischarge({ patient: { externalId: '403', name: '李雷', phone: '13800000403' } }));
  await house.dispatch();
  const enrollment = (await house.get('/v1/patients/403')).body.enrollments[0].id;
  await house.wakeUntil(enrollment, morning + 3 * day);
  const all: Json[] = (await house.get('/v1/patients/403/touches')).body.touches;
  const paged: Json[] = [];
  for (let after = ''; ;) {
    const { touches, next } = (await house.get(`/v1/patients/403/touches?limit=3${after && `&after=${encodeURIComponent(after)}`}`)).body;
    paged.push(...touches);
    if (next === undefined) break;
    after = next;
  }
  expect(all.length).toBeGreaterThan(5);
  expect(paged).toEqual(all);
  expect(all.every(({ why, target }) => why.zh !== '' && target.local !== '')).toBe(true);
});
