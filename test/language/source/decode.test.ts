import { describe, expect, it } from 'vitest';
import { message } from '../../../language/diagnostics/message.ts';
import { parse } from '../../../language/source/parse.ts';
import { said } from './read.ts';

const bytesOf = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));
const utf16 = (text: string) => [...text].flatMap((character) => [character.charCodeAt(0) & 0xff, character.charCodeAt(0) >> 8]);

describe('a file that is not UTF-8 is refused at the place where that shows', () => {
  it.each([
    // “title: 术后” as GBK writes it
    ['GBK', bytesOf('sop: a/b\ntitle: ', [0xca, 0xf5, 0xba, 0xf3], '\n'), '2:8 not-utf8'],
    ['GBK after Chinese in UTF-8, with Windows line breaks', bytesOf('标题: 术\r\nx\r\n术', [0xca, 0xf5]), '3:2 not-utf8'],
    ['UTF-16 with its mark', bytesOf([0xff, 0xfe], utf16('sop: a/b')), '1:1 not-utf8'],
    ['UTF-16 the other way round', bytesOf([0xfe, 0xff, 0, 0x73, 0, 0x6f]), '1:1 not-utf8'],
    ['UTF-16 without a mark', bytesOf(utf16('sop: a/b\n')), '1:1 not-utf8'],
    ['half a surrogate pair', bytesOf('a: ', [0xed, 0xa0, 0x80]), '1:4 not-utf8'],
    ['an overlong form', bytesOf('a: ', [0xc0, 0xaf]), '1:4 not-utf8'],
    ['a character cut off at the end', bytesOf('a: 1\nb: ', [0xe6, 0x9c]), '2:4 not-utf8'],
  ])('%s', (_, bytes, expected) => {
    const { root, diagnostics, text } = parse({ path: 'a.yaml', bytes });
    expect(said(diagnostics)).toEqual([expected]);
    expect(message(diagnostics[0]!, 'zh')).toContain(`第 ${expected.split(':')[0]} 行`);
    expect({ root, text }).toEqual({ root: null, text: '' });
  });

  it('half a character in an escape is said where it is written', () => {
    expect(said(parse({ path: 'a.yaml', bytes: bytesOf('a: "\\ud800"\nb: "\\ud83d\\ude00"\n') }).diagnostics)).toEqual(['1:4 yaml-syntax']);
  });

  it('an empty file has no tree and no mistake of typing', () => {
    for (const text of ['', '\ufeff', '\n\n', '# remark\n', '---\n']) {
      expect(parse({ path: 'a.yaml', bytes: bytesOf(text) })).toMatchObject({ root: null, diagnostics: [] });
    }
  });
});
