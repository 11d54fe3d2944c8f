/** What a value belongs to, and what that says about it. */
import type { Owner, Page } from './page.ts';
import { wideDigits } from './scalars.ts';

export const onOneLine = new Set(['title', 'card', 'label', 'because']);

/** Keys whose value is words for people: nothing in it is a number to count with. */
export const words = new Set([...onOneLine, 'text', 'script', 'case', 'name', 'why', 'note']);

/** The value in narrow characters, where it is a number, time or span in wide ones. */
export function wideNumber(owner: Owner, value: string): string | undefined {
  return owner.key !== undefined && words.has(owner.key) ? undefined : wideDigits(value);
}

export function isCondition(owner: Owner): boolean {
  return owner.key === 'if';
}

export function trick(page: Page, from: number, x: string): void {
  page.f.tricks++;
  page.f.report('no-yaml-tricks', from, from + x.length, { x });
}

/** The end of what is written before `end`. */
export function withoutBlanks(text: string, from: number, end: number): number {
  let to = end;
  while (to > from && /[ \t]/.test(text[to - 1] ?? '')) to--;
  return to;
}
