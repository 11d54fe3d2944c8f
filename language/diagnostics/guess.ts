/** “Did you mean …?” */

/**
 * The candidate that `word` was probably meant to be, or undefined when none is near. Near is one slip in a short word, two in a longer one, three in a
 * long one (a letter wrong, missing, too many, or two changed over); a word that begins the candidate counts as near too.
 */
export function guess(word: string, candidates: Iterable<string>): string | undefined {
  const meant = plain(word);
  if (meant === '' || word.length > 60) return undefined;
  let best: { candidate: string; score: number } | undefined;
  for (const candidate of candidates) {
    if (candidate === word || candidate === '') continue;
    const score = distance(meant, plain(candidate));
    if (score !== undefined && (!best || score < best.score)) best = { candidate, score };
  }
  return best?.candidate;
}

/** Do they differ by large letters, `-`, `_` or a final s only? */
export const sameWord = (a: string, b: string): boolean => plain(a) === plain(b);

/** Small and large letters, `-`, spaces and `_` are the commonest slips and cost nothing. */
function plain(word: string): string {
  return word
    .toLowerCase()
    .replace(/[-\s.]/g, '_')
    .replace(/s$/, '');
}

function distance(word: string, candidate: string): number | undefined {
  if (word === candidate) return 0;
  const longer = Math.max(word.length, candidate.length);
  const allowed = longer <= 2 ? 0 : longer <= 5 ? 1 : longer <= 10 ? 2 : 3;
  if (Math.abs(word.length - candidate.length) <= allowed) {
    const slips = damerauLevenshtein(word, candidate);
    if (slips <= allowed) return slips - sharedPrefix(word, candidate) * 0.1;
  }
  const begins =
    word.length >= 3 && (candidate.startsWith(`${word}_`) || word.startsWith(`${candidate}_`) || candidate.endsWith(`_${word}`));
  return begins ? 4 : undefined;
}

function sharedPrefix(a: string, b: string): number {
  let shared = 0;
  while (shared < 4 && shared < a.length && a[shared] === b[shared]) shared++;
  return shared;
}

/** Optimal string alignment: insert, delete, replace, or change two neighbours over, each one slip. */
export function damerauLevenshtein(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
