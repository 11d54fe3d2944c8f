/** A run keeps the version of the rules that it began with, whichever release works on it (design 3.11). */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Client } from '@temporalio/client';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { emptyAgenda } from '../../engine/agenda.ts';
import type { PerformRequest } from '../../workflows/ports.ts';
import { agendaOf, begun, bundleOf, connected, eventually, firstWord, hours, moment, release, runsOf, told, word } from './shell.ts';

const address = inject('temporalAddress');
let client: Client;
let close: () => Promise<void>;
let two: WorkflowBundleOption;
beforeAll(async () => {
  ({ client, close } = await connected(address));
  two = await bundleOf(join(import.meta.dirname, 'release-two.ts'));
});
afterAll(() => close());

/** How many things were asked for at once, call by call. */
function watched() {
  const calls: number[] = [];
  const perform = ({ items }: PerformRequest) => {
    if (items.length > 0) calls.push(items.length);
    return Promise.resolve({ agenda: { seq: 3, moments: Object.fromEntries(items.map(({ touch }) => [touch, []])) }, sends: [] });
  };
  return { calls, perform };
}
const twoNow = { a: [moment(1)], b: [moment(2)] };

describe('versions of the rules', () => {
  it('a run that began under version 1 keeps to it under a release with version 2, also when it continues', async () => {
    const taskQueue = `rules-${randomUUID()}`;
    const { calls, perform } = watched();
    const before = await release(address, { perform }, { taskQueue });
    const handle = await begun(client, { first: firstWord(2, { later: [moment(hours(1))] }), taskQueue });
    await eventually(
      () => agendaOf(handle),
      (view) => view.agenda.heard === 2,
    );
    await before.stop();

    const after = await release(address, { perform }, { taskQueue, bundle: two });
    await told(handle, word(3, twoNow));
    await eventually(
      () => Promise.resolve(calls),
      () => calls.length > 0,
    );
    expect(calls).toEqual([2]);
    expect(await agendaOf(handle)).toMatchObject({ rules: 1 });
    calls.length = 0;

    const fresh = await begun(client, { first: firstWord(2, twoNow), taskQueue });
    await eventually(
      () => Promise.resolve(calls),
      () => calls.length === 2,
    );
    expect(calls).toEqual([1, 1]);
    expect(await agendaOf(fresh)).toMatchObject({ rules: 2 });

    await handle.signal('renew');
    await eventually(
      () => runsOf(client, handle),
      ({ runs }) => runs === 2,
    );
    const { rules, agenda } = await eventually(
      () => agendaOf(handle),
      (view) => view.rules === 2,
    );
    expect({ rules, upgraded: agenda.since.upgraded, later: agenda.moments.later?.length }).toEqual({ rules: 2, upgraded: 1, later: 1 });
    await Promise.all([handle.terminate(), fresh.terminate()]);
    await after.stop();
  });

  it('the checkpoint says the version, and the next run goes on with it', async () => {
    const taskQueue = `rules-${randomUUID()}`;
    const { calls, perform } = watched();
    const after = await release(address, { perform }, { taskQueue, bundle: two });
    const state = { ...emptyAgenda, heard: 5 };
    const handle = await begun(client, { input: { checkpoint: { format: 1, rules: 1, state } }, first: word(6, twoNow), taskQueue });
    await eventually(
      () => Promise.resolve(calls),
      () => calls.length > 0,
    );
    expect(calls).toEqual([2]);
    expect(await agendaOf(handle)).toMatchObject({ rules: 1, agenda: { heard: 6 } });
    await handle.terminate();
    await after.stop();
  });

  it('a version that this release does not carry is refused, and the run waits for a worker that does', async () => {
    const taskQueue = `rules-${randomUUID()}`;
    const own = await release(address, {}, { taskQueue });
    const state = { ...emptyAgenda, heard: 5 };
    const handle = await begun(client, { input: { checkpoint: { format: 1, rules: 2, state } }, first: word(6, {}), taskQueue });
    await eventually(
      async () => (await handle.fetchHistory()).events?.some((event) => event.workflowTaskFailedEventAttributes),
      (failed) => failed === true,
    );
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await handle.terminate();
    await own.stop();
  });
});
