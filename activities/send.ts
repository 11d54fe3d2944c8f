/**
 * Handing one claimed message to its carrier (design 3.3, 3.8): read again whether it may still go, say that the call begins, call,
 * write what came of it. A call whose result was never written is looked up, and never made again.
 */
import { partsOf } from '../engine/carrying.ts';
import type { CarrierWord } from '../engine/carrying.ts';
import { openingFrom } from '../engine/decide.ts';
import type { TouchChart } from '../engine/chart.ts';
import { wayTo } from '../engine/channel-choice.ts';
import { deskFor } from '../engine/desk.ts';
import type { Desk } from '../engine/desk.ts';
import { refusalOf } from '../engine/permission.ts';
import type { Input } from '../engine/step.ts';
import type { Instant, Step } from '../engine/plan.ts';
import {
  readMessage,
  recordAccepted,
  recordLater,
  recordRefused,
  recordUnknown,
  recordWithdrawn,
  startAttempt,
} from '../database/messages.ts';
import type { StoredMessage } from '../database/messages.ts';
import { withActor } from '../database/with-actor.ts';
import type { Tx } from '../database/with-actor.ts';
import type { PerformResult, SendRequest } from '../workflows/ports.ts';
import type { Channel, Sent } from './channels/channel.ts';
import type { Deps } from './deps.ts';
import { enact, open } from './enact.ts';
import type { Opened } from './enact.ts';
import { worker } from './worker-actor.ts';

/** What an activity knows of its own attempt, from Temporal. */
export type Trying = { triedForMs: number; signal: AbortSignal; moment(virtualNow: Instant): Instant | undefined };

/** Technical retries last a minute at most; then the touch is held and goes through everything again (language.md 11). */
const patience = 60_000;
const heldFor = 5 * 60_000;
/** A message claimed longer ago was left lying while the worker was away: it is decided anew, and not sent stale. */
const freshFor = 60 * 60_000;
/** So long a call that was begun may still be under way, in a worker that is slow or was thought dead. */
const longestCall = 30_000;
/** So long a carrier is asked again what became of a call; then a person decides. */
const longestLookUp = 60 * 60_000;

/** Worth trying again, by the activity's own retry policy. */
export class CarrierAway extends Error {}

/** The carrier that may have taken it cannot be asked just now. */
type LookAgain = { result: 'look_again'; detail: string };

type Ready = { call: 'send' | 'lookup'; message: StoredMessage } | { call: 'wait' } | { call: 'none'; result: PerformResult };

export async function send(deps: Deps, { enrollment, message: key, virtualNow }: SendRequest, trying: Trying): Promise<PerformResult> {
  const now = trying.moment(virtualNow);
  const ready = await withActor(deps.pool, worker, (tx) => makeReady(tx, deps, enrollment, key, now));
  if (ready.call === 'none') return ready.result;
  if (ready.call === 'wait') throw new CarrierAway('another call for this message may still be under way');
  const { message } = ready;
  const channel = deps.channels.get(message.channel);
  const sent = channel
    ? await call(channel, deps, message, ready.call, trying.signal, now === undefined ? {} : { at: now })
    : { result: 'refused' as const, reason: 'system_refused' as const, detail: `no channel ${message.channel}` };
  const patient = trying.triedForMs < patience;
  const result = await withActor(deps.pool, worker, (tx) => writeDown(tx, deps, message, sent, patient, trying.moment(virtualNow)));
  if (result === 'again') throw new CarrierAway(`${message.channel}: the carrier takes nothing just now`);
  return result;
}

