/** Claimed messages on their way: each is handed to its carrier's queue once, beside the main loop; what comes of it is news. */
import { ActivityFailure } from '@temporalio/workflow';
import type { SendOrder } from '../engine/change.ts';
import type { Instant } from '../engine/plan.ts';
import type { PerformResult } from './ports.ts';
import { carrierOn, putBack } from './proxies.ts';

export type Post = {
  send(orders: SendOrder[]): void;
  results(): PerformResult[];
  hasResults(): boolean;
  idle(): boolean;
  /** Keys of the messages on their way. */
  underWay(): string[];
};

export function createPost(enrollment: string, now: () => Instant): Post {
  const underWay = new Set<string>();
  const arrived: PerformResult[] = [];

  const deliver = async ({ message, queue }: SendOrder): Promise<void> => {
    const request = { enrollment, message, virtualNow: now() };
    try {
      arrived.push(await carrierOn(queue).send(request));
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      arrived.push(await putBack({ ...request, virtualNow: now() }));
    } finally {
      underWay.delete(message);
    }
  };

  return {
    send: (orders) => {
      for (const order of orders) {
        if (underWay.has(order.message)) continue;
        underWay.add(order.message);
        void deliver(order);
      }
    },
    results: () => arrived.splice(0),
    hasResults: () => arrived.length > 0,
    idle: () => underWay.size === 0 && arrived.length === 0,
    underWay: () => [...underWay],
  };
}
