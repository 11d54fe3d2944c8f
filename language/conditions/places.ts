/** From an offset in a scalar's value to its place in the file: quotes, escapes, folded and indented lines lie between them. */
import type { ScalarNode, Span } from '../node.ts';

/** The span of `value.slice(start, end)`; the end is exclusive. An empty one points at one character. */
export function spanWithin(scalar: ScalarNode, start: number, end: number): Span {
  const places = placesOf(scalar);
  const last = places.length - 1;
  const from = places[Math.min(Math.max(start, 0), last)]!;
  const to = end > start ? places[Math.min(end, last + 1) - 1]! : from;
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column + to.width };
}

type Spot = { line: number; column: number; width: number };

/** One scalar is asked about many times, and is never changed. */
const placesBefore = new WeakMap<ScalarNode, Spot[]>();

function placesOf(scalar: ScalarNode): Spot[] {
  const before = placesBefore.get(scalar);
  if (before) return before;
  const places = allPlaces(scalar);
  placesBefore.set(scalar, places);
  return places;
}

function allPlaces(scalar: ScalarNode): Spot[] {
  const { span, style } = scalar;
  const open = style === 'single' || style === 'double' ? 1 : 0;
  const spots = style === 'block' || style === 'folded' ? blockSpots(scalar) : flowSpots(scalar, open);
  const end = { line: span.endLine, column: Math.max(1, span.endColumn - open), width: 0 };
  return [...spots, end];
}

const escapeWidth: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/** Plain and quoted: one line or several; a line break between words is one blank of the value. */
function flowSpots({ source, span, style }: ScalarNode, open: number): Spot[] {
  const spots: Spot[] = [];
  let line = span.line;
  let column = span.column + open;
  let at = 0;
  while (at < source.length) {
    const breakAt =
      style === 'plain' || style === 'single' || style === 'double' ? /^[ \t]*\r?\n\s*/.exec(source.slice(at, at + 400)) : null;
    if (breakAt) {
      const words = breakAt[0];
      const breaks = words.split('\n').length - 1;
      // One break is a blank; each further one is a break of the value.
      for (let i = 0; i < Math.max(1, breaks - 1); i++) spots.push({ line, column, width: 1 });
      line += breaks;
      column = words.length - words.lastIndexOf('\n');
      at += words.length;
      continue;
    }
    const width =
      style === 'single' && source.startsWith("''", at)
        ? 2
        : style === 'double' && source[at] === '\\'
          ? (escapeWidth[source[at + 1] ?? ''] ?? 2)
          : 1;
    spots.push({ line, column, width });
    column += width;
    at += width;
  }
  return spots;
}

/** After `|`: line by line, from the line after the sign on, each indented alike. */
function blockSpots({ value, source, span }: ScalarNode): Spot[] {
  const words = String(value);
  const indent = indentOf(source, words);
  const spots: Spot[] = [];
  let line = span.line + (source.startsWith('|') || source.startsWith('>') || !source.includes('\n') || span.endLine > span.line ? 1 : 0);
  let column = indent + 1;
  for (const character of words.split('')) {
    spots.push({ line, column, width: 1 });
    if (character === '\n') {
      line++;
      column = indent + 1;
    } else column++;
  }
  return spots;
}

/** How far the first line of words is indented in the file. */
function indentOf(source: string, words: string): number {
  const first =
    words
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? '';
  const line = source.split('\n').find((line) => line.trim() !== '' && line.includes(first));
  return line === undefined ? 0 : line.indexOf(first);
}

/** Words as they must be typed inside a scalar of that style. */
export function written(words: string, style: ScalarNode['style']): string {
  if (style === 'single') return words.replace(/'/g, "''");
  if (style === 'double') return words.replace(/[\\"]/g, '\\$&');
  return words;
}
