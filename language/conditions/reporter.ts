/** Where the mistakes of one condition or text are collected: offsets in the words become places in the file. */
import type { Diagnostic } from '../diagnostic.ts';
import type { DiagnosticCode, Value } from '../diagnostics/codes.ts';
import { diagnostic } from '../diagnostics/make.ts';
import type { ScalarNode } from '../node.ts';
import { isExact, spanWithin, written } from './places.ts';

/** The scalar that holds the condition or text, and its file. */
export type Where = { file: string; scalar: ScalarNode };

export type Reporter = {
  readonly diagnostics: Diagnostic[];
  /** One mistake between two offsets. `replace`: what `aftercare fix` puts there instead. */
  report(code: DiagnosticCode, at: { start: number; end: number }, values: Record<string, Value | undefined>, replace?: string): void;
};

/** Whoever makes more mistakes than this in one place reads the first ones first. */
const told = 20;

export function reporterFor({ file, scalar }: Where): Reporter {
  const diagnostics: Diagnostic[] = [];
  // The codes of this folder are checked against their values by the tests, all of them: the general signature cannot.
  const make = diagnostic as (
    code: DiagnosticCode,
    file: string,
    span: Diagnostic['span'],
    values: unknown,
    edit?: Diagnostic['edit'],
  ) => Diagnostic;
  return {
    diagnostics,
    report(code, at, values, replace) {
      if (diagnostics.length >= told) return;
      const span = spanWithin(scalar, at.start, at.end);
      const edit = replace === undefined || !isExact(scalar) ? undefined : { span, text: written(replace, scalar.style) };
      if (!diagnostics.some((other) => other.code === code && sameSpan(other.span, span)))
        diagnostics.push(make(code, file, span, values, edit));
    },
  };
}

const sameSpan = (a: Diagnostic['span'], b: Diagnostic['span']): boolean =>
  a.line === b.line && a.column === b.column && a.endLine === b.endLine && a.endColumn === b.endColumn;

/** A reporter that only remembers whether there was a mistake: for looking at something a second time. */
export function quiet(): Reporter & { codes: { code: DiagnosticCode; values: Record<string, Value | undefined> }[] } {
  const codes: { code: DiagnosticCode; values: Record<string, Value | undefined> }[] = [];
  return { diagnostics: [], codes, report: (code, _at, values) => void codes.push({ code, values }) };
}
