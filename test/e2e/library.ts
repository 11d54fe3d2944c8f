/** The shipped files, compiled for tests. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../language/compile/compile.ts';
import { houseRules } from '../../language/compile/house.ts';
import { readTests } from '../../language/test-file/read.ts';
import type { SourceFile } from '../../language/node.ts';

const root = join(import.meta.dirname, '..', '..');
const walk = (folder: string): string[] =>
  readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    return statSync(join(root, path)).isDirectory() ? walk(path) : [path];
  });

export const files: SourceFile[] = walk('sops')
  .filter((path) => path.endsWith('.yaml'))
  .map((path) => ({ path, bytes: new Uint8Array(readFileSync(join(root, path))) }));
export const library = files.filter(({ path }) => !path.endsWith('.test.yaml'));
export const libraryTexts = library.map(({ path, bytes }) => ({ path, text: new TextDecoder().decode(bytes) }));

export function planOf(sop: string) {
  const { plan, diagnostics } = compile(sop, library);
  if (!plan) throw new Error(`${sop} does not compile: ${diagnostics.map((d) => `${d.span.line} ${d.code}`).join(', ')}`);
  return plan;
}
export function testsOf(sop: string) {
  const file = files.find(({ path }) => path === `sops/${sop}.test.yaml`);
  const read = file && readTests(file, library);
  if (!read?.tests) throw new Error(`${sop} has no tests that can be read`);
  return read.tests;
}
export const houseOf = (sop: string) => houseRules(library, { hospital: { name: '示范医院', phone: '0571-8888' } }, sop.split('/')[0]);
export const theFour = ['cardiology/pci-discharge', 'endocrinology/diabetes-care', 'service/complaint', 'activation/caring-call'];
