/** One request on its way through its route: checked, in a transaction, in the name of whoever asks. */
import type { z } from 'zod';
import type { Tx } from '../../database/with-actor.ts';
import type { Instant } from '../../engine/plan.ts';
import type { Language } from '../../language/diagnostics/message.ts';
import type { OperationShape } from '../contract/operation.ts';
import type { Parts } from '../parts.ts';

/** Whose key it is, and who of the staff acts through it. */
export type Caller = { key: string; name: string; hospital: string; scopes: string[]; staff?: string };

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

export type Call<O extends OperationShape = OperationShape> = {
  parts: Parts;
  tx: Tx;
  caller: Caller;
  /** Who acts: the staff member, else the key. */
  by: string;
  hospital: string;
  /** The hospital's moment. */
  now: Instant;
  params: Output<O['params']>;
  query: Output<O['query']>;
  body: Output<O['body']>;
  /** Of the words in the answer. */
  language: Language;
  /** The version that If-Match names. */
  version?: number;
};

export type Answer = { status: number; body?: unknown; /** Instead of a body in JSON. */ text?: string; headers?: Record<string, string> };
/** `lengthy`: takes seconds and has transactions of its own, so none is open around it. */
export type Handler =
  | { operation: OperationShape; work: (call: Call) => Promise<Answer>; lengthy?: false }
  | { operation: OperationShape; work: (call: LengthyCall) => Promise<Answer>; lengthy: true };
export type LengthyCall<O extends OperationShape = OperationShape> = Omit<Call<O>, 'tx' | 'now'>;

export function lengthy<O extends OperationShape>(operation: O, work: (call: LengthyCall<O>) => Promise<Answer>): Handler {
  return { operation, work, lengthy: true };
}

/** Ties an operation of the contract to what is done. */
export function handler<O extends OperationShape>(operation: O, work: (call: Call<O>) => Promise<Answer>): Handler {
  return { operation, work };
}
