import { describe, expect, it } from 'vitest';
import { signWebhook, verifyWebhook } from '../../../activities/channels/signature.ts';

// The worked example of the Standard Webhooks specification's reference libraries.
const known = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const now = known.timestamp * 1000;
const request = (overrides = {}) => ({
  id: known.id,
  timestamp: String(known.timestamp),
  signature: known.signature,
  body: known.body,
  ...overrides,
});

describe('webhook signatures', () => {
  it('agree with the specification’s example', () => {
    expect(signWebhook(known)).toBe(known.signature);
    expect(verifyWebhook(request(), known.secret, now)).toBe('valid');
  });

  it('one of several is enough, while a secret is being changed', () => {
    expect(verifyWebhook(request({ signature: `v1,AAAA v2,xyz ${known.signature}` }), known.secret, now)).toBe('valid');
  });

  it.each([
    ['another body', { body: '{"test": 2432232315}' }],
    ['another id', { id: 'msg_other' }],
    ['another moment', { timestamp: String(known.timestamp + 1) }],
    ['a shorter signature', { signature: known.signature.slice(0, -8) }],
    ['another version', { signature: known.signature.replace('v1', 'v2') }],
  ])('%s is forged', (_name, change) => {
    expect(verifyWebhook(request(change), known.secret, now)).toBe('forged');
  });

  it.each([-300_001, 300_001])('%i ms away is stale', (offset) => {
    expect(verifyWebhook(request(), known.secret, now + offset)).toBe('stale');
    expect(verifyWebhook(request(), known.secret, now + offset - Math.sign(offset))).toBe('valid');
  });

  it('a timestamp that is no number is stale, a missing part or an empty secret unsigned', () => {
    expect(verifyWebhook(request({ timestamp: 'soon' }), known.secret, now)).toBe('stale');
    expect(verifyWebhook(request({ signature: undefined }), known.secret, now)).toBe('unsigned');
    expect(verifyWebhook(request({ signature: signWebhook({ ...known, secret: '' }) }), '', now)).toBe('unsigned');
  });
});
