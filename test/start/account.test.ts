import { lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openFolder, postgresAccount, removeFolder } from '../../start/account.ts';
import { aHome } from './home.ts';

it('gives PostgreSQL a folder that its account owns', async () => {
  const { home } = aHome();
  const folder = await openFolder(join(home, 'postgresql'), postgresAccount());
  expect(folder).toBe(join(home, 'postgresql'));
  expect(statSync(folder).uid).toBe(postgresAccount()?.uid ?? process.getuid?.());
});

it('puts it elsewhere when the place is closed to the account, always the same, and removes it there', async () => {
  const { home } = aHome();
  // An account that reaches nothing here: the folder above is its owner's alone.
  const account = { uid: process.getuid?.() === 0 ? 65_534 : process.getuid!(), gid: process.getgid!() };
  const closed = join(home, 'closed');
  mkdirSync(closed, { mode: process.getuid?.() === 0 ? 0o700 : 0o000 });
  const place = join(closed, 'postgresql');
  if (process.getuid?.() !== 0) return void (await expect(openFolder(place, account, home)).rejects.toThrow(/EACCES/));
  const folder = await openFolder(place, account, home);
  expect(folder).toMatch(/\/aftercare-[0-9a-f]{12}$/);
  expect(realpathSync(place)).toBe(realpathSync(folder));
  expect(await openFolder(place, account, home)).toBe(folder);
  removeFolder(place);
  expect(lstatSync(folder, { throwIfNoEntry: false })).toBeUndefined();
  expect(lstatSync(place, { throwIfNoEntry: false })).toBeUndefined();
});
