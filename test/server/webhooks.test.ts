import { describe, expect, it } from 'vitest';
import { signWebhook } from '../../activities/channels/signature.ts';
import { aDischarge, aHouse, day, hour, morning, sandboxSecret, type Json } from './house.ts';

const house = await aHouse();

type Sending = { secret?: string; timestamp?: number; hospital?: string; signed?: string };
async function report(body: Record<string, unknown>, { secret = sandboxSecret, timestamp, hospital = 'default', signed }: Sending = {}) {
  const raw = JSON.stringify({ time: new Date(house.clock.now).toISOString(), ...body });
  const id = String(body.id);
  const seconds = timestamp ?? Math.floor(house.clock.now / 1000);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signWebhook({ id, timestamp: seconds, body: signed ?? raw, secret }),
  };
  return house.post(`/v1/webhooks/sandbox/${hospital}`, undefined, { key: null, raw, headers });
}

async function asked(number: string, phone: string): Promise<{ enrollment: string; message: string; touch: string }> {
  house.clock.now = morning;
  await house.post(
    '/v1/events',
    aDischarge({ patient: { externalId: number, name: '王芳', phone }, encounter: { ...aDischarge().encounter, id: `E${number}` } }),
  );
  await house.dispatch();
  const enrollment = (await house.get(`/v1/patients/${number}`)).body.enrollments[0].id;
  await house.wakeUntil(enrollment, morning + day + 10 * 60_000);
  const pain = (await house.get(`/v1/enrollments/${enrollment}`)).body.touches.find(({ step, made }: Json) => step === 'pain' && made);
  return { enrollment, message: pain.messages[0].key, touch: pain.key };
}
const touchOf = async (enrollment: string, key: string) =>
  (await house.get(`/v1/enrollments/${enrollment}`)).body.touches.find((one: Json) => one.key === key);

describe('the sandbox’s webhook', () => {
  it('takes a receipt, once', async () => {
    const { enrollment, message, touch } = await asked('301', '13800000301');
    const receipt = { id: 'r-1', type: 'receipt', key: message, status: 'READ' };
    expect(await report(receipt)).toMatchObject({ status: 200, body: { received: 'new' } });
    expect(await report(receipt)).toMatchObject({ status: 200, body: { received: 'again' } });
    await house.dispatch();
    expect((await touchOf(enrollment, touch)).messages).toMatchObject([{ status: 'read' }]);
  });

  it('takes a reply as the answer to the question that is open', async () => {
    const { enrollment, touch } = await asked('302', '13800000302');
    await report({ id: 'w-1', type: 'reply', from: '+8613800000302', channel: 'sms', text: '7分' });
    await house.dispatch();
    expect(await touchOf(enrollment, touch)).toMatchObject({ outcome: 'answered', answers: { score: 7 } });
  });

  it('of several patients with one telephone, the one who was asked last has answered', async () => {
    const first = await asked('303', '13800000303');
    house.clock.now = morning;
    const second = await asked('304', '13800000303');
    house.clock.now += hour;
    const third = await asked('305', '13800000303');
    await house.tx((tx) =>
      tx.query(`update message set claimed_at = claimed_at + interval '5 minutes' where enrollment = $1`, [second.enrollment]),
    );
    await report({ id: 'w-2', type: 'reply', from: '+8613800000303', channel: 'sms', text: '6' });
    await house.dispatch();
    expect(await touchOf(second.enrollment, second.touch)).toMatchObject({ outcome: 'answered', answers: { score: 6 } });
    expect(await touchOf(first.enrollment, first.touch)).toMatchObject({ outcome: null });
    expect(await touchOf(third.enrollment, third.touch)).toMatchObject({ outcome: null });
  });

  it('keeps what comes from nobody we know, and what is about no message of ours', async () => {
    expect((await report({ id: 'w-3', type: 'reply', from: '+8613811111111', channel: 'sms', text: '出血' })).status).toBe(200);
    expect((await report({ id: 'r-2', type: 'receipt', key: 'no/such/1/main/sms/1', status: 'DELIVERED' })).status).toBe(200);
    await house.dispatch();
    const { rows } = await house.tx((tx) =>
      tx.query(
        `select u.class, u.words from utterance u join patient p on p.id = u.patient where p.external_id = 'unknown:+8613811111111'`,
      ),
    );
    expect(rows).toEqual([{ class: 'alarm', words: '出血' }]);
  });

  it.each([
    ['forged', { secret: 'another-secret-another' }],
    ['changed on the way', { signed: '{}' }],
    ['too old', { timestamp: Math.floor(morning / 1000) - 3600 * 24 * 30 }],
  ])('401 when the signature is %s', async (_what, sending) => {
    const answer = await report({ id: 'r-3', type: 'receipt', key: 'a', status: 'READ' }, sending);
    expect(answer).toMatchObject({ status: 401, body: { type: '/problems/bad-signature' } });
  });

  it('401 without a signature, also with an API key', async () => {
    expect((await house.post('/v1/webhooks/sandbox/default', { id: 'r-4' })).status).toBe(401);
    expect((await house.post('/v1/webhooks/sandbox/default', undefined, { key: null })).status).toBe(401);
  });

  it('404 for another hospital, 422 for what is no report', async () => {
    expect((await report({ id: 'r-5', type: 'receipt', key: 'a', status: 'READ' }, { hospital: 'elsewhere' })).status).toBe(404);
    expect((await report({ id: 'r-6', type: 'gossip' })).status).toBe(422);
  });
});
