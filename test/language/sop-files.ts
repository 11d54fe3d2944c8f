/** Files for tests: those that ship, and small ones made up on the spot. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../../language/check.ts';
import type { Diagnostic } from '../../language/diagnostic.ts';
import type { SourceFile } from '../../language/node.ts';

const root = join(import.meta.dirname, '../../sops');

export const shipped: SourceFile[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .sort()
  .map((path) => ({ path: `sops/${path}`, bytes: new Uint8Array(readFileSync(join(root, path))) }));

export const aFile = (path: string, text: string): SourceFile => ({ path, bytes: new TextEncoder().encode(text) });

const usual = {
  head: 'sop: surgery/wound-check\ntitle: 术后伤口随访',
  start: 'start:\n  when: encounter.discharged',
  dates: 'dates:\n  day_0: encounter.discharge_date',
  people: 'people:\n  nurse: { team: surgery-nurses, above: head_nurse }\n  head_nurse: { team: surgery-head-nurse }',
  stop: 'stop:\n  - day: 50',
  steps: 'steps:\n  - id: wound\n    title: 看伤口\n    day: 1\n    at: 09:00\n    task: { by: nurse }\n    due: 4 hours',
};
export type Parts = Partial<Record<keyof typeof usual | 'more', string>>;

/** A whole SOP; each part may be given, the rest is as usual. */
export function aSop(parts: Parts = {}): string {
  const { more, ...given } = parts;
  return Object.values({ ...usual, ...given, ...(more !== undefined && { more }) })
    .filter((part) => part !== '')
    .join('\n')
    .concat('\n');
}

/** Steps at the left edge of the list. */
export const steps = (text: string): Parts => ({ steps: `steps:\n${text}` });

export const said = ({ code, span, file }: Diagnostic): string => `${file.replace(/^sops\//, '')}:${span.line}:${span.column} ${code}`;

const hospital = shipped.filter(({ path }) => /sops\/(hospital|calendars\/cn|common\/questions)\.yaml$/.test(path));

/** What is wrong with a SOP, the hospital beside it. */
export function mistakesIn(text: string, others: readonly SourceFile[] = []): Diagnostic[] {
  return check([aFile('sops/surgery/wound-check.yaml', text), ...others], { library: hospital }).diagnostics;
}

/** `«` stands where the mistake is expected; it is taken out of the text. */
export function marked(text: string): { text: string; place: string } {
  const at = text.indexOf('«');
  const before = text.slice(0, at).split('\n');
  return { text: text.replace('«', ''), place: `${before.length}:${before.at(-1)!.length + 1}` };
}
