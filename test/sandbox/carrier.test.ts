import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseReport } from '../../activities/channels/sandbox-report.ts';
import { anOrder, tick } from './order.ts';
import { startSandbox, type Sandbox } from './process.ts';
import { startReceiver, type Heard, type Receiver } from './receiver.ts';

const about =
  (key: string) =>
  ({ body }: Heard): boolean =>
    body.key === key;

describe('the carrier', () => {
  let sandbox: Sandbox;
  let receiver: Receiver;
  beforeAll(async () => {
    [sandbox, receiver] = await Promise.all([startSandbox(), startReceiver()]);
  });
  afterAll(async () => {
    await sandbox?.stop();
    await receiver?.close();
  });
  beforeEach(async () => {
    await sandbox.post('/reset', {});
    receiver.heard.length = 0;
  });
  const send = (overrides: Record<string, unknown> = {}) => {
    const order = anOrder({ callbackUrl: receiver.url, ...overrides });
    return sandbox.post('/carrier/messages', order).then(({ status, body }) => ({ status, body, key: order.key }));
  };

  it('asks for its token', async () => {
    for (const path of [
      '/carrier/messages?key=a',
      '/counts',
      '/pending',
      '/fulfilment/parcels',
      '/his/appointments',
      '/systems/office/events',
    ]) {
      expect((await fetch(sandbox.url + path)).status).toBe(401);
    }
  });

  it('says which field is wrong', async () => {
    const { status, body } = await send({ form: 'telegram' });
    expect(status).toBe(400);
    expect(body.issues).toMatchObject([{ path: ['form'] }]);
  });

  it('takes the same key twice, unless it is told to take each once', async () => {
    const first = await send({ key: 'k' });
    const second = await send({ key: 'k' });
    expect(second.body.id).not.toBe(first.body.id);
    await sandbox.post('/behaviours', { byKey: true });
    expect((await send({ key: 'k' })).body.id).toBe(first.body.id);
    expect((await sandbox.get('/counts')).keys).toEqual({ k: 2 });
  });

  it('the next-N behaviours go in order, then the exact one, then the general one', async () => {
    await sandbox.post('/behaviours', { channel: 'sms', answer: 'refuse' });
    await sandbox.post('/behaviours', { address: '+8613800138000', answer: 'accept' });
    await sandbox.post('/behaviours', { times: 1, answer: 'fail' });
    await sandbox.post('/behaviours', { times: 1, answer: 'throttle' });
    const statuses = [];
    for (const address of ['+8613800138000', '+8613800138000', '+8613800138000', '+8613800138001']) {
      statuses.push((await send({ to: { who: 'patient', address } })).status);
    }
    expect(statuses).toEqual([500, 429, 201, 422]);
  });

  it.each([
    [{ channel: 'wechat' }, ['delivered', 'read']],
    [{ channel: 'sms' }, ['delivered']],
    [{ channel: 'voice', form: 'ring' }, ['rang']],
  ])('receipts of %o are %o', async (overrides, states) => {
    const { key } = await send(overrides);
    const heard = await receiver.until(states.length, about(key));
    expect(heard.map(({ body }) => parseReport(body))).toMatchObject(states.map((state) => ({ kind: 'receipt', message: key, state })));
  });

  it('refused by receipt', async () => {
    await sandbox.post('/behaviours', { receipts: 'refuse', reason: 'bad_number' });
    const { key } = await send();
    const [heard] = await receiver.until(1, about(key));
    expect(parseReport(heard?.body)).toMatchObject({ kind: 'refusal', message: key, reason: 'bad_number' });
  });

  it('twice: the same report again, and once more under another id', async () => {
    await sandbox.post('/behaviours', { receipts: 'twice' });
    const { key } = await send();
    const heard = await receiver.until(3, about(key));
    expect(new Set(heard.map(({ body }) => parseReport(body).id)).size).toBe(2);
  });

  it('out of order: read comes before delivered, each with its own moment', async () => {
    await sandbox.post('/behaviours', { receipts: 'out_of_order' });
    const { key } = await send({ channel: 'wechat' });
    const reports = (await receiver.until(2, about(key))).map(({ body }) => parseReport(body));
    expect(reports).toMatchObject([{ state: 'read' }, { state: 'delivered' }]);
    expect(reports[0]?.at).toBeGreaterThan(reports[1]?.at ?? Infinity);
  });

  it('none: nothing comes, and nothing is pending', async () => {
    await sandbox.post('/behaviours', { receipts: 'none' });
    const { key } = await send();
    expect(await sandbox.get(`/pending?prefix=${key}`)).toMatchObject({ pending: 0 });
    await tick(500);
    expect(receiver.heard).toEqual([]);
  });

  it('unread until somebody looks at the phone, then read once', async () => {
    await sandbox.post('/behaviours', { receipts: 'unread' });
    const { key } = await send({ channel: 'wechat' });
    await receiver.until(1, about(key));
    for (let n = 0; n < 2; n++) await fetch(`${sandbox.url}/phones/${encodeURIComponent('+8613800138000')}`);
    const heard = await receiver.until(2, about(key));
    await tick(300);
    expect(receiver.heard).toHaveLength(2);
    expect(parseReport(heard[1]?.body)).toMatchObject({ state: 'read' });
  });

  it('finds by to, words and since when', async () => {
    await send({ words: '早', at: '2026-03-10T08:00:00+08:00' });
    await send({ words: '晚', at: '2026-03-10T20:00:00+08:00' });
    const search = (query: Record<string, string>) =>
      sandbox.get(`/carrier/messages?${new URLSearchParams({ to: '+8613800138000', ...query }).toString()}`);
    expect((await search({})).messages).toHaveLength(2);
    expect((await search({ words: '早' })).messages).toMatchObject([{ words: '早' }]);
    expect((await search({ after: '2026-03-10T04:00:00Z' })).messages).toMatchObject([{ words: '晚' }]);
  });

  it('in a rehearsal reports carry the hospital’s moment, and nobody waits for it', async () => {
    await sandbox.post('/behaviours', { receiptDelayMs: 3_600_000 });
    const { key } = await send({ at: '2027-01-01T09:00:00+08:00' });
    const [heard] = await receiver.until(1, about(key));
    expect(parseReport(heard?.body).at).toBe(Date.parse('2027-01-01T10:00:00+08:00'));
  });

  it('a late receipt is pending until it was brought', async () => {
    await sandbox.post('/behaviours', { receiptDelayMs: 700 });
    const { key } = await send();
    expect(await sandbox.get(`/pending?prefix=${key}`)).toMatchObject({ pending: 1 });
    expect(await sandbox.get('/pending?prefix=another')).toMatchObject({ pending: 0 });
    await receiver.until(1, about(key));
    await tick(50);
    expect(await sandbox.get(`/pending?prefix=${key}`)).toMatchObject({ pending: 0 });
  });
});
