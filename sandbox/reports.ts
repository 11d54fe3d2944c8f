/**
 * Brings reports to the hospital by signed webhook, each until it is confirmed with 2xx, across restarts.
 * A report may come more than once and later than a newer one: as from any carrier.
 */
import { randomUUID } from 'node:crypto';
import { signature } from './signature.ts';
import type { Store } from './store.ts';
import type { Entry, Message, MessageState, Webhook } from './world.ts';
import type { Report } from './wire.ts';

export type Reporter = {
  /** Keeps the reports together with `alongside`, all or nothing, and brings each when it is due. */
  bring(webhooks: Webhook[], alongside?: Entry[]): void;
  stop(): void;
  /** Forgets what it was about to do. */
  forget(): void;
};

const ATTEMPT_MS = 5_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
const AT_ONCE = 16;

const pauseAfter = (attempt: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt - 1, 10)) * (0.8 + Math.random() * 0.4);

export const createReporter = ({ store, secret, now }: { store: Store; secret: string; now: () => number }): Reporter => {
  const timers = new Map<string, NodeJS.Timeout>();
  const ready: { webhook: Webhook; attempt: number }[] = [];
  let running = 0;
  let stopped = false;

  const post = async (webhook: Webhook): Promise<boolean> => {
    const body = JSON.stringify(webhook.report);
    const timestamp = Math.floor(now() / 1000);
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'webhook-id': webhook.report.id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signature(secret, webhook.report.id, timestamp, body),
    };
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ATTEMPT_MS),
    });
    await response.body?.cancel();
    return response.ok;
  };
  const attemptOne = async (webhook: Webhook, attempt: number): Promise<void> => {
    if (!store.world.webhooks.has(webhook.id)) return;
    // Nothing is told that could be forgotten.
    await store.settled();
    const confirmed = await post(webhook).catch(() => false);
    if (!store.world.webhooks.has(webhook.id)) return;
    if (confirmed) store.record({ is: 'delivered', webhook: webhook.id });
    else schedule(webhook, pauseAfter(attempt), attempt + 1);
  };
  const pump = (): void => {
    while (!stopped && running < AT_ONCE) {
      const next = ready.shift();
      if (!next) return;
      running++;
      void attemptOne(next.webhook, next.attempt).finally(() => {
        running--;
        pump();
      });
    }
  };
  const schedule = (webhook: Webhook, inMs: number, attempt: number): void => {
    if (stopped) return;
    const timer = setTimeout(
      () => {
        timers.delete(webhook.id);
        if (webhook.message && webhook.state && attempt === 1)
          store.record({ is: 'state', message: webhook.message, state: webhook.state });
        ready.push({ webhook, attempt });
        pump();
      },
      Math.max(0, inMs),
    );
    timers.set(webhook.id, timer);
  };
  const forget = (): void => {
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
    ready.length = 0;
  };

  for (const webhook of store.world.webhooks.values()) schedule(webhook, webhook.dueAt - now(), 1);
  return {
    bring: (webhooks, alongside = []) => {
      if (webhooks.length + alongside.length === 0) return;
      store.record(...alongside, ...webhooks.map((webhook) => ({ is: 'webhook' as const, webhook })));
      for (const webhook of webhooks) schedule(webhook, webhook.dueAt - now(), 1);
    },
    forget,
    stop: () => {
      stopped = true;
      forget();
    },
  };
};

type Told = Report extends infer R ? (R extends Report ? Omit<R, 'id' | 'time'> : never) : never;

/** What a report is about; `id` where it is a message of ours. */
type Subject = Pick<Message, 'key' | 'callbackUrl' | 'moment' | 'rehearsed'> & { id?: string };

/** A report about a message. `delayMs` passes in the world, or for a rehearsed message on the hospital's clock alone: there nobody waits. */
export const reportOn = (message: Subject, told: Told, delayMs: number, now: number, state?: MessageState, order = 0): Webhook => {
  const id = randomUUID();
  return {
    id,
    url: message.callbackUrl,
    key: message.key,
    ...(message.id === undefined ? {} : { message: message.id }),
    dueAt: message.rehearsed ? now + order * 20 : now + delayMs,
    report: { ...told, id: `rep_${id}`, time: new Date(message.moment + delayMs).toISOString() },
    ...(state ? { state } : {}),
  };
};
