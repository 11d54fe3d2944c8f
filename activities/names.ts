/** Ids that are nobody's: random, sortable by the moment they were made. */
import { randomBytes } from 'node:crypto';
import type { Instant } from '../engine/plan.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** 10 characters of time, 16 of chance (the layout of ULID, in small letters). */
export function newId(now: Instant): string {
  let time = now;
  let head = '';
  for (let i = 0; i < 10; i++) {
    head = `${alphabet[time % 32] ?? '0'}${head}`;
    time = Math.floor(time / 32);
  }
  return `${head}${[...randomBytes(16)].map((byte) => alphabet[byte % 32] ?? '0').join('')}`;
}
