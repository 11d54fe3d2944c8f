/** One mistake of the author: a value, never thrown. The wording is in diagnostics/catalogue.ts; renderings in diagnostics/render.ts. */
import type { Span } from './node.ts';
import type { DiagnosticCode, Value } from './diagnostics/codes.ts';

export type Severity = 'error' | 'warning' | 'hint';
/** An edit that `aftercare fix` would make: replace the span by the text. */
export type Edit = { span: Span; text: string };
export type Diagnostic = {
  code: DiagnosticCode;
  severity: Severity;
  file: string;
  span: Span;
  /** What the catalogue's message holds in `{…}`; a value that differs between the languages is `{ en, zh }`. */
  values: Record<string, Value>;
  edit?: Edit;
};
