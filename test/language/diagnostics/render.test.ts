import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { damerauLevenshtein, guess } from '../../../language/diagnostics/guess.ts';
import { toJson } from '../../../language/diagnostics/json.ts';
import { list } from '../../../language/diagnostics/list.ts';
import { diagnostic } from '../../../language/diagnostics/make.ts';
import { render, underlined } from '../../../language/diagnostics/render.ts';
import { sorted } from '../../../language/diagnostics/sort.ts';
import { widthOf } from '../../../language/diagnostics/width.ts';

const at = (line: number, column: number, endColumn = column + 1, endLine = line) => ({ line, column, endLine, endColumn });

describe('render', () => {
  it('trap 19: file:line:column, plain words, the line, a caret, a suggestion', () => {
    const text = 'sop: a/b\nsteps:\n  - id: call\n    dya: 3\n';
    const d = diagnostic('unknown-key', 'sops/a/b.yaml', at(4, 5, 8), { key: 'dya', guess: 'day' });
    expect(render([d], new Map([['sops/a/b.yaml', text]]), { language: 'en' })).toBe(
      ['sops/a/b.yaml:4:5 unknown-key “dya” is not known here. Did you mean “day”?', '      dya: 3', '      ^~~', '  → Rename it', ''].join(
        '\n',
      ),
    );
  });

  it('lines up under Chinese characters and tabs', () => {
    const line = '\t标题: 术后 随访';
    const { text, caret } = underlined(line, at(1, line.indexOf('随') + 1, line.length + 1));
    expect(text).toBe('  标题: 术后 随访');
    expect(caret).toBe(`${' '.repeat(2 + 4 + 2 + 4 + 1)}^~~~`);
  });

  it('shows a caret at the end of a line and for a place that is not in the text', () => {
    expect(underlined('abc', at(1, 4, 4)).caret).toBe('   ^');
    expect(underlined('abc', at(1, 90, 95)).caret).toBe('   ^');
    expect(underlined('abc', at(1, 2, 1, 3)).caret).toBe(' ^~');
  });

  it('shows of a very long line only the part around the place, and control characters as dots', () => {
    const { text, caret } = underlined(`${'长'.repeat(5000)}\u0000${'x'.repeat(5000)}`, at(1, 5001, 5002));
    expect(text.length).toBeLessThan(200);
    expect(text[caret.indexOf('^') - 60]).toBe('·');
  });

  it('the caret always stands under the character that the column names', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', '中', '：', '\t', '。', '𠮷', '😀', '“'), { minLength: 1, maxLength: 60 }),
        fc.nat(59),
        (parts, n) => {
          const index = n % parts.length;
          const before = parts.slice(0, index).join('');
          const { text, caret } = underlined(parts.join(''), at(1, before.length + 1, before.length + 1 + (parts[index] ?? '').length));
          expect(caret.indexOf('^')).toBe(widthOf(before.replace(/\t/g, '  ')));
          expect(text).toBe(parts.join('').replace(/\t/g, '  ').trimEnd());
        },
      ),
    );
  });

  it('colors only when asked', () => {
    const d = diagnostic('no-end', 'a.yaml', at(1, 1));
    expect(render([d], new Map(), { language: 'zh' })).not.toContain('\u001b');
    expect(render([d], new Map(), { language: 'zh', color: true })).toContain('\u001b');
  });
});

describe('sorted', () => {
  it('gives reading order and says the same thing once', () => {
    const late = diagnostic('unknown-step', 'b.yaml', at(9, 1), { x: 'a' });
    const early = diagnostic('unknown-step', 'b.yaml', at(2, 7), { x: 'a' });
    const other = diagnostic('unknown-step', 'a.yaml', at(30, 1), { x: 'a' });
    expect(sorted([late, early, other, early])).toEqual([other, early, late]);
  });

  it('keeps different mistakes of one place, and drops the echo of a mistake of typing', () => {
    const title = diagnostic('key-missing', 'a.yaml', at(1, 1), { key: 'title' });
    const start = diagnostic('key-missing', 'a.yaml', at(1, 1), { key: 'start' });
    const typed = diagnostic('space-after-colon', 'a.yaml', at(4, 1), { key: 'day', value: '3' });
    const echo = diagnostic('unknown-key', 'a.yaml', at(4, 1), { key: 'day:3' });
    expect(sorted([title, start, echo, typed])).toEqual([title, start, typed]);
  });
});

describe('toJson', () => {
  it('gives place, code and words in the language asked for', () => {
    const d = diagnostic('unknown-form', 'a.yaml', at(3, 5, 9), { x: 'pain', list: list(['phq2', 'gad2']) });
    expect(toJson(d, 'zh')).toEqual({
      file: 'a.yaml',
      line: 3,
      column: 5,
      endLine: 3,
      endColumn: 9,
      code: 'unknown-form',
      severity: 'error',
      message: '没有“pain”这份问题。可用的有：phq2、gad2。',
      mend: '改名，或在 use 里引用它所在的文件',
    });
  });
});

describe('guess', () => {
  const keys = ['day', 'due', 'then', 'message', 'not_answered', 'remind', 'escalate', 'head_nurse', 'at', 'steps'];
  it.each([
    ['dya', 'day'],
    ['mesage', 'message'],
    ['escalte', 'escalate'],
    ['not-answered', 'not_answered'],
    ['nurse', 'head_nurse'],
    ['step', 'steps'],
    ['Message', 'message'],
  ])('%s: %s', (word, meant) => expect(guess(word, keys)).toBe(meant));

  it.each(['xyz', 'x', '', '步骤', 'telephone', 'a'.repeat(5000)])('“%s” is like none of them', (word) =>
    expect(guess(word, keys)).toBeUndefined(),
  );

  it('the distance is symmetric and zero only for the same word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(damerauLevenshtein(a, b)).toBe(damerauLevenshtein(b, a));
        expect(damerauLevenshtein(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
