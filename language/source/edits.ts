/** What `aftercare fix` writes. */
import type { Edit } from '../diagnostic.ts';

/**
 * The text after the edits; places are those of the text as given, whatever its line breaks, which the new text takes over. Of two edits that overlap only
 * the first is made: the second may be offered again when the file is read anew.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const starts = [0, ...[...text.matchAll(/\r\n?|\n/g)].map((found) => found.index + found[0].length)];
  const lineBreak = /\r\n?|\n/.exec(text)?.[0] ?? '\n';
  const mark = text.startsWith('\ufeff') ? 1 : 0;
  const offset = (line: number, column: number) => (starts[line - 1] ?? text.length) + column - 1 + (line === 1 ? mark : 0);
  const changes = edits.map(({ span, text: words }) => ({
    from: offset(span.line, span.column),
    to: offset(span.endLine, span.endColumn),
    words: words.replace(/\n/g, lineBreak),
  }));
  changes.sort((a, b) => a.from - b.from || a.to - b.to);
  let done = '';
  let read = 0;
  for (const { from, to, words } of changes) {
    if (from < read) continue;
    done += text.slice(read, from) + words;
    read = to;
  }
  return done + text.slice(read);
}
