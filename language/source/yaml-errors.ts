/** What `yaml` complains about after the scan has repaired what it knows, in plain words. Its own messages never reach an author. */
import type { ErrorCode, YAMLError } from 'yaml';
import type { Words } from '../diagnostics/codes.ts';
import type { Findings } from './findings.ts';

const plain: Partial<Record<ErrorCode, Words>> = {
  BAD_DQ_ESCAPE: {
    en: 'inside "…" a backslash has a meaning of its own; put the text in \'…\'',
    zh: "双引号里的反斜杠有特殊含义，请改用 '…'",
  },
  BAD_INDENT: { en: 'it is not in line with the lines above', zh: '和上面几行没有对齐' },
  BLOCK_AS_IMPLICIT_KEY: {
    en: 'there are two colons in it; put the text after “|” on its own line',
    zh: '一行里有两个冒号，请把文字写在“|”下面另起一行',
  },
  BLOCK_IN_FLOW: { en: 'a list or map on several lines stands inside brackets', zh: '括号里不能写多行的列表或键' },
  KEY_OVER_1024_CHARS: { en: 'the key is too long', zh: '键太长' },
  MISSING_CHAR: { en: 'something is missing: a comma, a colon, a quotation mark or a bracket', zh: '少了逗号、冒号、引号或括号' },
  MULTILINE_IMPLICIT_KEY: { en: 'here “key: value” is expected, on one line', zh: '这里应该是写在一行的“键: 值”' },
  TAB_AS_INDENT: { en: 'a tab stands where spaces are expected', zh: '这里有 Tab，请改成空格' },
  UNEXPECTED_TOKEN: { en: 'something stands here that does not belong here', zh: '这里有多余的内容' },
};
const other: Words = { en: 'it does not follow the form “key: value” or “- …”', zh: '不符合“键: 值”或“- ”的写法' };
const unknownAlias: Words = { en: 'nothing has been given the name behind “*”', zh: '“*”后面的名字没有定义过' };

/** Only the first: what follows it is nearly always its echo. An alias has been reported already. */
export function sayError(f: Findings, document: { errors: YAMLError[] }): void {
  const first = document.errors.find((error) => error.code !== 'BAD_ALIAS' || f.tricks === 0);
  if (!first) return;
  const words = first.code === 'BAD_ALIAS' ? unknownAlias : (plain[first.code] ?? other);
  const from = behindBlanks(f.text, first.pos[0]);
  f.report('yaml-syntax', from, Math.max(first.pos[1], from + 1), { 'plain words': words });
}

/** `yaml` often points at the blanks before the thing it means. */
function behindBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? '')) at++;
  return at === text.length ? from : at;
}
