/** How the outside world behaves, and to whom. The next-N ones are used up first, oldest first; below them, the more exact and the newer wins. */
import { randomUUID } from 'node:crypto';
import type { Store } from './store.ts';
import type { BehaviourBody, ChannelName } from './wire.ts';
import type { Behaviour } from './world.ts';

export const addBehaviour = (store: Store, body: BehaviourBody): Behaviour => {
  const behaviour: Behaviour = { ...body, id: randomUUID(), ...(body.times ? { left: body.times } : {}) };
  store.record({ is: 'behaviour', behaviour: { ...behaviour } });
  return behaviour;
};

const exactness = (one: Behaviour): number => (one.address ? 2 : 0) + (one.channel ? 1 : 0);

/** What holds for a call to this address. Uses up one of the next-N ones. */
export const behaviourFor = (store: Store, address: string, channel: ChannelName): BehaviourBody => {
  const fitting = [...store.world.behaviours.values()].filter(
    (one) => (one.address === undefined || one.address === address) && (one.channel === undefined || one.channel === channel),
  );
  const lasting = fitting.filter((one) => one.times === undefined).sort((a, b) => exactness(a) - exactness(b));
  const next = fitting.find((one) => one.times !== undefined);
  if (next) store.record({ is: 'behaviour_used', behaviour: next.id });
  return Object.assign({}, ...lasting.map(defined), next ? defined(next) : {}) as BehaviourBody;
};

const defined = (one: Behaviour): BehaviourBody => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined));
