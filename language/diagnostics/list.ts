import type { Words } from './codes.ts';

/** Names as a reader enumerates them: “a, b, c” and “a、b、c”; `none` where there is nothing to enumerate; more than `most` end in “…”. */
export function list(names: Iterable<string>, most = 24): Words {
  const all = [...names];
  if (all.length === 0) return { en: 'none', zh: '无' };
  const shown = all.length > most ? [...all.slice(0, most), '…'] : all;
  return { en: shown.join(', '), zh: shown.join('、') };
}
