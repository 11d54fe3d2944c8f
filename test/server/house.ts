/** A server with a database of its own, a clock that tests turn, and a worker's hands without Temporal: enough to live through an SOP over REST. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import { dispatchOne } from '../../activities/dispatch.ts';
import { enact, open } from '../../activities/enact.ts';
import type { Deps } from '../../activities/deps.ts';
import { recordAccepted, startAttempt } from '../../database/messages.ts';
import { saveApiKey } from '../../database/api-keys.ts';
import { withActor, type Tx } from '../../database/with-actor.ts';
import { dueAt, emptyAgenda, nextMoment, take } from '../../engine/agenda.ts';
import { inputFor } from '../../engine/live.ts';
import type { Instant } from '../../engine/plan.ts';
import { wholeAgenda, type Input } from '../../engine/step.ts';
import { shelve } from '../../language/library/shelf.ts';
import { createApp } from '../../server/app.ts';
import { hospitalThere, ownHospital, ownKeyThere } from '../../server/boot/hospital.ts';
import { sopFiles } from '../../server/boot/shipped-sops.ts';
import { depsFor } from '../../server/deps.ts';
import { publishReady, putInForce, readyToPublish } from '../../server/intake/publishing.ts';
import type { Scope } from '../../server/contract/operation.ts';
import { freshDatabase } from '../setup/database.ts';

export const apiKey = 'a-key-for-tests-0123456789';
export const sandboxSecret = 'a-secret-for-tests-01';
/** Tuesday, 24 November 2026, nine in the morning in Shanghai. */
export const morning: Instant = Date.UTC(2026, 10, 24, 1);
export const hour = 3_600_000;
export const day = 24 * hour;

/** Whatever was answered; the tests look into it. */
export type Json = ReturnType<typeof JSON.parse>;
export type Answer = { status: number; body: Json; headers: Headers; text: string };
type Asking = { key?: string | null; headers?: Record<string, string>; raw?: string | Uint8Array };

/** `sops`: which of the shipped ones are published; their libraries are in force. */
export async function aHouse({ sops = ['cardiology/pci-discharge'] }: { sops?: string[] } = {}) {
  const database = await freshDatabase();
  const clock = { now: morning };
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const links = {
    SANDBOX_URL: 'http://sandbox.invalid',
    SANDBOX_TOKEN: 'none',
    SANDBOX_SECRET: sandboxSecret,
    PUBLIC_URL: 'http://here.invalid',
  };
  const deps = depsFor({ ...links, databaseUrl: database.server }, log, () => clock.now);
  const worker = depsFor({ ...links, databaseUrl: database.worker }, log, () => clock.now);
  const temporal = { answers: true };
  const app = createApp({
    deps,
    log,
    sandboxSecret,
    strict: true,
    temporalAnswers: async () => (temporal.answers ? undefined : Promise.reject(new Error('away'))),
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await Promise.all([deps.pool.end(), worker.pool.end()]);
  });
  await hospitalThere(deps);
  await ownKeyThere(deps, apiKey);
  if (sops.length > 0) await publishSome(deps, sops);

  const ask = async (method: string, path: string, body?: unknown, { key = apiKey, headers = {}, raw }: Asking = {}): Promise<Answer> => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined && raw === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(raw === undefined ? (body === undefined ? {} : { body: JSON.stringify(body) }) : { body: raw }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined,
    };
  };
  const tx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    withActor(deps.pool, { kind: 'worker', id: 'test', hospital: ownHospital }, work);

  return {
    url,
    database,
    deps,
    clock,
    temporal,
    lines,
    tx,
    ask,
    get: (path: string, asking?: Asking) => ask('GET', path, undefined, asking),
    post: (path: string, body?: unknown, asking?: Asking) => ask('POST', path, body, asking),
    put: (path: string, body?: unknown, asking?: Asking) => ask('PUT', path, body, asking),
    /** The dispatcher takes everything that waits. */
    dispatch: async () => {
      while (await dispatchOne(worker));
      const failed = lines.find((line) => line.includes('could not be dispatched'));
      if (failed) throw new Error(failed);
    },
    /** The workflow of one enrollment, until then: wakes, does what is due; carriers accept at once. */
    wakeUntil: async (enrollment: string, until: Instant) => {
      for (;;) {
        const next = await withActor(worker.pool, { kind: 'worker', id: 'worker', hospital: '*' }, (inside) =>
          wakeOnce(inside, worker, clock, enrollment, until),
        );
        if (next === undefined) break;
        while (await dispatchOne(worker));
      }
      clock.now = until;
    },
    keyWith: async (scopes: Scope[]): Promise<string> => {
      const key = `key-${Math.random().toString(36).slice(2)}-${'x'.repeat(12)}`;
      await tx((inside) => saveApiKey(inside, { id: key, hospital: ownHospital, name: 'partial', key, scopes, by: 'test', at: clock.now }));
      return key;
    },
  };
}

async function publishSome(deps: Deps, sops: string[]): Promise<void> {
  const files = await sopFiles('sops');
  const shelf = shelve(files);
  const publishing = { hospital: ownHospital, by: 'test', at: morning };
  await withActor(deps.pool, { kind: 'system', id: 'test', hospital: ownHospital }, async (tx) => {
    await putInForce(tx, shelf, files, publishing);
    for (const book of shelf.books.filter(({ kind, name }) => kind === 'sop' && sops.includes(name))) {
      const { ready, diagnostics } = readyToPublish(shelf, book, files);
      if (!ready) throw new Error(`${book.name}: ${diagnostics.map(({ code }) => code).join(', ')}`);
      await publishReady(tx, ready, publishing);
    }
  });
}

async function wakeOnce(tx: Tx, deps: Deps, clock: { now: Instant }, enrollment: string, until: Instant): Promise<Instant | undefined> {
  const before = await open(tx, deps, enrollment);
  const state = take(emptyAgenda, wholeAgenda(before.plan, before.chart, before.env));
  const next = state.ended ? undefined : nextMoment(state);
  if (next === undefined || next > until) return undefined;
  clock.now = Math.max(clock.now, next);
  const due = dueAt(state, clock.now);
  const opened = await open(tx, deps, enrollment, { touches: due.map(({ touch }) => `${enrollment}/${touch}`), now: clock.now });
  let sends = (await enact(tx, opened, due.map(({ touch, ...moment }): Input => inputFor(`${enrollment}/${touch}`, touch, moment)), { word: false })).sends; // prettier-ignore
  while (sends.length > 0) {
    for (const { message } of sends) {
      await startAttempt(tx, { key: message, at: clock.now });
      await recordAccepted(tx, { key: message, carrierId: `c-${message}`, at: clock.now });
    }
    sends = (await enact(tx, opened, sends.map(({ message }): Input => ({ do: 'carried', message, word: { word: 'accepted', at: clock.now } })), { word: false })).sends; // prettier-ignore
  }
  return next;
}

/** A discharge after a stent, as the HIS would tell it. */
export const aDischarge = (more: Record<string, unknown> = {}) => ({
  id: `A03-${Math.random().toString(36).slice(2)}`,
  name: 'encounter.discharged',
  patient: { externalId: 'P1', name: '王芳', phone: '13800001001' },
  encounter: { id: 'E1', department: 'cardiology', procedures: ['36.06'], discharge_date: '2026-11-24T09:00:00+08:00' },
  ...more,
});
