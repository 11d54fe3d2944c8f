import type { Diagnostic } from '../diagnostic.ts';
import { mendText, message, type Language } from './message.ts';

export type DiagnosticJson = {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  code: string;
  severity: string;
  message: string;
  mend: string;
};

/** For programs: the same words as on the terminal; lines and columns count from 1, columns in UTF-16 code units, the end is exclusive. */
export function toJson(d: Diagnostic, language: Language = 'en'): DiagnosticJson {
  const { line, column, endLine, endColumn } = d.span;
  const place = { file: d.file, line, column, endLine, endColumn };
  return { ...place, code: d.code, severity: d.severity, message: message(d, language), mend: mendText(d, language) };
}