/** Under the patient's lock, just before the carrier is called: death, stop, opt-out and hours, from the rows. */
async function makeReady(tx: Tx, deps: Deps, enrollment: string, key: string, now: Instant | undefined): Promise<Ready> {
  const { touch } = partsOf(key);
  const opened = await open(tx, deps, enrollment, { touches: [touch], ...(now === undefined ? {} : { now }) });
  const message = await readMessage(tx, key);
  if (!message) return { call: 'none', result: await asItStands(tx, opened, key) };
  const stale = opened.now - message.claimedAt > freshFor;
  if (message.status === 'claimed' && (stale || !mayGo(opened, message))) {
    await recordWithdrawn(tx, { key, detail: stale ? 'left lying for too long' : 'not wanted any more', at: opened.now });
    return { call: 'none', result: await told(tx, opened, key, { word: 'withdrawn' }) };
  }
  const attempt = await startAttempt(tx, { key, at: opened.now });
  if (attempt.begun) return { call: 'send', message };
  if (attempt.status === 'sending')
    return opened.now - (message.attemptStartedAt ?? 0) < longestCall ? { call: 'wait' } : { call: 'lookup', message };
  return { call: 'none', result: await asItStands(tx, opened, key) };
}

/**
 * The row says what came of it, whoever wrote that: another attempt whose answer was lost on the way back, or a receipt that came before
 * the carrier's own answer. The touch follows, and the workflow is told everything, since it may have missed more.
 */
async function asItStands(tx: Tx, opened: Opened, key: string): Promise<PerformResult> {
  const { touch } = partsOf(key);
  const message = await readMessage(tx, key);
  const { agenda, sends } = await enact(tx, opened, [...(message ? comeOf(message, opened.now) : []), { do: 'make', touch }], {
    word: false,
  });
  return { agenda, sends };
}

/** What has become of a message, as the engine hears it. What it has heard before changes nothing. */
function comeOf({ key, status, form, to, acceptedAt }: StoredMessage, now: Instant): Input[] {
  const carried = (word: CarrierWord): Input => ({ do: 'carried', message: key, word });
  const accepted = carried({ word: 'accepted', at: acceptedAt ?? now });
  switch (status) {
    case 'claimed':
    case 'sending':
      return [];
    case 'accepted':
      return [accepted];
    case 'delivered':
    case 'read':
      return [accepted, { do: 'reported', message: key, state: form === 'ring' ? 'rang' : 'delivered' }];
    case 'refused':
      return [carried({ word: 'refused', reason: 'rejected', address: to.address })];
    case 'unknown':
      return [carried({ word: 'unknown' })];
    case 'withdrawn':
      return [carried({ word: 'withdrawn' })];
  }
}

function mayGo({ plan, chart, env }: Opened, message: StoredMessage): boolean {
  const touch = chart.touches[message.touch];
  if (!touch || touch.outcome || chart.patient.diedAt !== undefined) return false;
  if (message.part === 'main' && touch.sending !== message.key) return false;
  if (message.to.who !== 'patient' || message.channel === 'fulfilment') return chart.enrollment.status !== 'stopped';
  if (chart.enrollment.status !== 'active') return false;
  if (chart.patient.optedOut) return false;
  const desk = deskFor(plan, chart, env);
  const step = desk.steps.get(message.step);
  if (step && (refusalOf(desk, step, touch) !== undefined || goesElsewhere(desk, step, touch, message))) return false;
  if (message.urgent) return true;
  // An answer to what the patient has just written does not wait for the morning (language.md 10.5, 8).
  return !message.counts || openingFrom(desk, env.now) <= env.now;
}

/** So often a message may be claimed anew because its way has changed. */
const mostChanges = 10;

/** Wishes and addresses are read at the moment of sending (language.md 12): what was corrected since the claim is decided anew. */
function goesElsewhere(desk: Desk, step: Step, touch: TouchChart, message: StoredMessage): boolean {
  // A rule that leads elsewhere each time it is asked must not keep a message for ever.
  if (message.part !== 'main' || (touch.attempts ?? 0) > mostChanges) return false;
  const way = wayTo(desk, step, touch);
  return 'none' in way || way.channel !== message.channel || way.address !== message.to.address;
}

async function call(
  channel: Channel,
  deps: Deps,
  message: StoredMessage,
  how: 'send' | 'lookup',
  signal: AbortSignal,
  at: { at?: Instant },
): Promise<Sent | LookAgain> {
  if (how === 'send') {
    const sent = await channel.send({ ...message, callbackUrl: deps.callbackUrl(message.hospital), ...at }, signal);
    if (sent.result !== 'unknown') return sent;
    const found = await lookUp(channel, message, signal, sent.detail);
    // It failed, said so, and does not have it: nothing was taken.
    return found.result === 'unknown' && found.clear && sent.answered ? { result: 'later', detail: found.detail } : found;
  }
  return lookUp(channel, message, signal, 'the call was begun, and its result was not written');
}

