/** The channels of the sandbox: the same interface, failures and signed reports as of a real carrier, and nobody is reached. */
import { z } from 'zod';
import type { Capabilities, Channel, Found, Outgoing, Sent } from './channel.ts';
import { callOnce, retryAfterMs, type Called } from './http.ts';
import { shownQuestion } from './questions.ts';

export type SandboxOptions = {
  /** `http://127.0.0.1:3900` */
  url: string;
  token: string;
  fetch?: typeof globalThis.fetch;
  /** For one call, its answer included; at most ten seconds. */
  timeoutMs: number;
  /** The real clock. */
  now?: () => number;
};

const all = ['yes_no', 'choice', 'choices', 'number', 'text', 'photo', 'date', 'person'] as const;
const written = ['yes_no', 'choice', 'choices', 'number', 'text', 'date'] as const;
const byKeys = ['yes_no', 'choice', 'number'] as const;
const DAY = 24 * 60;

const capabilities: Record<Outgoing['channel'], Capabilities> = {
  wechat: { lookup: 'key', receiptWithinMinutes: 10, replies: true, answers: all, forms: true, rings: false },
  sms: { lookup: 'key', receiptWithinMinutes: 10, replies: true, answers: written, forms: true, rings: false },
  voice: { lookup: 'key', receiptWithinMinutes: 5, replies: true, answers: byKeys, forms: false, rings: true },
  app: { lookup: 'key', receiptWithinMinutes: 10, replies: true, answers: all, forms: true, rings: false },
  email: { lookup: 'key', receiptWithinMinutes: 60, replies: true, answers: written, forms: true, rings: false },
  paper: { lookup: 'key', receiptWithinMinutes: DAY, replies: false, answers: [], forms: false, rings: false },
  fulfilment: { lookup: 'key', receiptWithinMinutes: DAY, replies: false, answers: [], forms: false, rings: false },
  // What these two accept is accepted: no receipt follows.
  system: { lookup: 'key', receiptWithinMinutes: 0, replies: false, answers: [], forms: false, rings: false },
  his: { lookup: 'key', receiptWithinMinutes: 0, replies: false, answers: [], forms: false, rings: false },
};

const pathFor = (channel: Outgoing['channel'], message: Pick<Outgoing, 'to' | 'system'>): string => {
  switch (channel) {
    case 'fulfilment':
      return '/fulfilment/parcels';
    case 'his':
      return '/his/appointments';
    case 'system':
      return `/systems/${encodeURIComponent(message.system ?? message.to.address)}/events`;
    case 'wechat':
    case 'sms':
    case 'voice':
    case 'app':
    case 'email':
    case 'paper':
      return '/carrier/messages';
  }
};

const bodyOf = ({ questions, at, ...message }: Outgoing): string =>
  JSON.stringify({
    ...message,
    questions: questions.map((question) => shownQuestion(question, message.language)),
    ...(at === undefined ? {} : { at: new Date(at).toISOString() }),
  });

const taken = z.object({ id: z.string().min(1) });
const refusal = z.object({
  reason: z.enum(['bad_number', 'rejected', 'no_stock', 'no_address', 'system_refused']),
  detail: z.string().default(''),
});
const mistake = z.object({ detail: z.string() });

/** What an answer means. Only what certainly was not taken may be sent again: everything doubtful is `unknown`. */
const meaningOf = (called: Called, now: number, at: number): Sent => {
  if (called.got === 'never_left') return { result: 'later', detail: called.detail };
  if (called.got === 'lost') return { result: 'unknown', detail: called.detail };
  const { status, headers, body } = called;
  if (status >= 200 && status < 300) return meaningOfTaken(status, body);
  if (status === 429 || status === 503) return laterBy(retryAfterMs(headers, now), at, `HTTP ${status}`);
  // 502, 504: something between us lost the answer, perhaps not the request. 408: perhaps read in part.
  if (status === 502 || status === 504 || status === 408) return { result: 'unknown', detail: `HTTP ${status}` };
  const refused = refusal.safeParse(body);
  if (status >= 400 && status < 500 && refused.success) return { result: 'refused', ...refused.data };
  if (status === 400 || status === 422)
    return { result: 'refused', reason: 'rejected', detail: mistake.safeParse(body).data?.detail ?? `HTTP ${status}` };
  // It failed while it had the message: whether it kept it only a look-up can tell.
  if (status >= 500 && status !== 503) return { result: 'unknown', detail: `HTTP ${status}`, answered: true };
  // A wrong token or address is our mistake, not the patient's number: the message waits until it is mended.
  return { result: 'later', detail: `HTTP ${status}` };
};

const meaningOfTaken = (status: number, body: unknown): Sent => {
  const answer = taken.safeParse(body);
  return answer.success ? { result: 'accepted', carrierId: answer.data.id } : { result: 'unknown', detail: `HTTP ${status} without an id` };
};

const laterBy = (ms: number | undefined, at: number, detail: string): Sent => ({
  result: 'later',
  detail,
  ...(ms === undefined ? {} : { after: at + ms }),
});

const foundList = z.object({ messages: z.array(z.object({ id: z.string().min(1) })) });

const meaningOfLookup = (called: Called): Found => {
  if (called.got !== 'answer') return { found: 'later', detail: called.detail };
  const list = foundList.safeParse(called.body);
  if (called.status !== 200 || !list.success) return { found: 'later', detail: `HTTP ${called.status}` };
  const [first, ...others] = list.data.messages;
  if (!first) return { found: 'none' };
  return others.length > 0 ? { found: 'unclear' } : { found: 'one', carrierId: first.id };
};

const createChannel = (
  name: Outgoing['channel'],
  { url, token, timeoutMs, fetch = globalThis.fetch, now = Date.now }: SandboxOptions,
): Channel => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' };
  return {
    name,
    capabilities: capabilities[name],
    send: async (message, signal) => {
      const call = { method: 'POST' as const, url: url + pathFor(name, message), headers, body: bodyOf(message) };
      const called = await callOnce(call, { fetch, timeoutMs, signal });
      return meaningOf(called, now(), message.at ?? now());
    },
    lookup: async (message, _sentAfter, signal) => {
      const call = { method: 'GET' as const, url: `${url}${pathFor(name, message)}?key=${encodeURIComponent(message.key)}`, headers };
      return meaningOfLookup(await callOnce(call, { fetch, timeoutMs, signal }));
    },
  };
};

/** All nine, one per name. `timeoutMs` beyond ten seconds is cut to that. */
export const createSandboxChannels = (options: SandboxOptions): Channel[] => {
  const bounded = { ...options, url: options.url.replace(/\/+$/, ''), timeoutMs: Math.min(options.timeoutMs, 10_000) };
  return (Object.keys(capabilities) as Outgoing['channel'][]).map((name) => createChannel(name, bounded));
};
