/** The key with which the recorded histories are sealed: of tests alone, and no secret. */
export const replayKey = {
  PAYLOAD_KEY: Buffer.from('a key of tests, and of tests only', 'latin1').subarray(0, 32),
  PAYLOAD_KEY_ID: 'replay',
  PAYLOAD_KEYS_OLDER: [],
};
