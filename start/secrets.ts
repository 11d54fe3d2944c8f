/** Secrets of this machine's Aftercare: made once, readable by their owner alone. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { writeWhole } from './files.ts';
import { Trouble } from './trouble.ts';

const makers = {
  /** Of PostgreSQL's own superuser, and of our three roles. */
  databaseAdmin: password,
  databaseMigrate: password,
  databaseServer: password,
  databaseWorker: password,
  /** Encrypts what Temporal keeps: 32 bytes in base64. Without it no running enrollment can be read any more. */
  payloadKey: () => randomBytes(32).toString('base64'),
  payloadKeyId: () => `key-${randomBytes(4).toString('hex')}`,
  sandboxSecret: password,
  sandboxToken: password,
  apiKey: () => `aftercare_${randomBytes(24).toString('base64url')}`,
};
export type Secrets = Record<keyof typeof makers, string>;

/** Reads the file; makes it, or what a newer version needs in addition, where it is missing. */
export function secrets(path: string): Secrets {
  const known = existsSync(path) ? parse(path) : {};
  const missing = (Object.keys(makers) as (keyof Secrets)[]).filter((name) => typeof known[name] !== 'string');
  const all = { ...known, ...Object.fromEntries(missing.map((name) => [name, makers[name]()])) } as Secrets;
  if (missing.length > 0) writeWhole(path, `${JSON.stringify(all, null, 2)}\n`, 0o600);
  else chmodSync(path, 0o600);
  return all;
}

/** Letters, digits, `-` and `_`: they need no escaping in addresses. */
function password(): string {
  return randomBytes(24).toString('base64url');
}

function parse(path: string): Partial<Secrets> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>;
  } catch {
    // Making new ones would lock us out of the data without a word.
    throw new Trouble(`${path} cannot be read as JSON: put back a copy of it, or start afresh with \`npm run reset\`.`);
  }
}
