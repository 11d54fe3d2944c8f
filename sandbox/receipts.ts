/** What a carrier says of a message after it took it. */
import { randomUUID } from 'node:crypto';
import { reportOn } from './reports.ts';
import type { BehaviourBody } from './wire.ts';
import type { Message, MessageState, Webhook } from './world.ts';

type Step = { status: 'DELIVERED' | 'READ' | 'RANG'; state: MessageState; afterMs: number };

const delivered: Step = { status: 'DELIVERED', state: 'delivered', afterMs: 300 };
const read: Step = { status: 'READ', state: 'read', afterMs: 1_500 };
const rang: Step = { status: 'RANG', state: 'rang', afterMs: 300 };

const stepsOf = (message: Message, unread: boolean): Step[] => {
  if (message.form === 'ring') return [rang];
  if ((message.channel === 'wechat' || message.channel === 'app') && !unread) return [delivered, read];
  return [delivered];
};

/** The receipts that are to come, as the behaviour has it. */
export const receiptsFor = (message: Message, behaviour: BehaviourBody, now: number): Webhook[] => {
  const mode = behaviour.receipts ?? 'all';
  if (mode === 'none') return [];
  if (mode === 'refuse') return [refusalLater(message, behaviour, now)];
  const steps = stepsOf(message, mode === 'unread');
  const webhooks = steps.map(({ status, state, afterMs }, index) => {
    const delay = behaviour.receiptDelayMs === undefined ? afterMs : behaviour.receiptDelayMs + index;
    return reportOn(message, { type: 'receipt', key: message.key, carrierId: message.id, status }, delay, now, state, index);
  });
  if (mode === 'twice') return webhooks.flatMap(tripled);
  if (mode === 'out_of_order') return turnedRound(webhooks);
  return webhooks;
};

const refusalLater = (message: Message, { receiptDelayMs, reason }: BehaviourBody, now: number): Webhook => {
  const code = reason === 'bad_number' ? 'BAD_NUMBER' : 'REJECTED';
  const told = {
    type: 'receipt' as const,
    key: message.key,
    carrierId: message.id,
    status: 'FAILED' as const,
    code,
    detail: 'refused later',
  } as const;
  return reportOn(message, told, receiptDelayMs ?? 300, now, 'refused');
};

/** The very same report again, and what it says once more under another id. */
const tripled = (webhook: Webhook): Webhook[] => {
  const again = { ...webhook, id: randomUUID(), dueAt: webhook.dueAt + 50 };
  const id = randomUUID();
  return [webhook, again, { ...webhook, id, dueAt: webhook.dueAt + 100, report: { ...webhook.report, id: `rep_${id}` } }];
};

/** Each tells of its own moment, but the last comes first. */
const turnedRound = (webhooks: Webhook[]): Webhook[] => {
  const dues = webhooks.map(({ dueAt }) => dueAt).reverse();
  return webhooks.map((webhook, index) => ({ ...webhook, dueAt: dues[index] ?? webhook.dueAt }));
};
