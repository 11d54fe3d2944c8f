/**
 * Texts as pieces: words and holes `{{ name | filter: "…" }}` (language.md 9). Liquid's own library is not used: its tags can loop without end
 * or fill the memory, and it fills a missing value with nothing, without a word (design.md 6). What stays of Liquid without tags is this page.
 */

/** A hole as written; `start` and `end` are offsets of the whole, braces included. */
export type WrittenHole = { start: number; end: number; inside: string; insideAt: number };
export type Piece = string | WrittenHole;

/** The pieces, in order. A `{{` that is never closed stays words (and is reported by the compiler). */
export function piecesOf(source: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (;;) {
    const start = source.indexOf('{{', at);
    const close = start < 0 ? -1 : closing(source, start + 2);
    if (close < 0) {
      if (at < source.length) pieces.push(source.slice(at));
      return pieces;
    }
    if (start > at) pieces.push(source.slice(at, start));
    pieces.push({ start, end: close + 2, inside: source.slice(start + 2, close), insideAt: start + 2 });
    at = close + 2;
  }
}

/** The `}}` that closes; one inside quotes does not, another `{{` or the end of the line means that there is none. */
function closing(source: string, from: number): number {
  let quote = '';
  for (let at = from; at < source.length; at++) {
    const character = source[at]!;
    if (character === '\n') return -1;
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (source.startsWith('}}', at)) return at;
    else if (source.startsWith('{{', at)) return -1;
  }
  return -1;
}

export const filterNames = ['date', 'time', 'weekday', 'number', 'default'] as const;
export type FilterName = (typeof filterNames)[number];
export const isFilter = (name: string): name is FilterName => (filterNames as readonly string[]).includes(name);

/** A part between `|`s, with its place in the hole. */
export type HolePart = { text: string; start: number; end: number };

/** Splits at `|`, not inside quotes; blanks at the ends are no part of a part. */
export function partsOf(inside: string): HolePart[] {
  const parts: HolePart[] = [];
  let quote = '';
  let from = 0;
  for (let at = 0; at <= inside.length; at++) {
    const character = inside[at];
    if (character === undefined || (character === '|' && quote === '')) {
      parts.push(trimmed(inside, from, at));
      from = at + 1;
    } else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
  }
  return parts;
}

function trimmed(inside: string, from: number, to: number): HolePart {
  const text = inside.slice(from, to);
  const start = from + text.length - text.trimStart().length;
  return { text: text.trim(), start, end: start + text.trim().length };
}
