/**
 * PostgreSQL refuses to run as root. Where we are root it runs as another account that is on the machine anyway, by the
 * spawn options of Node: no sudo, no new account.
 */
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './programs.ts';
import { Trouble } from './trouble.ts';

export type Account = { uid: number; gid: number };

/** Undefined: we are not root, and PostgreSQL runs as we do. */
export function postgresAccount(accounts = '/etc/passwd'): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync(accounts, 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined && Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Trouble(
    'PostgreSQL cannot run as root and there is no account "postgres" or "nobody" to run it as: start as another user, or set DATABASE_URL.',
  );
}

/**
 * Makes a folder that the account can reach and write to, and answers where it is. Where its place is closed to the account (a
 * clone below /root), that is a folder in /var/lib, and a link to it stands in the place.
 */
export async function openFolder(folder: string, account?: Account, elsewhere = '/var/lib'): Promise<string> {
  const linked = linkTarget(folder);
  if (linked !== undefined) return own(linked, account);
  if (account === undefined || (await canReach(dirname(folder), account))) return own(folder, account);
  const other = join(elsewhere, `aftercare-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
  own(other, account);
  symlinkSync(other, folder);
  return other;
}

/** Removes such a folder, wherever it is. */
export function removeFolder(folder: string): void {
  const linked = linkTarget(folder);
  if (linked !== undefined) rmSync(linked, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

function own(folder: string, account?: Account): string {
  mkdirSync(folder, { recursive: true });
  if (account) chownSync(folder, account.uid, account.gid);
  chmodSync(folder, 0o755);
  return folder;
}

function linkTarget(path: string): string | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(path) : undefined;
}

async function canReach(folder: string, account: Account): Promise<boolean> {
  return (await run('/bin/sh', ['-c', 'cd "$0"', folder], account)).code === 0;
}
