/**
 * Standard Webhooks signatures: HMAC-SHA256 over `id.timestamp.body`, `v1,<base64>`, several separated by spaces while a secret is being changed.
 * A secret is plain text, or base64 after `whsec_`.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../../engine/plan.ts';

export const TOLERANCE_MS = 5 * 60_000;

export type SignedRequest = {
  /** `webhook-id` */
  id: string | undefined;
  /** `webhook-timestamp`: seconds since 1970. */
  timestamp: string | undefined;
  /** `webhook-signature` */
  signature: string | undefined;
  /** As it came, byte for byte: parsed and printed again it would not be what was signed. */
  body: string | Uint8Array;
};

/** `stale`: signed more than five minutes from now, in either direction; the real clock counts, also in a rehearsal. */
export type Verified = 'valid' | 'unsigned' | 'stale' | 'forged';

const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret, 'utf8');

const digest = (id: string, timestamp: string, body: string | Uint8Array, secret: string): Buffer =>
  createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest();

export const signWebhook = ({
  id,
  timestamp,
  body,
  secret,
}: {
  id: string;
  timestamp: number;
  body: string | Uint8Array;
  secret: string;
}): string => `v1,${digest(id, String(timestamp), body, secret).toString('base64')}`;

/** Compares in constant time. An empty secret makes nothing valid. */
export const verifyWebhook = ({ id, timestamp, signature, body }: SignedRequest, secret: string, now: Instant): Verified => {
  if (!id || !timestamp || !signature || secret === '') return 'unsigned';
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1000) > TOLERANCE_MS) return 'stale';
  const wanted = digest(id, timestamp, body, secret);
  const matches = signature.split(' ').filter((one) => one.startsWith('v1,') && equal(Buffer.from(one.slice(3), 'base64'), wanted));
  return matches.length > 0 ? 'valid' : 'forged';
};

const equal = (given: Buffer, wanted: Buffer): boolean => given.length === wanted.length && timingSafeEqual(given, wanted);
