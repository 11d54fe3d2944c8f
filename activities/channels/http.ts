/** One HTTP call to a carrier, and what can be known of it when it fails. */

export type Call = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body?: string };
/** `never_left`: no byte of the request reached anybody. `lost`: it may have been read. */
export type Called =
  | { got: 'answer'; status: number; headers: Headers; body: unknown }
  | { got: 'never_left'; detail: string }
  | { got: 'lost'; detail: string };

/** Failures before a connection stands: name, route, refusal, certificate. Whatever is not listed may have happened later. */
const beforeConnecting = new Set([
  'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID',
]); // prettier-ignore

/** Bounded by `timeoutMs`, the reading of the answer included. Never throws. Follows no redirect: a message goes where it was addressed. */
export const callOnce = async (
  call: Call,
  { fetch, timeoutMs, signal }: { fetch: typeof globalThis.fetch; timeoutMs: number; signal: AbortSignal },
): Promise<Called> => {
  if (signal.aborted) return { got: 'never_left', detail: 'given up before it was sent' };
  try {
    const { url, ...init } = call;
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) });
    const text = await response.text();
    return { got: 'answer', status: response.status, headers: response.headers, body: parsed(text) };
  } catch (error) {
    const codes = codesOf(error);
    return {
      got: codes.length > 0 && codes.every((code) => beforeConnecting.has(code)) ? 'never_left' : 'lost',
      detail: describe(error, codes),
    };
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The system's codes behind a failed fetch; several where a name has several addresses and each was tried. */
const codesOf = (error: unknown): string[] => {
  if (typeof error !== 'object' || error === null) return [];
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.flatMap(codesOf);
  if ('cause' in error && error.cause !== undefined) return codesOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? [error.code] : [];
};

const describe = (error: unknown, codes: string[]): string => {
  if (codes.length > 0) return codes.join(', ');
  if (error instanceof Error)
    return error.name === 'TimeoutError' ? 'no answer in time' : error.name === 'AbortError' ? 'given up while waiting' : error.message;
  return String(error);
};

/** `Retry-After`, in seconds or as a date, as milliseconds from `now`. */
export const retryAfterMs = (headers: Headers, now: number): number | undefined => {
  const value = headers.get('retry-after');
  if (value === null || value.trim() === '') return undefined;
  const ms = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
};