/** `clear`: asked by key, the carrier knows of no such message. */
type LookedUp = LookAgain | Extract<Sent, { result: 'accepted' }> | { result: 'unknown'; detail: string; clear?: boolean };

/** Not exactly one clear match, or no look-up: a person decides. A look-up that could not be made is made again. */
async function lookUp(channel: Channel, message: StoredMessage, signal: AbortSignal, detail: string): Promise<LookedUp> {
  if (channel.capabilities.lookup === 'none') return { result: 'unknown', detail };
  const found = await channel.lookup(message, (message.attemptStartedAt ?? message.claimedAt) - patience, signal);
  if (found.found === 'later') return { result: 'look_again', detail: `${detail}; look-up: ${found.detail}` };
  return found.found === 'one'
    ? { result: 'accepted', carrierId: found.carrierId }
    : {
        result: 'unknown',
        detail: `${detail}; look-up: ${found.found}`,
        clear: channel.capabilities.lookup === 'key' && found.found === 'none',
      };
}

async function writeDown(
  tx: Tx,
  deps: Deps,
  message: StoredMessage,
  sent: Sent | LookAgain,
  patient: boolean,
  now: Instant | undefined,
): Promise<PerformResult | 'again'> {
  const { key } = message;
  const opened = await open(tx, deps, message.enrollment, { touches: [message.touch], ...(now === undefined ? {} : { now }) });
  const at = opened.now;
  switch (sent.result) {
    case 'accepted':
      if (!(await recordAccepted(tx, { key, carrierId: sent.carrierId, at }))) return asItStands(tx, opened, key);
      return told(tx, opened, key, { word: 'accepted', at });
    case 'refused':
      if (!(await recordRefused(tx, { key, detail: sent.detail, at }))) return asItStands(tx, opened, key);
      return told(tx, opened, key, { word: 'refused', reason: sent.reason, address: message.to.address });
    case 'look_again':
      if (at - (message.attemptStartedAt ?? message.claimedAt) < longestLookUp) return 'again';
      return doubtful(tx, opened, key, sent.detail);
    case 'unknown':
      return doubtful(tx, opened, key, sent.detail);
    case 'later':
      if (!(await recordLater(tx, { key, detail: sent.detail }))) return asItStands(tx, opened, key);
      if (patient) return 'again';
      await recordWithdrawn(tx, { key, detail: sent.detail, at });
      return told(tx, opened, key, { word: 'later', until: sent.after ?? at + heldFor });
  }
}

/** A person decides, unless something has told meanwhile what came of it. */
async function doubtful(tx: Tx, opened: Opened, key: string, detail: string): Promise<PerformResult> {
  if (!(await recordUnknown(tx, { key, detail, at: opened.now }))) return asItStands(tx, opened, key);
  return told(tx, opened, key, { word: 'unknown' });
}

async function told(tx: Tx, opened: Opened, message: string, word: CarrierWord): Promise<PerformResult> {
  const { agenda, sends } = await enact(tx, opened, [{ do: 'carried', message, word }], { word: false });
  return { agenda, sends };
}

/** The workflow's last word on a message its carrier's workers never finished. */
export async function putBack(
  deps: Deps,
  { enrollment, message: key, virtualNow }: SendRequest,
  moment: Trying['moment'],
): Promise<PerformResult> {
  const now = moment(virtualNow);
  return withActor(deps.pool, worker, async (tx) => {
    const { touch } = partsOf(key);
    const opened = await open(tx, deps, enrollment, { touches: [touch], ...(now === undefined ? {} : { now }) });
    const withdrawn = await recordWithdrawn(tx, { key, detail: 'the carrier could not be called', at: opened.now });
    if (withdrawn) return told(tx, opened, key, { word: 'later', until: opened.now + heldFor });
    return doubtful(tx, opened, key, 'the call was begun, and its result was not written');
  });
}
