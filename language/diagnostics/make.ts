import type { Diagnostic, Edit, Severity } from '../diagnostic.ts';
import type { Span } from '../node.ts';
import { catalogue } from './catalogue.ts';
import type { DiagnosticCode, Value, ValuesOf } from './codes.ts';

const severities: Record<'E' | 'W' | 'H', Severity> = { E: 'error', W: 'warning', H: 'hint' };

/**
 * One mistake at one place. `values` fills the `{…}` of the catalogue's wording; the compiler refuses a call that forgets one
 * (`values` may be left out where the wording has none). `edit` is what `aftercare fix` would do.
 */
export function diagnostic<Code extends DiagnosticCode>(
  code: Code,
  file: string,
  span: Span,
  ...rest: Partial<ValuesOf<Code>> extends ValuesOf<Code> ? [values?: ValuesOf<Code>, edit?: Edit] : [values: ValuesOf<Code>, edit?: Edit]
): Diagnostic {
  const [values, edit] = rest;
  const made: Diagnostic = { code, severity: severities[catalogue[code].level], file, span, values: present(values ?? {}) };
  return edit ? { ...made, edit } : made;
}

function present(values: Record<string, Value | undefined>): Record<string, Value> {
  const kept: Record<string, Value> = {};
  for (const [name, value] of Object.entries(values)) if (value !== undefined) kept[name] = value;
  return kept;
}
