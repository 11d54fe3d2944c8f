import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel, Outgoing } from '../../../activities/channels/channel.ts';
import { createSandboxChannels } from '../../../activities/channels/sandbox.ts';
import { startSandbox, token, type Sandbox } from '../../sandbox/process.ts';
import { channelContract, type CarrierMood, type ChannelFixture } from './contract.ts';

const never = new AbortController().signal;
const named = (channels: Channel[], name: string): Channel => {
  const found = channels.find((one) => one.name === name);
  if (!found) throw new Error(`no channel ${name}`);
  return found;
};

/** An address where nobody listens any more. */
const deserted = async (): Promise<string> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
};

const forms: Partial<Record<Outgoing['channel'], Outgoing['form']>> = { fulfilment: 'parcel', system: 'notice', his: 'choice_of_slots' };

const aMessage = (channel: Outgoing['channel'], overrides: Partial<Outgoing> = {}): Outgoing => ({
  key: `e1/day_1/1/main/${channel}/${randomUUID()}`,
  channel,
  form: forms[channel] ?? 'text',
  to: { who: channel === 'system' ? 'system' : 'patient', address: channel === 'system' ? 'office' : '+8613800138000' },
  words: '您好',
  language: 'zh-CN',
  questions: [],
  data: { item: '计步手环', clinic: '心内科' },
  urgent: false,
  // Nobody listens: these tests are about what is sent.
  callbackUrl: 'http://127.0.0.1:9/hook',
  ...overrides,
});

const moods: Record<CarrierMood, Record<string, unknown> | undefined> = {
  usual: undefined,
  hang: { answer: 'hang' },
  time_out: { answer: 'time_out' },
  refuse_bad_number: { answer: 'refuse', reason: 'bad_number' },
  refuse_rejected: { answer: 'refuse', reason: 'rejected' },
  fail: { answer: 'fail' },
  down: { answer: 'down' },
  throttle: { answer: 'throttle', retryAfterSeconds: 30 },
};

const fixtureOf = (name: Outgoing['channel']) => async (): Promise<ChannelFixture> => {
  const sandbox = await startSandbox();
  const channel = named(createSandboxChannels({ url: sandbox.url, token, timeoutMs: 1_500 }), name);
  const listing =
    { fulfilment: '/fulfilment/parcels', system: '/systems/office/events', his: '/his/appointments' }[name as 'his'] ?? '/carrier/messages';
  return {
    channel,
    unreachable: named(createSandboxChannels({ url: await deserted(), token, timeoutMs: 500 }), name),
    message: (overrides) => aMessage(name, overrides),
    behave: async (mood) => {
      await fetch(`${sandbox.url}/behaviours`, { method: 'DELETE' });
      if (moods[mood]) await sandbox.post('/behaviours', moods[mood]);
    },
    taken: async (key) => {
      const { messages } = await sandbox.get(`${listing}?key=${encodeURIComponent(key)}`);
      return messages.map(({ words }: { words: string }) => words);
    },
    close: sandbox.stop,
  };
};

for (const name of ['sms', 'voice', 'fulfilment', 'system', 'his'] as const) channelContract(`sandbox ${name}`, fixtureOf(name));

describe('the sandbox channels', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox?.stop());
  const channels = (options = {}): Channel[] => createSandboxChannels({ url: sandbox.url, token, timeoutMs: 2_000, ...options });

  it('are nine, one per name', () => {
    const names = channels().map(({ name }) => name);
    expect(names.sort()).toEqual(['app', 'email', 'fulfilment', 'his', 'paper', 'sms', 'system', 'voice', 'wechat']);
  });

  it('a wrong token is our mistake, not the patient’s number: the message waits', async () => {
    const message = aMessage('sms');
    expect(await named(channels({ token: 'another' }), 'sms').send(message, never)).toMatchObject({ result: 'later', detail: 'HTTP 401' });
    expect(await named(channels({ token: 'another' }), 'sms').lookup(message, 0, never)).toMatchObject({ found: 'later' });
  });

  it('no address: refused as a bad number, a parcel as no address', async () => {
    const nowhere = { who: 'patient' as const, address: '' };
    expect(await named(channels(), 'sms').send(aMessage('sms', { to: nowhere }), never)).toMatchObject({
      result: 'refused',
      reason: 'bad_number',
    });
    expect(await named(channels(), 'fulfilment').send(aMessage('fulfilment', { to: nowhere }), never)).toMatchObject({
      result: 'refused',
      reason: 'no_address',
    });
  });

  it('a system nobody knows refuses', async () => {
    const message = aMessage('system', { system: 'billing' });
    expect(await named(channels(), 'system').send(message, never)).toMatchObject({ result: 'refused', reason: 'system_refused' });
  });

  it('a throttled rehearsal waits on the hospital’s clock', async () => {
    await sandbox.post('/behaviours', { channel: 'email', times: 1, answer: 'throttle', retryAfterSeconds: 60 });
    const at = Date.UTC(2026, 2, 10, 1);
    expect(await named(channels(), 'email').send(aMessage('email', { at }), never)).toMatchObject({ result: 'later', after: at + 60_000 });
  });

  it('an answer that came after the time is unknown; the message was taken once', async () => {
    await sandbox.post('/behaviours', { channel: 'app', times: 1, delayMs: 600 });
    const message = aMessage('app');
    const app = named(channels({ timeoutMs: 200 }), 'app');
    expect(await app.send(message, never)).toMatchObject({ result: 'unknown' });
    expect(await app.lookup(message, 0, never)).toMatchObject({ found: 'one' });
  });

  it('a carrier that dies over the call leaves it unknown', async () => {
    const fetchThatLoses = () =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) }));
    expect(await named(channels({ fetch: fetchThatLoses }), 'sms').send(aMessage('sms'), never)).toEqual({
      result: 'unknown',
      detail: 'ECONNRESET',
    });
  });

  it.each([
    [502, 'unknown'],
    [504, 'unknown'],
    [500, 'unknown'],
    [302, 'later'],
    [404, 'later'],
    [400, 'refused'],
    [200, 'unknown'],
  ])('HTTP %i without a word is %s', async (status, result) => {
    const fetchThatAnswers = async () => new Response('<html>proxy</html>', { status });
    expect(await named(channels({ fetch: fetchThatAnswers }), 'sms').send(aMessage('sms'), never)).toMatchObject({ result });
  });
});
