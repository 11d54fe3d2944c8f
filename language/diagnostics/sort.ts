import type { Diagnostic } from '../diagnostic.ts';
import type { DiagnosticCode } from './codes.ts';

/** Mistakes of typing: what later stages say about the very same place is their echo. */
const typing: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'full-width-colon',
  'full-width-quote',
  'full-width-comma',
  'full-width-bracket',
  'full-width-number',
  'full-width-space',
  'full-width-dash',
  'tab-indent',
  'space-after-colon',
  'space-after-dash',
  'wrong-indent',
  'duplicate-key',
  'template-unquoted',
  'text-in-braces',
  'text-with-colon',
  'condition-start',
  'digits-lost',
  'empty-value',
  'no-yaml-tricks',
  'yaml-syntax',
]);

/**
 * In reading order: by file, line, column; errors before warnings before hints at one place. The same thing said twice is said once, and where a
 * mistake of typing stands, nothing else is said about that place.
 */
export function sorted(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const mistyped = new Set(diagnostics.filter((d) => typing.has(d.code)).map(place));
  const seen = new Set<string>();
  // `task:` with `by: nurse` on the line below, not indented: nothing stands after it because what belongs inside stands beside it.
  const outside = new Set(diagnostics.flatMap(belongsAbove));
  return [...diagnostics].sort(order).filter((d) => {
    const echo = mistyped.has(place(d)) && (!typing.has(d.code) || seen.has(`${place(d)} typing`));
    const said = `${place(d)} ${d.code} ${JSON.stringify(d.values)}`;
    const nothing = d.code === 'empty-value' && `${d.file}\n${d.span.line} nothing ${JSON.stringify(d.values)}`;
    if (echo || seen.has(said) || (nothing && (seen.has(nothing) || outside.has(nothing)))) return false;
    if (nothing) seen.add(nothing);
    seen.add(said);
    if (typing.has(d.code)) seen.add(`${place(d)} typing`);
    return true;
  });
}

function belongsAbove(d: Diagnostic): string[] {
  const home = d.code === 'wrong-place' && typeof d.values.place === 'object' ? /^inside “(\w+)”$/.exec(d.values.place.en)?.[1] : undefined;
  return home === undefined ? [] : [`${d.file}\n${d.span.line - 1} nothing ${JSON.stringify({ key: home })}`];
}

function place(d: Diagnostic): string {
  return `${d.file}\n${d.span.line}:${d.span.column}`;
}

const rank = { error: 0, warning: 1, hint: 2 };

function order(a: Diagnostic, b: Diagnostic): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.span.line - b.span.line || a.span.column - b.span.column || rank[a.severity] - rank[b.severity];
}
