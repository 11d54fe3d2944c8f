/** Continuing as new: nothing that comes at the boundary is lost, and what one run handed on the next one reads (design 3.11). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '@temporalio/client';
import { ownTemporal } from './own-temporal.ts';
import type { OwnTemporal } from './own-temporal.ts';
import { agendaOf, begun, connected, eventually, firstWord, hours, moment, release, runsOf, told, word } from './shell.ts';
import type { Release } from './shell.ts';

const suggestedAt = 100;
let temporal: OwnTemporal;
let client: Client;
let close: () => Promise<void>;
let worker: Release;
beforeAll(async () => {
  temporal = await ownTemporal({ 'limit.historyCount.suggestContinueAsNew': String(suggestedAt) });
  ({ client, close } = await connected(temporal.address));
  worker = await release(temporal.address);
});
afterAll(async () => {
  await (worker as Release | undefined)?.stop();
  await (close as typeof close | undefined)?.();
  await (temporal as OwnTemporal | undefined)?.stop();
});

describe('continuing as new', () => {
  it('trap 26: in a storm of words at the boundary each is heard, and those told twice change nothing', async () => {
    const lives = await Promise.all(Array.from({ length: 4 }, () => begun(client)));
    const count = 250;
    const storm = async (handle: (typeof lives)[number]): Promise<void> => {
      for (let n = 1; n <= count; n++) {
        await told(handle, word(n + 2, { [`touch-${n}`]: [moment(hours(n))] }));
        // As a relay that was killed before it could note what it had told.
        if (n % 10 === 0) await told(handle, word(n + 1, { [`touch-${n - 1}`]: [] }));
      }
    };
    await Promise.all(lives.map(storm));
    for (const handle of lives) {
      const { agenda } = await eventually(
        () => agendaOf(handle),
        (view) => view.agenda.heard === count + 2,
      );
      expect(Object.keys(agenda.moments)).toHaveLength(count);
      const { runs, longest } = await runsOf(client, handle);
      expect(runs).toBeGreaterThan(2);
      expect(longest).toBeLessThan(4 * suggestedAt);
    }
  });

  it('a timer that was set before rings in the next run', async () => {
    const made: string[] = [];
    const perform = ({ items }: { items: { touch: string }[] }) => {
      made.push(...items.map(({ touch }) => touch));
      return Promise.resolve({ agenda: { seq: 3, moments: { later: [] } }, sends: [] });
    };
    const own = await release(temporal.address, { perform }, { taskQueue: 'ringing' });
    const handle = await begun(client, { first: firstWord(2, { later: [moment(Date.now() + 1_500)] }), taskQueue: 'ringing' });
    await handle.signal('renew');
    await eventually(
      () => runsOf(client, handle),
      ({ runs }) => runs === 2,
    );
    await eventually(
      () => Promise.resolve(made),
      () => made.length > 0,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(made).toEqual(['later']);
    await own.stop();
  });

  it('does not continue while a message is on its way, and takes in what comes of it', async () => {
    let answer: (() => void) | undefined;
    const send = async () => {
      await new Promise<void>((resolve) => (answer = resolve));
      return { agenda: { seq: 4, moments: { hello: [moment(hours(1))] } }, sends: [] };
    };
    const own = await release(temporal.address, { send }, { taskQueue: 'sending', carriers: ['carrier-test'] });
    const order = { message: 'e/hello/once/main/sms/1', touch: 'e/hello/once', queue: 'carrier-test' };
    const handle = await begun(client, { first: { ...firstWord(2), sends: [order] }, taskQueue: 'sending' });
    await eventually(
      () => Promise.resolve(answer),
      (is) => is !== undefined,
    );
    await handle.signal('renew');
    await told(handle, word(3, { other: [moment(hours(2))] }));
    expect(await agendaOf(handle)).toMatchObject({ onTheWay: [order.message] });
    expect((await runsOf(client, handle)).runs).toBe(1);
    answer?.();
    const { agenda } = await eventually(
      () => agendaOf(handle),
      (view) => 'hello' in view.agenda.moments,
    );
    expect(Object.keys(agenda.moments).sort()).toEqual(['hello', 'other']);
    await eventually(
      () => runsOf(client, handle),
      ({ runs }) => runs === 2,
    );
    await own.stop();
  });

  it('a checkpoint of a format that this release does not know is refused, and the run waits', async () => {
    const checkpoint = { format: 99, rules: 1, state: {} } as never;
    const handle = await begun(client, { input: { checkpoint } });
    const failed = await eventually(
      async () => (await handle.fetchHistory()).events?.find((event) => event.workflowTaskFailedEventAttributes),
      (event) => event !== undefined,
    );
    expect(failed).toBeDefined();
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await handle.terminate();
  });
});
