/** Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`. Written apart from the hospital's own reading of it, as any carrier's would be. */
import { createHmac } from 'node:crypto';

const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret, 'utf8');

/** `timestamp`: seconds since 1970. */
export const signature = (secret: string, id: string, timestamp: number, body: string): string =>
  `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
