/** What a reading of a text finds: mistakes to report, and repairs that let the reading go on behind them. */
import type { Diagnostic, Edit } from '../diagnostic.ts';
import type { DiagnosticCode, Value, ValuesOf } from '../diagnostics/codes.ts';
import { diagnostic } from '../diagnostics/make.ts';
import type { Span } from '../node.ts';
import type { Repair } from './copy.ts';
import { largest } from './limits.ts';

export type Findings = {
  text: string;
  span: (from: number, to: number) => Span;
  diagnostics: Diagnostic[];
  repairs: Repair[];
  /** Reports a mistake at the offsets `from` to `to`; `edit` is what would mend it in the author's file. */
  report: <Code extends DiagnosticCode>(
    code: Code,
    from: number,
    to: number,
    values: ValuesOf<Code>,
    edit?: Repair,
  ) => Diagnostic | undefined;
  /** The same for a place that is known already. */
  reportAt: (code: DiagnosticCode, span: Span, values: Record<string, Value | undefined>, edit?: Edit) => Diagnostic | undefined;
  /** Mends the copy only. */
  repair: (from: number, to: number, text: string) => void;
  /** Turns a repair into the edit of a diagnostic. */
  edit: (repair: Repair) => Edit;
  /** The rest is not worth reading: nothing of the file is. */
  refused: boolean;
  /** How many anchors, aliases and tags there were. */
  tricks: number;
};

export function findingsIn(text: string, file: string, span: (from: number, to: number) => Span): Findings {
  const diagnostics: Diagnostic[] = [];
  const repairs: Repair[] = [];
  const edit = (repair: Repair): Edit => ({ span: span(repair.from, repair.to), text: repair.text });
  const reportAt: Findings['reportAt'] = (code, place, values, mending) => {
    // A file of nothing but mistakes is told the first ones.
    if (diagnostics.length >= largest.diagnostics) return undefined;
    const make = diagnostic as (
      code: DiagnosticCode,
      file: string,
      span: Span,
      values: Record<string, Value | undefined>,
      edit?: Edit,
    ) => Diagnostic;
    const made = make(code, file, place, values, mending);
    diagnostics.push(made);
    return made;
  };
  return {
    text,
    span,
    diagnostics,
    repairs,
    report: (code, from, to, values, mend) =>
      diagnostics.length < largest.diagnostics ? reportAt(code, span(from, to), values, mend && edit(mend)) : undefined,
    reportAt,
    repair: (from, to, replacement) => void repairs.push({ from, to, text: replacement }),
    edit,
    refused: false,
    tricks: 0,
  };
}

/** Reports a mistake and makes the very edit in the copy. */
export function mend<Code extends DiagnosticCode>(
  f: Findings,
  code: Code,
  from: number,
  to: number,
  values: ValuesOf<Code>,
  edit: Repair,
): void {
  f.report(code, from, to, values, edit);
  f.repairs.push(edit);
}

/** Puts a text in '…' in the copy; `reach` is the same as an edit for the author. */
export function quoted(f: Findings, from: number, to: number): Repair {
  const inside = f.text.slice(from, to);
  return { from, to, text: `'${inside.replace(/'/g, "''")}'` };
}

export function quoteInCopy(f: Findings, from: number, to: number): void {
  f.repair(from, from, "'");
  for (const mark of f.text.slice(from, to).matchAll(/'/g)) f.repair(from + mark.index, from + mark.index + 1, "''");
  f.repair(to, to, "'");
}

/** A mistake that has no code of its own, in plain words of both languages. It is never mended by itself: that would be guessing (language.md 2.4). */
export function unreadable(f: Findings, from: number, to: number, en: string, zh: string): void {
  f.report('yaml-syntax', from, to, { 'plain words': { en, zh } });
}
