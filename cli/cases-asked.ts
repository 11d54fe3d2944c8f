import type { TestCase } from '../language/test-file/model.ts';

/** All of them; or the one of that number, counted from 1; or those whose sentence holds the words. */
export function casesAsked(cases: readonly TestCase[], which: string | undefined): TestCase[] {
  if (which === undefined) return [...cases];
  if (/^\d+$/.test(which)) return cases.slice(Number(which) - 1, Number(which));
  return cases.filter(({ case: sentence }) => sentence.includes(which));
}
