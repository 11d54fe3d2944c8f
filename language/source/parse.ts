import { parseDocument } from 'yaml';
import type { Diagnostic } from '../diagnostic.ts';
import { diagnostic } from '../diagnostics/make.ts';
import type { SourceFile, SourceNode } from '../node.ts';
import { build } from './build.ts';
import { decode } from './decode.ts';
import { linesOf } from './lines.ts';

/** `root` is null when the file is empty or cannot be read at all; `text` is the file's text with `\n` for line breaks, '' when it could not be decoded. */
export type Parsed = { root: SourceNode | null; diagnostics: Diagnostic[]; text: string };

/** Reads a file, whatever its bytes: never throws, and takes no longer than its size allows. All mistakes of typing at once (language.md 2, 18). */
export function parse(file: SourceFile): Parsed {
  const decoded = decode(file);
  if ('refused' in decoded) return { root: null, diagnostics: [decoded.refused], text: '' };
  const { text } = decoded;
  const diagnostics: Diagnostic[] = [];
  const reading = { text, span: linesOf(text).span };
  const options = {
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    strict: true,
    logLevel: 'silent',
    prettyErrors: false,
  } as const;
  const document = parseDocument(text, options);
  const [error] = document.errors;
  if (error) {
    const words = { en: 'it is no YAML', zh: '不符合 YAML 格式' };
    diagnostics.push(diagnostic('yaml-syntax', file.path, reading.span(...error.pos), { 'plain words': words }));
  }
  const complexKey = () => undefined;
  return { root: build(document as never, reading, { complexKey }), diagnostics, text };
}
