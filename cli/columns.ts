import { widthOf } from '../language/diagnostics/width.ts';

/** Rows with their columns in line, in terminal cells; the last column is left as it is. */
export function inColumns(rows: readonly (readonly string[])[], gap = 2): string[] {
  const widths: number[] = [];
  for (const row of rows) row.slice(0, -1).forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, widthOf(cell))));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat((widths[i] ?? 0) - widthOf(cell) + gap)))
      .join('')
      .trimEnd(),
  );
}
