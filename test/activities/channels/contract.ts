/**
 * What every channel must hold to, whatever carrier is behind it (design.md 3.8). A fixture brings the channel, a way to make its
 * carrier behave, and the carrier's own count of what it took.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Outgoing, Sent } from '../../../activities/channels/channel.ts';

/** `hang`: neither taken nor answered. `time_out`: taken, never answered. */
export type CarrierMood = 'usual' | 'hang' | 'time_out' | 'refuse_bad_number' | 'refuse_rejected' | 'fail' | 'down' | 'throttle';

export type ChannelFixture = {
  channel: Channel;
  /** A message that this channel can carry, with a key of its own. */
  message(overrides?: Partial<Outgoing>): Outgoing;
  /** How the carrier meets all that follows. With `throttle` it asks to be left alone for 30 seconds. */
  behave(mood: CarrierMood): Promise<void>;
  /** The words of all that the carrier took under this key. */
  taken(key: string): Promise<string[]>;
  /** The same channel, towards an address where nobody listens. */
  unreachable: Channel;
  /** Stops what was started. */
  close(): Promise<void>;
};

const never = new AbortController().signal;

export const channelContract = (name: string, makeFixture: () => Promise<ChannelFixture>): void => {
  describe(`channel contract: ${name}`, () => {
    let fixture: ChannelFixture;
    beforeAll(async () => {
      fixture = await makeFixture();
    });
    afterAll(() => fixture?.close());
    beforeEach(() => fixture.behave('usual'));

    it('hands a message to the carrier exactly once, and brings back its name for it', async () => {
      const message = fixture.message();
      const sent = await fixture.channel.send(message, never);
      expect(sent).toEqual({ result: 'accepted', carrierId: expect.stringMatching(/.+/) });
      expect(await fixture.taken(message.key)).toHaveLength(1);
    });

    it('carries Chinese, emoji, quotes and line breaks unharmed', async () => {
      const words = '李阿姨，今天伤口还疼吗？\n“0 不疼，10 最疼” 𠮷👩‍⚕️ <b>&amp;</b> {{ }} \\ \'"';
      const message = fixture.message({ words });
      await fixture.channel.send(message, never);
      expect(await fixture.taken(message.key)).toEqual([words]);
    });

    it('keeps fifty messages, ten at once, apart', async () => {
      const messages = Array.from({ length: 50 }, (_, n) => fixture.message({ words: `第 ${n} 条` }));
      const sent: Sent[] = [];
      for (let i = 0; i < messages.length; i += 10) {
        sent.push(...(await Promise.all(messages.slice(i, i + 10).map((message) => fixture.channel.send(message, never)))));
      }
      expect(new Set(sent.map((one) => (one.result === 'accepted' ? one.carrierId : one.result))).size).toBe(50);
      for (const message of messages) expect(await fixture.taken(message.key)).toEqual([message.words]);
    });

    it('taken but never answered: unknown, and the look-up finds the one', async () => {
      await fixture.behave('time_out');
      const message = fixture.message();
      expect(await fixture.channel.send(message, never)).toMatchObject({ result: 'unknown' });
      expect(await fixture.taken(message.key)).toHaveLength(1);
      await fixture.behave('usual');
      expect(await fixture.channel.lookup(message, 0, never)).toEqual({ found: 'one', carrierId: expect.any(String) });
    });

    it('neither taken nor answered: unknown, and the look-up finds none', async () => {
      await fixture.behave('hang');
      const message = fixture.message();
      expect(await fixture.channel.send(message, never)).toMatchObject({ result: 'unknown' });
      await fixture.behave('usual');
      expect(await fixture.channel.lookup(message, 0, never)).toEqual({ found: 'none' });
      expect(await fixture.taken(message.key)).toEqual([]);
    });

    it('the look-up names the same message as the sending did', async () => {
      const message = fixture.message();
      const sent = await fixture.channel.send(message, never);
      expect(await fixture.channel.lookup(message, 0, never)).toEqual({
        found: 'one',
        carrierId: (sent as { carrierId: string }).carrierId,
      });
    });

    it('given up while waiting: unknown, at once', async () => {
      await fixture.behave('hang');
      const controller = new AbortController();
      const began = performance.now();
      setTimeout(() => controller.abort(), 50);
      expect(await fixture.channel.send(fixture.message(), controller.signal)).toMatchObject({ result: 'unknown' });
      expect(performance.now() - began).toBeLessThan(400);
    });

    it('given up before it began: nothing is taken, and it may go later', async () => {
      const message = fixture.message();
      expect(await fixture.channel.send(message, AbortSignal.abort())).toMatchObject({ result: 'later' });
      expect(await fixture.taken(message.key)).toEqual([]);
    });

    it.each([
      ['refuse_bad_number', 'bad_number'],
      ['refuse_rejected', 'rejected'],
    ] as const)('%s: refused for that reason, and not taken', async (mood, reason) => {
      await fixture.behave(mood);
      const message = fixture.message();
      expect(await fixture.channel.send(message, never)).toMatchObject({ result: 'refused', reason });
      expect(await fixture.taken(message.key)).toEqual([]);
    });

    it('down: later, and nothing was taken', async () => {
      await fixture.behave('down');
      const message = fixture.message();
      expect(await fixture.channel.send(message, never)).toMatchObject({ result: 'later' });
      expect(await fixture.taken(message.key)).toEqual([]);
    });

    it('failed while it had the message: unknown, but answered, so that a look-up by key is clear', async () => {
      await fixture.behave('fail');
      const message = fixture.message();
      expect(await fixture.channel.send(message, never)).toMatchObject({ result: 'unknown', answered: true });
      if (fixture.channel.capabilities.lookup === 'key') {
        expect(await fixture.channel.lookup(message, Date.now() - 60_000, never)).toEqual({ found: 'none' });
      }
      expect(await fixture.taken(message.key)).toEqual([]);
    });

    it('throttled: later, not before the moment the carrier named', async () => {
      await fixture.behave('throttle');
      const before = Date.now();
      const sent = await fixture.channel.send(fixture.message(), never);
      expect(sent).toMatchObject({ result: 'later', after: expect.any(Number) });
      const { after } = sent as { after: number };
      expect(after).toBeGreaterThanOrEqual(before + 30_000);
      expect(after).toBeLessThanOrEqual(Date.now() + 30_000);
    });

    it('nobody there: later, and the look-up says neither found nor missing', async () => {
      const message = fixture.message();
      expect(await fixture.unreachable.send(message, never)).toMatchObject({ result: 'later' });
      expect(await fixture.unreachable.lookup(message, 0, never)).toMatchObject({ found: 'later' });
    });

    it('two of the same key are unclear, never silently one', async () => {
      const message = fixture.message();
      await fixture.channel.send(message, never);
      await fixture.channel.send(message, never);
      const count = (await fixture.taken(message.key)).length;
      expect(await fixture.channel.lookup(message, 0, never)).toEqual(
        count === 1 ? { found: 'one', carrierId: expect.any(String) } : { found: 'unclear' },
      );
    });
  });
};
