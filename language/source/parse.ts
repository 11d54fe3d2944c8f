import { parseDocument } from 'yaml';
import type { Diagnostic } from '../diagnostic.ts';
import type { SourceFile, SourceNode } from '../node.ts';
import { build } from './build.ts';
import { takeOutUnseen } from './characters.ts';
import { copyWith } from './copy.ts';
import { decode } from './decode.ts';
import { findingsIn } from './findings.ts';
import { inspect } from './inspect.ts';
import { largest } from './limits.ts';
import { linesOf } from './lines.ts';
import { scan } from './scan.ts';
import { sayError } from './yaml-errors.ts';

/** `root` is null when the file is empty or cannot be read at all; `text` is the file's text with `\n` for line breaks, '' when it could not be decoded. */
export type Parsed = { root: SourceNode | null; diagnostics: Diagnostic[]; text: string };

const options = {
  version: '1.2',
  schema: 'core',
  merge: false,
  uniqueKeys: false,
  strict: true,
  logLevel: 'silent',
  prettyErrors: false,
} as const;

/** Reads a file, whatever its bytes: never throws, and takes no longer than its size allows. All mistakes of typing at once (language.md 2, 18). */
export function parse(file: SourceFile): Parsed {
  const decoded = decode(file);
  if ('refused' in decoded) return { root: null, diagnostics: [decoded.refused], text: '' };
  const { text } = decoded;
  const { span } = linesOf(text);

  const unseen = findingsIn(text, file.path, span);
  takeOutUnseen(unseen);
  const seen = copyWith(text, unseen.repairs);

  const typing = findingsIn(seen.text, file.path, (from, to) => span(seen.original(from), seen.original(to)));
  scan(typing);
  const diagnostics = [...unseen.diagnostics, ...typing.diagnostics];
  // A file of nothing but mistakes has no tree worth the time.
  if (typing.refused || typing.tricks > largest.tricks || diagnostics.length >= largest.diagnostics)
    return { root: null, diagnostics, text };
  const copy = copyWith(seen.text, typing.repairs);

  const original = (offset: number) => seen.original(copy.original(offset));
  const reading = findingsIn(copy.text, file.path, (from, to) => span(original(from), original(to)));
  const root = read(reading);
  return { root, diagnostics: [...diagnostics, ...reading.diagnostics].slice(0, largest.diagnostics), text };
}

/** What `yaml` makes of the repaired copy. */
function read(reading: ReturnType<typeof findingsIn>): SourceNode | null {
  try {
    const document = parseDocument(reading.text, options);
    sayError(reading, document);
    return inspect(reading, build(document, reading));
  } catch {
    // Only the stack can run out here, in a file nested in a way that the scan did not see.
    const words = { en: 'the file is nested too deeply', zh: '嵌套太深' };
    reading.report('yaml-syntax', 0, 1, { 'plain words': words });
    return null;
  }
}
