import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { message } from '../../../language/diagnostics/message.ts';
import { render } from '../../../language/diagnostics/render.ts';
import type { SourceNode } from '../../../language/node.ts';
import { applyEdits } from '../../../language/source/edits.ts';
import { parse } from '../../../language/source/parse.ts';
import { toPlain } from '../../../language/source/tree.ts';
import { aFile, read, said } from './read.ts';

const folder = 'sops';
const sops = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .map((path) => ({ path: join(folder, path), text: readFileSync(join(folder, path), 'utf8') }));

/** Every place lies in the text, begins before it ends, and nothing in it is left unsaid or said in the words of a parser. */
function sound(bytes: Uint8Array): void {
  const { root, diagnostics, text } = parse({ path: 'a.yaml', bytes });
  const lines = text.split('\n');
  const inside = ({ line, column, endLine, endColumn }: SourceNode['span']) => {
    expect(line * 1e7 + column).toBeLessThanOrEqual(endLine * 1e7 + endColumn);
    expect(line).toBeGreaterThanOrEqual(1);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(endLine).toBeLessThanOrEqual(lines.length);
    expect(endColumn).toBeLessThanOrEqual((lines[endLine - 1] ?? '').length + 1);
  };
  const walk = (node: SourceNode): void => {
    inside(node.span);
    if (node.type === 'list') node.items.forEach(walk);
    if (node.type === 'map') node.entries.forEach(({ key, value }) => [key, value].forEach(walk));
  };
  if (root) walk(root);
  for (const d of diagnostics) {
    if (text !== '') inside(d.span);
    if (d.edit) inside(d.edit.span);
    for (const language of ['en', 'zh'] as const)
      expect(message(d, language)).not.toMatch(/undefined|NaN|\{[a-z]+\}.*\{[a-z]+\}|Implicit|token|scalar/);
  }
  render(diagnostics, new Map([['a.yaml', text]]), { language: 'zh' });
  applyEdits(
    text,
    diagnostics.flatMap(({ edit }) => edit ?? []),
  );
}

const quick = { interruptAfterTimeLimit: 4000, markInterruptAsFailure: false };

describe('whatever the bytes', () => {
  it('random bytes', () => fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), sound), { ...quick, numRuns: 500 }));

  it('random text of the signs that mean something', () => {
    const sign = fc.constantFrom(
      ...'-:?#&*!|>%@`\'"{}[],= \t\n\r\u3000：，、【】－—｛｝“０１ab中',
      '\n',
      '\n  ',
      ': ',
      '- ',
      'id: ',
      '{{ a }}',
      '---\n',
      ' #',
      '|\n',
      '\u0000',
      '\u200b',
      '😀',
      '\\ud800',
    );
    const text = fc.array(sign, { maxLength: 120 }).map((signs) => new TextEncoder().encode(signs.join('')));
    fc.assert(fc.property(text, sound), { ...quick, numRuns: 2000 });
  });

  it('an SOP with a few characters changed, doubled, moved or lost', () => {
    const edit = fc.record({
      at: fc.nat(),
      length: fc.nat(3),
      text: fc.constantFrom(
        '',
        ' ',
        '  ',
        '\t',
        '\n',
        ':',
        '：',
        '"',
        "'",
        '{',
        '}',
        '[',
        ']',
        ',',
        '，',
        '- ',
        '-',
        '#',
        '|',
        '{{',
        '　',
        '\u0000',
        '９',
        '&a',
        '*a',
      ),
    });
    const mutated = fc.tuple(fc.nat(), fc.array(edit, { minLength: 1, maxLength: 4 })).map(([which, edits]) =>
      edits.reduce(
        (text, { at, length, text: put }) => {
          const from = at % (text.length + 1);
          return text.slice(0, from) + put + text.slice(from + length);
        },
        sops[which % sops.length]?.text ?? '',
      ),
    );
    fc.assert(
      fc.property(
        mutated.map((text) => new TextEncoder().encode(text)),
        sound,
      ),
      { ...quick, numRuns: 600 },
    );
  });
});

it.each(sops)('$path has no mistake of typing, also with Windows line breaks and a byte order mark', ({ path, text }) => {
  const plain = parse(aFile(text, path));
  expect(said(plain.diagnostics)).toEqual([]);
  expect(toPlain(plain.root)).toMatchObject({});
  const windows = parse(aFile(`\ufeff${text.replace(/\n/g, '\r\n')}`, path));
  expect(windows).toEqual(plain);
});

describe('sizes', () => {
  it('10 MB is refused unread', () => {
    const { root, diagnostics } = parse({ path: 'a.yaml', bytes: new Uint8Array(10 * 1024 * 1024).fill(0xff) });
    expect(said(diagnostics)).toEqual(['1:1 too-large']);
    expect(message(diagnostics[0]!, 'en')).toContain('10240 KB');
    expect(root).toBeNull();
  });

  it.each([
    ['brackets', `a: ${'['.repeat(1000)}`, '1:16 too-large'],
    ['braces', `a: ${'{a: '.repeat(1000)}`, '1:48 too-large'],
    ['indentation', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), '13:13 too-large'],
    ['dashes', '- '.repeat(100_000), '1:1 too-large'],
    ['dashes below each other', Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}-`).join('\n'), '14:14 too-large'],
  ])('nesting by %s is refused at the level that is too many', (_, text, expected) => {
    const { root, diagnostics } = read(text);
    expect(said(diagnostics)).toEqual([expected]);
    expect(root).toBeNull();
  });

  it('twelve levels are not too many', () => {
    expect(said(read(Array.from({ length: 12 }, (_, i) => `${'  '.repeat(i)}a:`).join('\n') + ' 1').diagnostics)).toEqual([]);
  });

  it('an alias bomb of nine levels does not grow', () => {
    const levels = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]\n`);
    const { root, diagnostics } = read(`a0: &a0 [x]\n${levels.slice(0, 2).join('')}`);
    expect(JSON.stringify(toPlain(root)).length).toBeLessThan(2000);
    expect(new Set(diagnostics.map((d) => d.code))).toEqual(new Set(['no-yaml-tricks', 'empty-value']));
    const whole = read(`a0: &a0 [x]\n${levels.join('')}`);
    expect(whole.diagnostics.length).toBeLessThanOrEqual(200);
    expect(JSON.stringify(toPlain(whole.root)).length).toBeLessThan(20_000);
  });

  it('tens of thousands of keys are read', () => {
    const { root, diagnostics } = read(Array.from({ length: 40_000 }, (_, i) => `k${i}: 1`).join('\n'));
    expect(diagnostics).toEqual([]);
    expect(root).toMatchObject({ type: 'map', entries: { length: 40_000 } });
  });

  it.each([
    ['one long line', `a: ${'x'.repeat(400_000)}`],
    ['100,000 times the same key', 'a:\n'.repeat(100_000)],
    ['lists that are never closed', 'a: [x\n'.repeat(60_000)],
    ['a text of line breaks', `a: "${'\n'.repeat(400_000)}`],
    ['commas', `a: {${','.repeat(400_000)}}`],
    ['templates that are never closed', `a: {b: ${'{{ '.repeat(130_000)}`],
    ['question marks', '? '.repeat(200_000)],
    ['blanks', `a: b${' '.repeat(400_000)}# c`],
    ['documents', '---\n'.repeat(100_000)],
    ['NUL', '\u0000'.repeat(400_000)],
  ])('%s: an answer in good time', { timeout: 30_000 }, (_, text) => {
    expect(read(text).diagnostics.length).toBeLessThanOrEqual(200);
  });
});
