/** Links in messages: opaque, unguessable, of one purpose, without patient data. */
import { createHmac } from 'node:crypto';

/** The same message and purpose give the same link, so that a claim that is repeated says the same. */
export function createLinks({ base, secret }: { base: string; secret: string }): (kind: string, message: string) => string {
  return (kind, message) => {
    const token = createHmac('sha256', secret).update(`${kind}\0${message}`).digest('base64url').slice(0, 22);
    return `${base}/${kind === 'choose' ? 'choose' : 'p'}/${token}`;
  };
}
