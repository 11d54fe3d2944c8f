import type { DiagnosticJson } from '../language/diagnostics/json.ts';
import { underlined } from '../language/diagnostics/render.ts';
import type { SourceFile } from '../language/node.ts';
import { Declined } from './rest.ts';
import type { Terminal } from './terminal.ts';

export type ServerDiagnostic = DiagnosticJson;
type Shown = SourceFile & { shown?: string };

/** What the server finds wrong, shown as `check` shows it. */
export function showServerDiagnostics(diagnostics: readonly ServerDiagnostic[], files: readonly Shown[], { say, paint }: Terminal): void {
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

/** Undefined: the server found mistakes, and they have been shown. */
export async function orMistakes<T>(ask: () => Promise<T>, files: readonly Shown[], terminal: Terminal): Promise<T | undefined> {
  try {
    return await ask();
  } catch (thrown) {
    terminal.progress('');
    if (!(thrown instanceof Declined) || !Array.isArray(thrown.problem.diagnostics)) throw thrown;
    const diagnostics = thrown.problem.diagnostics as ServerDiagnostic[];
    if (terminal.format === 'json') terminal.json({ diagnostics });
    else showServerDiagnostics(diagnostics, files, terminal);
    return undefined;
  }
}
