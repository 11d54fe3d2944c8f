/** Payloads in Temporal are encrypted: whoever reads a history sees ids, codes and ciphertext (design 3.10). */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { METADATA_ENCODING_KEY } from '@temporalio/common';
import proto from '@temporalio/proto';

/** One way of sealing bytes. SM4-GCM fits here beside AES-256-GCM; its name stands in each payload. */
export type Cipher = {
  name: string;
  seal(key: Uint8Array, plain: Uint8Array): Uint8Array;
  open(key: Uint8Array, sealed: Uint8Array): Uint8Array;
};
export type Key = { id: string; bytes: Uint8Array };

const ivBytes = 12;
const tagBytes = 16;

/** Layout: iv, tag, ciphertext. */
function gcm(name: 'aes-256-gcm'): Cipher {
  return {
    name,
    seal: (key, plain) => {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(name, key, iv);
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), text]);
    },
    open: (key, sealed) => {
      const decipher = createDecipheriv(name, key, sealed.subarray(0, ivBytes));
      decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
      return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()]);
    },
  };
}
export const aes256Gcm: Cipher = gcm('aes-256-gcm');

const encoding = 'binary/encrypted';
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const read = (bytes: Uint8Array | null | undefined): string => new TextDecoder().decode(bytes ?? new Uint8Array());

/** Seals with `current`; opens what `current` or an older key has sealed. A payload of an unknown key or cipher is refused, naming both. */
export function createPayloadCodec({
  current,
  older = [],
  ciphers = [aes256Gcm],
}: {
  current: Key;
  older?: Key[];
  ciphers?: Cipher[];
}): PayloadCodec {
  const keys = new Map([current, ...older].map((key) => [key.id, key.bytes]));
  const known = new Map(ciphers.map((cipher) => [cipher.name, cipher]));
  const [standard] = ciphers;
  if (!standard) throw new Error('A payload codec needs a cipher.');
  const { Payload: Message } = proto.temporal.api.common.v1;

  const seal = (payload: Payload): Payload => ({
    metadata: { [METADATA_ENCODING_KEY]: text(encoding), 'encryption-key-id': text(current.id), 'encryption-cipher': text(standard.name) },
    data: standard.seal(current.bytes, Message.encode(payload).finish()),
  });
  const unseal = (payload: Payload): Payload => {
    if (read(payload.metadata?.[METADATA_ENCODING_KEY]) !== encoding) return payload;
    const keyId = read(payload.metadata?.['encryption-key-id']);
    const name = read(payload.metadata?.['encryption-cipher']);
    const [key, cipher] = [keys.get(keyId), known.get(name)];
    if (!key || !cipher) throw new Error(`A payload is sealed with key ${keyId} and ${name}, which this process does not have.`);
    return Message.decode(cipher.open(key, payload.data ?? new Uint8Array()));
  };
  return {
    // Async, so that what cannot be opened is a rejection and not a throw.
    encode: async (payloads) => payloads.map(seal),
    decode: async (payloads) => payloads.map(unseal),
  };
}
