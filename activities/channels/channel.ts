/**
 * One way of reaching a person, a fulfilment house or a system. One file per channel implements it; the contract tests in
 * test/activities/channels hold for each. A channel knows nothing of enrollments: it is given words and an address.
 */
import type { MessageClaimed } from '../../engine/change.ts';
import type { Instant, QuestionType, Reason } from '../../engine/plan.ts';

export type Outgoing = Pick<
  MessageClaimed,
  'key' | 'channel' | 'form' | 'to' | 'words' | 'language' | 'questions' | 'data' | 'urgent' | 'system'
> & {
  /** Where the carrier reports receipts and replies to. */
  callbackUrl: string;
  /** The hospital's moment, in a rehearsal alone: there it is not the world's. */
  at?: Instant;
};

/** What came of a call. `accepted`: the carrier has it and names it. `refused`: it will not, and why (ends this channel). `later`: down or throttled, nothing was taken. `unknown`: it may or may not have been taken. */
export type Sent =
  | { result: 'accepted'; carrierId: string }
  | { result: 'refused'; reason: Extract<Reason, 'bad_number' | 'rejected' | 'no_stock' | 'no_address' | 'system_refused'>; detail: string }
  | { result: 'later'; after?: Instant; detail: string }
  /** `answered`: it has said so itself, so it is not still at work on it; a look-up by key that finds nothing is then clear. */
  | { result: 'unknown'; detail: string; answered?: true };

/** What a look-up found for a message key. `unclear`: not exactly one clear match. `later`: nobody could be asked, which says nothing about the message. */
export type Found = { found: 'one'; carrierId: string } | { found: 'none' } | { found: 'unclear' } | { found: 'later'; detail: string };

export type Capabilities = {
  /** How an unknown result is found out (design 3.8). `none`: it cannot be. */
  lookup: 'key' | 'search' | 'none';
  /** Until when a receipt comes if all is well; without one by then, the message counts as delivered unless refused. */
  receiptWithinMinutes: number;
  /** Whether the patient can answer there, and what kinds of answers it can carry in the conversation itself. */
  replies: boolean;
  answers: readonly QuestionType[];
  /** Whether a form with several questions can be opened from it. */
  forms: boolean;
  rings: boolean;
};

export type Channel = {
  readonly name: string;
  readonly capabilities: Capabilities;
  /** At most one carrier message per key, as far as the carrier allows. Bounded in time (10 s). Never throws: a failure is a result. */
  send(message: Outgoing, signal: AbortSignal): Promise<Sent>;
  lookup(message: Pick<Outgoing, 'key' | 'to' | 'words' | 'system'>, sentAfter: Instant, signal: AbortSignal): Promise<Found>;
};

/** What carriers report, after the signature was checked and the carrier's own words were translated. `id` makes the same report the same. */
export type Report =
  | { id: string; kind: 'receipt'; message: string; at: Instant; state: 'delivered' | 'read' | 'rang' }
  | { id: string; kind: 'refusal'; message: string; at: Instant; reason: Extract<Reason, 'bad_number' | 'rejected'>; detail: string }
  | { id: string; kind: 'reply'; from: string; channel: string; at: Instant; words: string; photo?: string }
  | { id: string; kind: 'answers'; message: string; at: Instant; answers: Record<string, unknown> }
  | { id: string; kind: 'parcel'; message: string; at: Instant; state: 'signed' | 'returned' | 'refused' | 'shipped' }
  | {
      id: string;
      kind: 'slot';
      message: string;
      at: Instant;
      state: 'booked' | 'moved' | 'confirmed' | 'declined' | 'no_slot';
      appointment?: Record<string, unknown>;
    };
