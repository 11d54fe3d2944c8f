import { expect, it } from 'vitest';
import { serverSettings, workerSettings } from '../../server/settings.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const enough = {
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  PAYLOAD_KEY: key,
  PAYLOAD_KEY_ID: 'key-1',
  SANDBOX_URL: 'http://127.0.0.1:3001/',
  SANDBOX_SECRET: 'a secret of some length',
  SANDBOX_TOKEN: 'a token of some length!',
  PUBLIC_URL: 'http://localhost:3000',
  DATABASE_URL_SERVER: 'postgres://aftercare_server:x@127.0.0.1:5432/aftercare',
};

it('reads what is set and fills in the rest', () => {
  const settings = serverSettings(enough);
  expect(settings).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', TEMPORAL_NAMESPACE: 'aftercare', SANDBOX_URL: 'http://127.0.0.1:3001' });
  expect(settings.PAYLOAD_KEY).toHaveLength(32);
});

it('says in one sentence everything that is missing or wrong', () => {
  const { PAYLOAD_KEY_ID: _, ...rest } = enough;
  const sentence = () => workerSettings({ ...rest, PAYLOAD_KEY: 'short', WORKFLOW_BUNDLE: '' });
  expect(sentence).toThrow(/^The worker cannot start: PAYLOAD_KEY must be 32 bytes in base64, PAYLOAD_KEY_ID is not set,/);
  expect(sentence).toThrow(/DATABASE_URL_WORKER is not set, WORKFLOW_BUNDLE is not set, WORKER_PORT is not set/);
  expect(sentence).not.toThrow(/short/);
});

it('reads older payload keys, each with its name', () => {
  const { PAYLOAD_KEYS_OLDER } = serverSettings({ ...enough, PAYLOAD_KEYS_OLDER: `key-0:${key}` });
  expect(PAYLOAD_KEYS_OLDER).toEqual([{ id: 'key-0', bytes: Buffer.alloc(32, 7) }]);
  expect(() => serverSettings({ ...enough, PAYLOAD_KEYS_OLDER: key })).toThrow(/PAYLOAD_KEYS_OLDER must be ID:KEY/);
});
