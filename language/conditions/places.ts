/** From an offset in a scalar's value to its place in the file: quotes, escapes and indentation lie between them. */
import type { ScalarNode, Span } from '../node.ts';

/**
 * The span of `value.slice(start, end)`; the end is exclusive, and an empty one points at one place. Where lines were folded together nothing
 * tells where they were broken: then it is the whole scalar (`isExact` is false).
 */
export function spanWithin(scalar: ScalarNode, start: number, end: number): Span {
  const spots = spotsOf(scalar);
  if (!spots) return scalar.span;
  const last = spots.length - 1;
  const from = spots[Math.min(Math.max(start, 0), last)]!;
  const to = end > start ? spots[Math.min(end, last + 1) - 1]! : from;
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column + (end > start ? to.width : 0) };
}

/** Can a part of it be replaced in the file? */
export const isExact = (scalar: ScalarNode): boolean => spotsOf(scalar) !== undefined;

/** Where each character of the value stands and how wide it is written; one more for the end. */
type Spot = { line: number; column: number; width: number };
/** One scalar is asked about many times, and is never changed. */
const spotsBefore = new WeakMap<ScalarNode, Spot[] | undefined>();

/** Longer than any condition or text may be: it is refused as a whole, and nobody looks for a place in it. */
const longest = 50_000;

function spotsOf(scalar: ScalarNode): Spot[] | undefined {
  if (scalar.source.length > longest) return undefined;
  if (!spotsBefore.has(scalar)) spotsBefore.set(scalar, scalar.style === 'block' ? blockSpots(scalar) : lineSpots(scalar));
  return spotsBefore.get(scalar);
}

const escapeWidth: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

function lineSpots({ source, span, style }: ScalarNode): Spot[] | undefined {
  if (style === 'folded' || span.line !== span.endLine) return undefined;
  const line = span.line;
  let column = span.column + (style === 'plain' ? 0 : 1);
  const spots: Spot[] = [];
  for (let at = 0; at < source.length;) {
    const escaped = style === 'double' && source[at] === '\\';
    const width = style === 'single' && source.startsWith("''", at) ? 2 : escaped ? (escapeWidth[source[at + 1] ?? ''] ?? 2) : 1;
    spots.push({ line, column, width });
    column += width;
    at += width;
  }
  return [...spots, { line, column, width: 0 }];
}

/** After `|`: the last line with words ends where the span ends; all are indented alike. */
function blockSpots({ value, span }: ScalarNode): Spot[] {
  const lines = String(value).split('\n');
  const lastWords = lines.findLastIndex((line) => line !== '');
  if (lastWords < 0) return [{ line: span.line, column: span.column, width: 0 }];
  const indent = Math.max(0, span.endColumn - 1 - lines[lastWords]!.length);
  const first = span.endLine - lastWords;
  return lines.flatMap((words, i) =>
    Array.from({ length: words.length + 1 }, (_, at) => ({ line: first + i, column: indent + 1 + at, width: at < words.length ? 1 : 0 })),
  );
}

/** Words as they must be typed inside a scalar of that style. */
export function written(words: string, style: ScalarNode['style']): string {
  if (style === 'single') return words.replace(/'/g, "''");
  if (style === 'double') return words.replace(/[\\"]/g, '\\$&');
  return words;
}
