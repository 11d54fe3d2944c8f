import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { secrets } from '../../start/secrets.ts';
import { Trouble } from '../../start/trouble.ts';
import { aHome } from './home.ts';

const mode = (path: string): number => statSync(path).mode & 0o777;

it('makes secrets once, for their owner alone', () => {
  const { secrets: path } = aHome();
  const first = secrets(path);
  expect(mode(path)).toBe(0o600);
  expect(Buffer.from(first.payloadKey, 'base64')).toHaveLength(32);
  expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
  expect(secrets(path)).toEqual(first);
});

it('closes a file that was opened to others', () => {
  const { secrets: path } = aHome();
  secrets(path);
  chmodSync(path, 0o644);
  secrets(path);
  expect(mode(path)).toBe(0o600);
});

it('adds what a newer version needs and keeps the rest', () => {
  const { secrets: path } = aHome();
  const { sandboxToken, ...older } = secrets(path);
  writeFileSync(path, JSON.stringify(older));
  const newer = secrets(path);
  expect(newer).toMatchObject(older);
  expect(newer.sandboxToken).not.toBe(sandboxToken);
});

it('never replaces a file it cannot read: the payload key in it is the only one', () => {
  const { secrets: path } = aHome();
  writeFileSync(path, '{"payloadKey": "AAA');
  expect(() => secrets(path)).toThrow(Trouble);
  expect(readFileSync(path, 'utf8')).toBe('{"payloadKey": "AAA');
});
