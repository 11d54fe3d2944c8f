import type { DiagnosticJson } from '../language/diagnostics/json.ts';
import { underlined } from '../language/diagnostics/render.ts';
import type { GivenFile } from './library.ts';
import type { Terminal } from './terminal.ts';

export type ServerDiagnostic = DiagnosticJson;

/** What the server finds wrong, shown as `check` shows it. */
export function showServerDiagnostics(
  diagnostics: readonly ServerDiagnostic[],
  files: readonly GivenFile[],
  { say, paint }: Terminal,
): void {
  for (const { file, line, column, endLine, endColumn, code, severity, message, mend } of diagnostics) {
    const given = files.find(({ path }) => path === file);
    say(`${paint(`${given?.shown ?? file}:${line}:${column}`, 'bold')} ${paint(code, severity === 'error' ? 'red' : 'yellow')} ${message}`);
    const text = given && new TextDecoder().decode(given.bytes).split(/\r\n|\r|\n/)[line - 1];
    if (text !== undefined) {
      const shown = underlined(text, { line, column, endLine, endColumn });
      say(`  ${shown.text}\n  ${shown.caret}`);
    }
    if (mend !== '') say(`  → ${mend}`);
    say('');
  }
}
