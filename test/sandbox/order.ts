import { randomUUID } from 'node:crypto';

/** What the hospital's server posts; `channel` is for the carrier alone. */
export const anOrder = (overrides: Record<string, unknown> = {}) => ({
  key: `e1/step/1/main/${randomUUID()}`,
  channel: 'sms',
  form: 'text',
  to: { who: 'patient', address: '+8613800138000' },
  words: '您好',
  callbackUrl: 'http://127.0.0.1:1/hook',
  ...overrides,
});

export const tick = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
