import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseReport } from '../../activities/channels/sandbox-report.ts';
import { anOrder } from './order.ts';
import { startSandbox, type Sandbox } from './process.ts';
import { startReceiver, type Receiver } from './receiver.ts';

const address = '+8613800138000';
const questions = [
  { name: 'pain', label: '疼几分？', type: 'number', min: 0, max: 10 },
  { name: 'wound', label: '伤口', type: 'choices', options: [{ code: 'dry', label: '干燥' }, { code: 'red', label: '发红' }] }, // prettier-ignore
  { name: 'sleep', label: '睡得好吗？', type: 'yes_no' },
  { name: 'why', label: '为什么？', type: 'text', if: 'sleep == "no"' },
  { name: 'family', label: '家人', type: 'person', optional: true },
  { name: 'picture', label: '照片', type: 'photo', optional: true },
];

describe('a patient’s phone', () => {
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
    await sandbox.post('/behaviours', { receipts: 'none' });
    receiver.heard.length = 0;
  });
  const phone = `/phones/${encodeURIComponent(address)}`;
  const send = (overrides: Record<string, unknown> = {}) =>
    sandbox.post('/carrier/messages', anOrder({ callbackUrl: receiver.url, ...overrides }));
  const page = async (path = phone, language = 'zh-CN') =>
    (await fetch(sandbox.url + path, { headers: { 'accept-language': language } })).text();
  const submit = (path: string, fields: [string, string][], headers: Record<string, string> = {}) =>
    fetch(sandbox.url + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers });

  it('a reply reaches the hospital with its channel, sender and moment', async () => {
    await send({ channel: 'wechat' });
    await sandbox.post(`${phone}/replies`, { words: '还行，3分', at: '2026-03-10T09:00:00+08:00' });
    const [heard] = await receiver.until(1);
    const at = Date.parse('2026-03-10T09:00:00+08:00');
    expect(parseReport(heard?.raw)).toEqual({
      id: expect.any(String),
      kind: 'reply',
      from: address,
      channel: 'wechat',
      at,
      words: '还行，3分',
    });
  });

  it('in a rehearsal a reply without a moment is of the moment of what it answers', async () => {
    await send({ at: '2027-01-01T09:00:00+08:00' });
    await sandbox.post(`${phone}/replies`, { words: '好' });
    const [heard] = await receiver.until(1);
    expect(parseReport(heard?.body).at).toBe(Date.parse('2027-01-01T09:00:00+08:00'));
  });

  it('taps are in the language of the message, not of who looks', async () => {
    await send({ channel: 'wechat', language: 'zh-CN', questions: [questions[2]] });
    expect(await page(`${phone}?lang=en`)).toContain('value="是"');
  });

  it('an order to the HIS is on nobody’s phone, and changes no way back', async () => {
    await send({ channel: 'wechat', words: '在吗' });
    await sandbox.post(
      '/his/appointments',
      anOrder({ form: 'notice', words: '内部单', callbackUrl: 'http://127.0.0.1:1/his', data: { do: 'cancel' } }),
    );
    expect(await page()).not.toContain('内部单');
    await sandbox.post(`${phone}/replies`, { words: '在' });
    const [heard] = await receiver.until(1);
    expect(parseReport(heard?.body)).toMatchObject({ kind: 'reply', channel: 'wechat' });
  });

  it('a photo reply carries an address where the picture is', async () => {
    await send({ channel: 'wechat' });
    await submit(`${phone}/replies`, [['photo', 'sample:red']]);
    const [heard] = await receiver.until(1);
    const report = parseReport(heard?.body);
    const picture = await fetch((report as { photo: string }).photo);
    expect(picture.headers.get('content-type')).toContain('image/svg+xml');
  });

  it('the form’s fields come back as answers by the questions’ names, what was left empty left out', async () => {
    await send({ key: 'form-1', channel: 'wechat', questions });
    const fields: [string, string][] = [
      ['form', '1'], ['key', 'form-1'], ['q.pain', '7'], ['q.wound', 'dry'], ['q.wound', 'red'], ['q.sleep', 'no'], ['q.why', ''],
      ['q.family.name', '李小明'], ['q.family.relation', '儿子'], ['q.family.phone', '13800138001'],
    ]; // prettier-ignore
    expect((await submit(`${phone}/replies`, fields)).status).toBe(303);
    const [heard] = await receiver.until(1);
    const family = { name: '李小明', relation: '儿子', phone: '13800138001' };
    expect(parseReport(heard?.body)).toMatchObject({
      kind: 'answers',
      message: 'form-1',
      answers: { pain: 7, wound: ['dry', 'red'], sleep: 'no', family },
    });
    expect(heard?.body.answers).not.toHaveProperty('why');
  });

  it('answers by JSON go as they are: the hospital must judge them', async () => {
    await send({ key: 'form-2', channel: 'wechat', questions });
    await sandbox.post(`${phone}/replies`, { key: 'form-2', answers: { pain: 99, other: null } });
    const [heard] = await receiver.until(1);
    expect(parseReport(heard?.body)).toMatchObject({ kind: 'answers', answers: { pain: 99, other: null } });
  });

  it('shows the conversation and its questions, and says when each is asked', async () => {
    await send({ channel: 'wechat', questions, words: '第三天了' });
    const shown = await page();
    for (const part of ['第三天了', '疼几分？', '干燥', 'sleep == &quot;no&quot;']) expect(shown).toContain(part);
  });

  it('one question becomes taps that send words', async () => {
    await send({ channel: 'wechat', questions: [questions[0]] });
    expect(await page()).toContain('<button name="words" value="10">10</button>');
  });

  it('speaks the reader’s language, `?lang=` before the browser’s', async () => {
    await send();
    expect(await page(phone, 'en-GB,zh;q=0.5')).toContain('<html lang="en">');
    expect(await page(phone, 'fr,zh-CN;q=0.8,en;q=0.5')).toContain('<html lang="zh-CN">');
    expect(await page(`${phone}?lang=en`, 'zh-CN')).toContain('<html lang="en">');
  });

  it('what is written is never run', async () => {
    const attack = `"><script>alert(1)</script><img src=x onerror='x'> http://a.b/"onclick=x`;
    await send({ words: attack, questions: [{ name: 'a', label: attack, type: 'choice', options: [{ code: attack, label: attack }] }] });
    await sandbox.post(`${phone}/replies`, { words: attack, photo: `https://a.b/"onerror="x` });
    for (const path of [phone, '/phones', '/']) {
      const shown = await page(path);
      expect(shown).not.toMatch(/<script>|<img src=x|"onclick=|"onerror=/);
    }
  });

  it('a page of another site cannot answer for the patient', async () => {
    await send();
    expect((await submit(`${phone}/replies`, [['words', '不来了']], { origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await submit(`${phone}/replies`, [['words', '不来了']], { origin: sandbox.url })).status).toBe(303);
  });

  it('when the hospital has never written, there is nobody to tell', async () => {
    expect((await sandbox.post(`${phone}/replies`, { words: '在吗' })).status).toBe(409);
    expect((await sandbox.post(`${phone}/replies`, { words: '在吗', channel: 'sms', callbackUrl: receiver.url })).status).toBe(202);
    const [heard] = await receiver.until(1);
    expect(parseReport(heard?.body)).toMatchObject({ kind: 'reply', words: '在吗', channel: 'sms' });
  });
});
