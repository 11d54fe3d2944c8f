/** A carrier that does what a test says, call by call, and counts; and a worker's hands on a database of their own, without Temporal. */
import { Buffer } from 'node:buffer';
import type { Channel, Found, Sent } from '../../activities/channels/channel.ts';
import { createRegistry } from '../../activities/channels/registry.ts';
import type { Deps } from '../../activities/deps.ts';
import { dispatchOne } from '../../activities/dispatch.ts';
import { createPerform } from '../../activities/perform.ts';
import { send } from '../../activities/send.ts';
import { look } from '../../activities/enact.ts';
import { pendingSends } from '../../database/messages.ts';
import { storeEvent } from '../../database/events.ts';
import { dueAt, emptyAgenda, take } from '../../engine/agenda.ts';
import type { AgendaState } from '../../engine/agenda.ts';
import type { Plan } from '../../engine/plan.ts';
import { wholeAgenda } from '../../engine/step.ts';
import { depsFor } from '../../server/deps.ts';
import { freshDatabase } from '../setup/database.ts';
import { aWard } from '../e2e/hospital.ts';
import type { Ward } from '../e2e/hospital.ts';

export type Carrier = { calls: string[]; lookups: string[]; answers: (Sent | (() => Promise<Sent>))[]; finds: Found[] };

function channelOf(carrier: Carrier, name: string): Channel {
  return {
    name,
    capabilities: { lookup: 'key', receiptWithinMinutes: 10, replies: true, answers: ['number'], forms: true, rings: name === 'voice' },
    send: async ({ key }) => {
      carrier.calls.push(key);
      const answer = carrier.answers.shift() ?? { result: 'accepted', carrierId: `c-${carrier.calls.length}` };
      return typeof answer === 'function' ? answer() : answer;
    },
    lookup: ({ key }) => {
      carrier.lookups.push(key);
      return Promise.resolve(carrier.finds.shift() ?? { found: 'none' });
    },
  };
}

export const minute = 60_000;
export const start = Date.UTC(2026, 10, 24, 2);
export const accepted: Sent = { result: 'accepted', carrierId: 'c-1' };
export const unknown: Sent = { result: 'unknown', detail: 'no answer in time' };
export const down: Sent = { result: 'later', detail: 'HTTP 503' };

export type Hands = {
  deps: Deps;
  ward: Ward;
  carrier: Carrier;
  clock: { now: number };
  /** An enrolled patient whose message is claimed: its key. */
  claimed(): Promise<{ patient: string; enrollment: string; message: string }>;
  /** One attempt of the activity. `tried`: for how long already. */
  attempt(life: { enrollment: string; message: string }, tried?: number): ReturnType<typeof send>;
  /** What is still to come, as the rows have it. */
  agenda(enrollment: string): Promise<AgendaState>;
  /** What is due is performed, as the workflow would ask; answers the messages that wait for their carrier. */
  wake(enrollment: string): Promise<string[]>;
  dispatchAll(): Promise<void>;
};

/** `plan`: for `claimed`, one that sends words at every `lab.done`. */
export async function hands(plan: Plan, libraries: { path: string; text: string }[] = []): Promise<Hands> {
  const database = await freshDatabase();
  const clock = { now: start };
  const carrier: Carrier = { calls: [], lookups: [], answers: [], finds: [] };
  const log = { info: () => undefined, warn: () => undefined, error: (data: object, words: string) => console.error(words, data) };
  const settings = {
    SANDBOX_URL: 'http://sandbox.invalid',
    SANDBOX_TOKEN: 'none',
    SANDBOX_SECRET: Buffer.alloc(16, 's').toString(),
    PUBLIC_URL: 'http://here.invalid',
  };
  const channels = createRegistry(['sms', 'voice', 'wechat', 'fulfilment'].map((name) => channelOf(carrier, name)));
  const deps = { ...depsFor({ ...settings, databaseUrl: database.worker }, log, () => clock.now), channels };
  const server = { ...depsFor({ ...settings, databaseUrl: database.server }, log, () => clock.now), channels };
  const ward = await aWard(server, { plans: [plan], libraries });
  const dispatchAll = async (): Promise<void> => {
    while (await dispatchOne(deps));
  };
  const agenda: Hands['agenda'] = (enrollment) =>
    ward.as(async (tx) => {
      const { plan: kept, chart, env } = await look(tx, server, enrollment);
      return take(emptyAgenda, wholeAgenda(kept, chart, env));
    });
  const moment = (): undefined => undefined;
  const perform = createPerform(deps, moment);
  return {
    deps,
    ward,
    carrier,
    clock,
    dispatchAll,
    claimed: async () => {
      const { id: patient } = await ward.patient();
      await ward.tell(patient, 'encounter.discharged', { objects: { encounter: { id: patient } } });
      await dispatchAll();
      const enrollment = await ward.running(patient);
      const event = { id: `lab-${patient}`, name: 'lab.done', at: clock.now, fields: {}, objects: {} };
      await ward.as((tx) => storeEvent(tx, { hospital: ward.id, patient, event, receivedAt: clock.now }));
      await dispatchAll();
      const [message] = await ward.messages(enrollment);
      return { patient, enrollment, message: message?.key ?? '' };
    },
    attempt: ({ enrollment, message }, tried = 0) =>
      send(deps, { enrollment, message, virtualNow: 0 }, { triedForMs: tried, signal: new AbortController().signal, moment }),
    agenda,
    wake: async (enrollment) => {
      const items = dueAt(await agenda(enrollment), clock.now).map(({ touch, do: what, n, at }) => ({ touch, do: what, n, at }));
      if (items.length > 0) await perform({ enrollment, items, virtualNow: 0 });
      return (await ward.as((tx) => pendingSends(tx, enrollment))).map(({ message }) => message);
    },
  };
}
