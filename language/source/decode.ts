/** Bytes to text: the checks that must come before anything reads the text. */
import type { Diagnostic } from '../diagnostic.ts';
import { diagnostic } from '../diagnostics/make.ts';
import type { SourceFile, Span } from '../node.ts';
import { largest } from './limits.ts';

/** `text` has neither a byte order mark nor any line break but `\n`: lines and columns are those of the file all the same. */
export type Decoded = { text: string } | { refused: Diagnostic };

/** Refuses a file that is too large without reading it, and one that is not UTF-8 by the line where it stops to be (`yaml` would read GBK as rubbish). */
export function decode({ path, bytes }: SourceFile): Decoded {
  const start = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  if (bytes.length > largest.bytes) {
    const values = { n: Math.ceil(bytes.length / 1024), what: 'KB', max: largest.bytes / 1024 };
    return { refused: diagnostic('too-large', path, start, values) };
  }
  const wrong = firstNotUtf8(bytes);
  if (wrong !== undefined) {
    const span = placeOf(bytes, wrong);
    return { refused: diagnostic('not-utf8', path, span, { line: span.line }) };
  }
  return { text: new TextDecoder('utf-8').decode(bytes).replace(/\r\n?/g, '\n') };
}

/** UTF-16 with a mark, or without one as far as Latin letters show it, is not UTF-8 although each byte may be. */
function firstNotUtf8(bytes: Uint8Array): number | undefined {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 0;
  if ((a === 0 && b !== 0 && c === 0 && d !== 0) || (a !== 0 && b === 0 && c !== 0 && d === 0)) return bytes.length >= 4 ? 0 : undefined;
  let i = 0;
  while (i < bytes.length) {
    const length = sequenceAt(bytes, i);
    if (length === 0) return i;
    i += length;
  }
  return undefined;
}

/** The length of the UTF-8 character at i; 0 when there is none (Unicode 3.9, table 3-7: no overlong forms, no surrogates). */
function sequenceAt(bytes: Uint8Array, i: number): number {
  const first = bytes[i] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  const second = bytes[i + 1] ?? 0;
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (length === 0 || second < least || second > most) return 0;
  for (let k = 2; k < length; k++) if (((bytes[i + k] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/** The place of a byte, counting the text before it as it would be decoded. */
function placeOf(bytes: Uint8Array, offset: number): Span {
  const before = new TextDecoder('utf-8').decode(bytes.subarray(0, offset)).split(/\r\n?|\n/);
  const column = (before.at(-1) ?? '').length + 1;
  return { line: before.length, column, endLine: before.length, endColumn: column + 1 };
}
