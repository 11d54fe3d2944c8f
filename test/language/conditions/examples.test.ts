import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { check } from '../../../language/check.ts';
import type { DiagnosticCode } from '../../../language/diagnostics/codes.ts';

const shipped = (): string[] =>
  readdirSync('sops', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => `sops/${path}`);

/** What conditions and texts can report as an error or a warning. */
const codes = new Set<DiagnosticCode>([
  'condition-syntax', 'single-equals', 'word-operator', 'template-in-condition', 'unknown-variable', 'unknown-step', 'not-available-here', 'wrong-comparison', 'not-a-condition', 'not-an-option',
  'not-an-outcome', 'unknown-function', 'fact-ring', 'always-same', 'full-width-quote', 'full-width-number', 'full-width-bracket', 'full-width-comma', 'bad-rhythm', 'bad-duration',
  'unknown-filter', 'date-without-filter', 'text-may-be-empty', 'no-tags', 'text-empty', 'link-missing', 'private-in-sms',
]); // prettier-ignore

it('every condition and text of the SOPs that ship is right', () => {
  const files = shipped().map((path) => ({ path, bytes: new Uint8Array(readFileSync(path)) }));
  expect(files.length).toBeGreaterThan(40);
  const found = check(files).diagnostics.filter(({ code }) => codes.has(code));
  expect(found.map(({ code, file, span }) => `${code} ${file}:${span.line}`)).toEqual([]);
});

it('and a wrong word in one of them is found where it stands', () => {
  const path = 'sops/cardiology/pci-discharge.yaml';
  const right = readFileSync(path, 'utf8');
  const wrong = right
    .replace('look_at_photo.wound in ["red", "bleeding"]', 'look_at_photo.wound in ["red", "bleding"]')
    .replace('疼痛 {{ pain.score }} 分', '疼痛 {{ pian.score }} 分');
  const library = shipped().map((one) => ({ path: one, bytes: new Uint8Array(readFileSync(one)) }));
  const { diagnostics } = check([{ path, bytes: new TextEncoder().encode(wrong) }], { library });
  const line = (words: string) => wrong.split('\n').findIndex((one) => one.includes(words)) + 1;
  const found = diagnostics
    .filter(({ code }) => codes.has(code))
    .map(({ code, span }) => [code, span.line, wrong.split('\n')[span.line - 1]!.slice(span.column - 1, span.endColumn - 1)]);
  expect(found).toEqual([
    ['not-an-option', line('"bleding"'), '"bleding"'],
    ['unknown-variable', line('pian.score'), 'pian'],
  ]);
});
