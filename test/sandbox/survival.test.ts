import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyWebhook } from '../../activities/channels/signature.ts';
import { anOrder, tick } from './order.ts';
import { secret, startSandbox, type Sandbox } from './process.ts';
import { startReceiver, type Receiver } from './receiver.ts';

describe('what the sandbox took, it keeps', () => {
  let sandbox: Sandbox;
  let receiver: Receiver;
  beforeEach(async () => {
    [sandbox, receiver] = await Promise.all([startSandbox(), startReceiver()]);
  });
  afterEach(async () => {
    await sandbox?.stop();
    await receiver?.close();
  });

  it('trap 9: killed in the middle of three hundred messages, it has every one it answered for, once', async () => {
    const orders = Array.from({ length: 300 }, () => anOrder({ callbackUrl: receiver.url }));
    const answered: string[] = [];
    let killed: Promise<void> | undefined;
    await Promise.allSettled(
      orders.map(async (order) => {
        const { status } = await sandbox.post('/carrier/messages', order);
        if (status === 201) answered.push(order.key);
        if (answered.length === 10) killed ??= sandbox.kill();
      }),
    );
    await killed;
    await sandbox.restart();
    const { keys, twice } = await sandbox.get('/counts');
    expect(answered.length).toBeLessThan(300);
    for (const key of answered) expect(keys[key]).toBe(1);
    expect(twice).toEqual([]);
  });

  it('counts by key and channel are the same after a kill, duplicates included', async () => {
    const twice = anOrder();
    for (const order of [twice, twice, anOrder({ channel: 'wechat' })]) await sandbox.post('/carrier/messages', order);
    const before = await sandbox.get('/counts');
    expect(before).toMatchObject({ total: 3, channels: { sms: 2, wechat: 1 }, twice: [twice.key] });
    await sandbox.kill();
    await sandbox.restart();
    expect(await sandbox.get('/counts')).toEqual(before);
  });

  it('a line torn by the crash is cut off, and what comes after is readable', async () => {
    await sandbox.post('/carrier/messages', anOrder());
    await sandbox.kill();
    await appendFile(join(sandbox.folder, 'journal.jsonl'), '[{"is":"message","message":{"key":"half');
    await sandbox.restart();
    await sandbox.post('/carrier/messages', anOrder());
    await sandbox.kill();
    await sandbox.restart();
    expect(await sandbox.get('/counts')).toMatchObject({ total: 2 });
  });

  it('damage in the middle is not guessed over: it does not start', async () => {
    await sandbox.post('/carrier/messages', anOrder());
    await sandbox.kill();
    const file = join(sandbox.folder, 'journal.jsonl');
    const whole = await readFile(file, 'utf8');
    await writeFile(file, `nonsense\n${whole}`);
    await expect(sandbox.restart()).rejects.toThrow('before it was ready');
    await writeFile(file, whole);
    await sandbox.restart();
  });

  it('reports are brought again until confirmed, each time signed afresh', async () => {
    receiver.answers.push(500, 302, 404);
    const order = anOrder({ callbackUrl: receiver.url });
    await sandbox.post('/carrier/messages', order);
    const heard = await receiver.until(4);
    expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    for (const { headers, raw } of heard) {
      const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => String(headers[name]));
      expect(verifyWebhook({ id, timestamp, signature, body: raw }, secret, Date.now())).toBe('valid');
      expect(verifyWebhook({ id, timestamp, signature, body: `${raw} ` }, secret, Date.now())).toBe('forged');
    }
    await tick(600);
    expect(receiver.heard).toHaveLength(4);
    expect(await sandbox.get(`/pending?prefix=${order.key}`)).toMatchObject({ pending: 0 });
  });

  it('a report that nobody confirmed before the kill comes after it', async () => {
    const port = Number(new URL(receiver.url).port);
    await receiver.close();
    const order = anOrder({ callbackUrl: receiver.url });
    await sandbox.post('/carrier/messages', order);
    expect(await sandbox.get(`/pending?prefix=${order.key}`)).toMatchObject({ pending: 1 });
    await tick(500);
    await sandbox.kill();
    receiver = await startReceiver(port);
    await sandbox.restart();
    const [heard] = await receiver.until(1);
    expect(heard?.body).toMatchObject({ type: 'receipt', key: order.key, status: 'DELIVERED' });
  });
});
