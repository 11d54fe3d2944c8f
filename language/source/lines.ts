/** Offsets in a text to lines and columns. The text has `\n` as its only line break (decode.ts sees to it). */
import type { Span } from '../node.ts';
import { lastNotAfter } from './copy.ts';

export type Lines = {
  /** Offset of the beginning of each line. */
  starts: number[];
  /** Line and column count from 1; an offset outside the text is taken for its nearest end. */
  span: (from: number, to: number) => Span;
};

export function linesOf(text: string): Lines {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  const place = (offset: number) => {
    const inside = Math.max(0, Math.min(offset, text.length));
    const line = lastNotAfter(starts, inside);
    return { line: line + 1, column: inside - (starts[line] ?? 0) + 1 };
  };
  return {
    starts,
    span: (from, to) => {
      const start = place(from);
      const end = place(Math.max(from, to));
      return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
    },
  };
}
