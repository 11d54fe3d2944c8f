import type { Diagnostic } from '../language/diagnostic.ts';
import { toJson } from '../language/diagnostics/json.ts';
import type { DiagnosticJson } from '../language/diagnostics/json.ts';
import { render } from '../language/diagnostics/render.ts';
import { sorted } from '../language/diagnostics/sort.ts';
import type { SourceFile } from '../language/node.ts';
import type { GivenFile } from './library.ts';
import type { Terminal } from './terminal.ts';

type Shown = SourceFile & { shown?: string };

/** Diagnostics with the paths that the person at the keyboard knows. */
export function asShown(diagnostics: readonly Diagnostic[], files: readonly Shown[]): Diagnostic[] {
  const shown = new Map(files.map((file) => [file.path, file.shown ?? file.path]));
  return diagnostics.map((found) => ({ ...found, file: shown.get(found.file) ?? found.file }));
}

/** With carets as text, or as the whole JSON answer. `files`: those whose lines can be shown. */
export function showDiagnostics(diagnostics: readonly Diagnostic[], files: readonly (GivenFile | SourceFile)[], terminal: Terminal): void {
  const shown = sorted(asShown(diagnostics, files));
  if (terminal.format === 'json') return terminal.json({ diagnostics: diagnosticsJson(shown, terminal) });
  if (shown.length === 0) return;
  const told = new Set(shown.map(({ file }) => file));
  const sources = new Map(
    files
      .map((file: Shown) => [file.shown ?? file.path, file] as const)
      .flatMap(([path, { bytes }]) => (told.has(path) ? [[path, textOf(bytes)] as const] : [])),
  );
  terminal.say(render(shown, sources, { language: terminal.language, color: terminal.color }));
}

export const diagnosticsJson = (diagnostics: readonly Diagnostic[], { language }: Terminal): DiagnosticJson[] =>
  diagnostics.map((found) => toJson(found, language));

/** Of a file that is too large no line is shown, so the little that could be is enough. */
const textOf = (bytes: Uint8Array): string => new TextDecoder('utf-8').decode(bytes.subarray(0, 600_000));
