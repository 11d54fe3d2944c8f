/** Diagnostics as lines for a terminal: where, what, the author's own line with the place underlined, and the mend. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../node.ts';
import { mendText, message, type Language } from './message.ts';
import { sorted } from './sort.ts';
import { widthOf } from './width.ts';

/** `color` is for terminals that show it. `sources` gives the text of each file by its path; a file without text is shown without its line. */
export type RenderOptions = { language: Language; color?: boolean };

const colors = { error: '\u001b[31m', warning: '\u001b[33m', hint: '\u001b[36m' };
const off = '\u001b[0m';
const bold = '\u001b[1m';

/** In reading order, without echoes (sort.ts); one blank line after each. */
export function render(diagnostics: readonly Diagnostic[], sources: ReadonlyMap<string, string>, options: RenderOptions): string {
  const lines = new Map([...sources].map(([file, text]) => [file, text.split(/\r\n|\r|\n/)]));
  return sorted(diagnostics)
    .flatMap((d) => [...renderOne(d, lines.get(d.file), options), ''])
    .join('\n');
}

function renderOne(d: Diagnostic, lines: string[] | undefined, { language, color }: RenderOptions): string[] {
  const paint = (text: string, code: string) => (color ? `${code}${text}${off}` : text);
  const shown = [
    `${paint(`${d.file}:${d.span.line}:${d.span.column}`, bold)} ${paint(d.code, colors[d.severity])} ${message(d, language)}`,
  ];
  const line = lines?.[d.span.line - 1];
  if (line !== undefined) {
    const { text, caret } = underlined(line, d.span);
    shown.push(`  ${text}`, `  ${paint(caret, colors[d.severity])}`);
  }
  const mend = mendText(d, language);
  if (mend !== '') shown.push(`  → ${mend}`);
  return shown;
}

const longest = 160;

/**
 * The line and the carets under it, in terminal cells: a Chinese character is two wide, a tab is shown as two spaces, a control character as “·”. Of a very
 * long line only the part around the place is shown. A place of several lines is underlined to the end of its first.
 */
export function underlined(line: string, span: Span): { text: string; caret: string } {
  const start = Math.min(span.column - 1, line.length);
  const end = span.endLine > span.line ? line.length : Math.min(span.endColumn - 1, line.length);
  const from = line.length > longest ? Math.max(0, start - 60) : 0;
  const to = Math.min(line.length, from + longest);
  const lead = (from > 0 ? '…' : '') + visible(line.slice(from, start));
  const marked = visible(line.slice(start, Math.min(end, to)));
  const rest = visible(line.slice(Math.max(start, Math.min(end, to)), to)) + (to < line.length ? '…' : '');
  const carets = '^'.padEnd(Math.max(1, widthOf(marked)), '~');
  return { text: `${lead}${marked}${rest}`.trimEnd(), caret: ' '.repeat(widthOf(lead)) + carets };
}

function visible(text: string): string {
  return text
    .replace(/\t/g, '  ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]|\p{Surrogate}/gu, '·');
}
