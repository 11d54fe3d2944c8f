/** A repaired copy of a text that still knows where each of its characters stood in the original. */

/** Replace what stands from `from` to `to` by `text`. */
export type Repair = { from: number; to: number; text: string };
export type Copy = { text: string; original: (offset: number) => number };

/** Repairs may come in any order; one that overlaps an earlier place is left out, because it was meant for a text that is no more. */
export function copyWith(text: string, repairs: readonly Repair[]): Copy {
  const inOrder = repairs
    .map((repair, order) => ({ ...repair, order }))
    .sort((a, b) => a.from - b.from || a.to - b.to || a.order - b.order);
  const parts: string[] = [];
  // For each part of the copy: where it begins there, where it begins in the original, and how much of the original it stands for.
  const begins: number[] = [];
  const origins: { at: number; length: number }[] = [];
  let read = 0;
  let written = 0;
  const add = (part: string, at: number, length: number) => {
    if (part === '') return;
    parts.push(part);
    begins.push(written);
    origins.push({ at, length });
    written += part.length;
  };
  for (const repair of inOrder) {
    if (repair.from < read) continue;
    add(text.slice(read, repair.from), read, repair.from - read);
    add(repair.text, repair.from, repair.to - repair.from);
    read = repair.to;
  }
  add(text.slice(read), read, text.length - read);
  return {
    text: parts.join(''),
    original: (offset) => {
      if (offset >= written) return text.length;
      const part = lastNotAfter(begins, offset);
      const origin = origins[part] ?? { at: 0, length: 0 };
      return origin.at + Math.min(offset - (begins[part] ?? 0), origin.length);
    },
  };
}

/** The index of the last of the rising numbers that is not above `limit`. */
export function lastNotAfter(rising: readonly number[], limit: number): number {
  let low = 0;
  let high = rising.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((rising[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
