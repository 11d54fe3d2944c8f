import type { Diagnostic } from '../../../language/diagnostic.ts';
import type { SourceFile } from '../../../language/node.ts';
import { parse, type Parsed } from '../../../language/source/parse.ts';

export function aFile(text: string, path = 'sops/surgery/wound-check.yaml'): SourceFile {
  return { path, bytes: new TextEncoder().encode(text) };
}

export function read(text: string): Parsed {
  return parse(aFile(text));
}

/** `12:5 tab-indent`: what is said, and where. */
export function said(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map((d) => `${d.span.line}:${d.span.column} ${d.code}`);
}
