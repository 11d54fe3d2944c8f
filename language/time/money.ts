import { mistaken, read } from './reading.ts';
import type { Reading } from './reading.ts';

/** `30 CNY`: an amount and an ISO 4217 code (language.md 5, gift). */
export function parseMoney(text: string): Reading<{ amount: number; currency: string }> {
  const parts = /^(\d{1,7}(?:\.\d{1,2})?) ([A-Z]{3})$/.exec(text);
  if (parts) return read({ amount: Number(parts[1]), currency: parts[2]! });
  const yuan = /^(?:¥|￥|rmb)? ?(\d{1,7}(?:\.\d{1,2})?) ?(?:元|块|rmb|cny)?$/i.exec(text)?.[1];
  return mistaken('wrong-type', { expected: '“30 CNY”', found: `“${text}”` }, yuan && `${yuan} CNY`);
}
