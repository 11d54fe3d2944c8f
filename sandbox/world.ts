/** Everything the outside world remembers, and what can happen to it. The same entries in the same order make the same world. */
import { carriers, type BehaviourBody, type ChannelName, type Order, type Report } from './wire.ts';

export type MessageState = 'accepted' | 'delivered' | 'read' | 'rang' | 'refused' | 'shipped' | 'signed' | 'returned';
/** Whatever a carrier, the fulfilment house, a system or the HIS has taken. `moment`: the hospital's; `rehearsed`: it is not the world's. */
export type Message = Order & {
  id: string;
  channel: ChannelName;
  system?: string;
  acceptedAt: number;
  moment: number;
  rehearsed: boolean;
  state: MessageState;
  /** Its read receipt waits for somebody to look at the phone. */
  readWhenSeen?: true;
};
export type Line = {
  address: string;
  channel: ChannelName;
  at: number;
  words: string;
  photo?: string;
  answers?: Record<string, unknown>;
  key?: string;
};
/** A report on its way. `key`: of the message it is about. `state`: what the message becomes when it is first told. */
export type Webhook = { id: string; url: string; dueAt: number; key: string; message?: string; report: Report; state?: MessageState };
export type Behaviour = BehaviourBody & { id: string; left?: number };
/** A patient's choice of an appointment. `slot`: the one taken. */
export type Choice = {
  token: string;
  key: string;
  do: 'offer' | 'move' | 'confirm' | 'book' | 'cancel';
  clinic: string;
  doctor?: string;
  from: number;
  to: number;
  callbackUrl: string;
  rehearsedAt?: number;
  slot?: string;
  ended?: 'BOOKED' | 'MOVED' | 'CONFIRMED' | 'DECLINED' | 'NO_SLOT';
};
export type Stock = { count: number; price: number };

export type Entry =
  | { is: 'message'; message: Message }
  | { is: 'state'; message: string; state: MessageState }
  | { is: 'line'; line: Line }
  | { is: 'webhook'; webhook: Webhook }
  | { is: 'delivered'; webhook: string }
  | { is: 'behaviour'; behaviour: Behaviour }
  | { is: 'behaviour_used'; behaviour: string }
  | { is: 'behaviour_gone'; behaviour: string }
  | { is: 'stock'; item: string; stock: Stock }
  | { is: 'slots'; clinic: string; times: string[] | null }
  | { is: 'choice'; choice: Choice }
  | { is: 'chosen'; token: string; ended: NonNullable<Choice['ended']>; slot?: string };

export type World = {
  messages: Map<string, Message>;
  byKey: Map<string, string[]>;
  /** Conversations, oldest line first. */
  byAddress: Map<string, (Message | Line)[]>;
  /** Reports that nobody has confirmed yet. */
  webhooks: Map<string, Webhook>;
  behaviours: Map<string, Behaviour>;
  stock: Map<string, Stock>;
  /** The hours of clinics that keep their own; the others keep the usual ones. */
  slots: Map<string, string[]>;
  choices: Map<string, Choice>;
  /** Slot → token of the choice that has it. */
  taken: Map<string, string>;
};

export const emptyWorld = (): World => ({
  messages: new Map(),
  byKey: new Map(),
  byAddress: new Map(),
  webhooks: new Map(),
  behaviours: new Map(),
  stock: new Map(),
  slots: new Map(),
  choices: new Map(),
  taken: new Map(),
});

/** What an order to a house or a system says is on nobody's phone. */
const onPhones: ReadonlySet<ChannelName> = new Set(carriers);

const push = <V>(map: Map<string, V[]>, key: string, value: V): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

/** Changes the world in place. */
export const apply = (world: World, entry: Entry): void => {
  switch (entry.is) {
    case 'message':
      world.messages.set(entry.message.id, entry.message);
      push(world.byKey, entry.message.key, entry.message.id);
      if (onPhones.has(entry.message.channel)) push(world.byAddress, entry.message.to.address, entry.message);
      return;
    case 'state':
      return applyState(world, entry.message, entry.state);
    case 'line':
      return push(world.byAddress, entry.line.address, entry.line);
    case 'webhook':
      world.webhooks.set(entry.webhook.id, entry.webhook);
      return;
    case 'delivered':
      world.webhooks.delete(entry.webhook);
      return;
    case 'behaviour':
      world.behaviours.set(entry.behaviour.id, entry.behaviour);
      return;
    case 'behaviour_used':
      return useBehaviour(world, entry.behaviour);
    case 'behaviour_gone':
      world.behaviours.delete(entry.behaviour);
      return;
    case 'stock':
      world.stock.set(entry.item, entry.stock);
      return;
    case 'slots':
      if (entry.times) world.slots.set(entry.clinic, entry.times);
      else world.slots.delete(entry.clinic);
      return;
    case 'choice':
      return applyChoice(world, entry.choice);
    case 'chosen':
      return applyChosen(world, entry);
  }
};

const rank: Record<MessageState, number> = { accepted: 0, delivered: 1, shipped: 1, read: 2, rang: 2, signed: 2, returned: 2, refused: 2 };

const applyState = (world: World, id: string, state: MessageState): void => {
  const message = world.messages.get(id);
  // A receipt that was overtaken does not make a read message unread, nor a signed parcel one on the road.
  if (message && rank[state] > rank[message.state]) message.state = state;
};

const useBehaviour = (world: World, id: string): void => {
  const used = world.behaviours.get(id);
  if (!used) return;
  used.left = (used.left ?? 1) - 1;
  if (used.left <= 0) world.behaviours.delete(id);
};

const applyChoice = (world: World, choice: Choice): void => {
  world.choices.set(choice.token, choice);
  if (choice.slot !== undefined && !world.taken.has(choice.slot)) world.taken.set(choice.slot, choice.token);
};

const applyChosen = (world: World, { token, slot, ended }: Extract<Entry, { is: 'chosen' }>): void => {
  const choice = world.choices.get(token);
  if (!choice) return;
  if (choice.slot !== undefined && choice.slot !== slot) world.taken.delete(choice.slot);
  if (slot !== undefined) world.taken.set(slot, token);
  choice.ended = ended;
  if (slot === undefined) delete choice.slot;
  else choice.slot = slot;
};
