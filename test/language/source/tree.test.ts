import { describe, expect, it } from 'vitest';
import type { ScalarNode, SourceNode } from '../../../language/node.ts';
import { applyEdits } from '../../../language/source/edits.ts';
import {
  conditionStart,
  digitsLost,
  insideWideQuotes,
  oldYamlWord,
  wideBracket,
  wideDigits,
  wideQuotes,
} from '../../../language/source/scalars.ts';
import { get, keyText, entries, items, nodeAt, spanOfKey, toPlain } from '../../../language/source/tree.ts';
import { read } from './read.ts';

const text = `标题: 术后随访 # remark
steps:
  - id: a
    text: |
      您好
      再见

    via: [ sms, "wechat" ]
    title：两个
  - { id: b, at: 08：30 }
empty:
`;

function place(node: SourceNode | undefined): number[] | undefined {
  return node && [node.span.line, node.span.column, node.span.endLine, node.span.endColumn];
}

function scalar(written: string): ScalarNode {
  return get(read(`a: ${written}\n`).root, 'a') as ScalarNode;
}

describe('places', () => {
  const root = read(text).root!;

  it.each([
    [['标题'], [1, 5, 1, 9]],
    [['steps'], [3, 3, 10, 25]],
    [
      ['steps', 0],
      [3, 5, 9, 13],
    ],
    [
      ['steps', 0, 'id'],
      [3, 9, 3, 10],
    ],
    [
      ['steps', 0, 'text'],
      [4, 11, 6, 9],
    ],
    [
      ['steps', 0, 'via'],
      [8, 10, 8, 27],
    ],
    [
      ['steps', 0, 'via', 1],
      [8, 17, 8, 25],
    ],
    // Behind a repaired colon, and a repaired number: the places are those of the file as it is.
    [
      ['steps', 0, 'title'],
      [9, 11, 9, 13],
    ],
    [
      ['steps', 1, 'at'],
      [10, 18, 10, 23],
    ],
    [['empty'], [11, 7, 11, 7]],
  ])('%j', (path, expected) => {
    expect(place(nodeAt(root, path))).toEqual(expected);
  });

  it('are the same with Windows line breaks, old Macintosh ones, and a byte order mark', () => {
    for (const written of [text.replace(/\n/g, '\r\n'), text.replace(/\n/g, '\r'), `\ufeff${text}`])
      expect(read(written)).toEqual(read(text));
  });

  it('of a key: where the key stands, or the map when there is none', () => {
    if (root.type !== 'map') throw new Error('a map');
    expect(spanOfKey(root, 'steps')).toEqual({ line: 2, column: 1, endLine: 2, endColumn: 6 });
    expect(spanOfKey(root, 'people')).toEqual(root.span);
  });

  it('of a path that leads nowhere: the last node on the way', () => {
    expect(nodeAt(root, ['steps', 7, 'id'])).toBe(get(root, 'steps'));
  });
});

describe('the tree', () => {
  it('keeps how a value was written', () => {
    expect(scalar('0571')).toMatchObject({ value: 571, source: '0571', style: 'plain' });
    expect(scalar('"0571"')).toMatchObject({ value: '0571', source: '0571', style: 'double' });
    expect(scalar("'a'")).toMatchObject({ value: 'a', style: 'single' });
    expect(scalar('|\n  a')).toMatchObject({ value: 'a\n', style: 'block' });
    expect(scalar('yes')).toMatchObject({ value: 'yes' });
    expect(scalar('true')).toMatchObject({ value: true });
    expect(scalar('08:30')).toMatchObject({ value: '08:30' });
    expect(scalar('.nan')).toMatchObject({ value: '.nan' });
  });

  it('keys are compared as they are written', () => {
    const { root } = read('1: a\nyes: b\n0571: c\n"x": d\n');
    expect(entries(root).map(keyText)).toEqual(['1', 'yes', '0571', 'x']);
    expect(toPlain(get(root, '0571')!)).toBe('c');
    expect(items(root)).toEqual([]);
    expect(get(root, 'toString')).toBeUndefined();
  });
});

describe('what a scalar was written as', () => {
  it.each(['0571', '1.10', '1e3', '0x1F', '0o17', '+5', '1234567890123456', '-0', '5.0'])(
    'trap 18: %s would be another number',
    (written) => {
      expect(digitsLost(scalar(written))).toBe(true);
    },
  );
  it.each(['571', '1.1', '-3', '"0571"', 'a1', '08:30', '2026-03-09', '123456789012345'])('%s is what it is', (written) => {
    expect(digitsLost(scalar(written))).toBe(false);
  });
  it('old YAML words', () => {
    expect(['yes', 'NO', 'on', 'Off', 'y'].every((written) => oldYamlWord(scalar(written)))).toBe(true);
    expect(['"yes"', 'true', 'none'].some((written) => oldYamlWord(scalar(written)))).toBe(false);
  });
  it.each([
    ['１２', '12'],
    ['08：30', '08:30'],
    ['−1', '-1'],
    ['－１', '-1'],
    ['—3', '-3'],
    ['４　hours', '4 hours'],
    ['12', undefined],
    ['第１天', undefined],
    ['a－b', undefined],
  ])('wideDigits(%s)', (written, narrow) => expect(wideDigits(written)).toBe(narrow));
  it('wide quotes and brackets', () => {
    expect(wideQuotes('x == “a”')).toBe('“');
    expect(wideQuotes('x == "a"')).toBeUndefined();
    expect(insideWideQuotes('“重要”')).toBe('重要');
    expect(insideWideQuotes('“重要”随访')).toBeUndefined();
    expect(wideBracket('a in 【"b"】')).toEqual({ x: '【', y: '[' });
    expect(wideBracket('(a)')).toBeUndefined();
  });
  it('condition starts', () => {
    expect(['!a', '[1]', '"a"'].map(conditionStart)).toEqual(['!', '[', '"']);
    expect(conditionStart('a in ["b"]')).toBeUndefined();
  });
});

describe('applyEdits', () => {
  it('keeps line breaks and byte order mark, and leaves out what overlaps', () => {
    const edit = (line: number, column: number, endColumn: number, words: string) => ({
      span: { line, column, endLine: line, endColumn },
      text: words,
    });
    expect(applyEdits('\ufeffab\r\ncd\r\n', [edit(2, 1, 2, 'x\ny'), edit(1, 2, 3, 'B'), edit(2, 1, 3, 'lost')])).toBe(
      '\ufeffaB\r\nx\r\nyd\r\n',
    );
  });
});
