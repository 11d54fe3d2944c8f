/** Characters that nobody sees and that change what is read: taken out of the copy before anything else looks at it. */
import { unreadable, type Findings } from './findings.ts';

const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g;

/** Marks of width zero that come along when text is pasted. Inside a text they may stay (emoji need some); before a value they make a key unknown. */
const invisible = '\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff';
const beforeValue = new RegExp(`^[ \\t\\-\\w."'${invisible}]*[${invisible}][ \\t\\-\\w."'${invisible}]*`, 'gm');
const anInvisible = new RegExp(`[${invisible}]`, 'g');

/** One diagnostic per line, however many there are in it. */
export function takeOutUnseen(f: Findings): void {
  const found: number[] = [];
  for (const match of f.text.matchAll(control)) found.push(match.index);
  for (const match of f.text.matchAll(beforeValue)) {
    for (const inner of match[0].matchAll(anInvisible)) found.push(match.index + inner.index);
  }
  found.sort((a, b) => a - b);
  let lineEnd = -1;
  for (const at of found) {
    f.repair(at, at + 1, '');
    if (at < lineEnd) continue;
    lineEnd = f.text.indexOf('\n', at);
    if (lineEnd === -1) lineEnd = f.text.length;
    const name = `U+${f.text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')}`;
    unreadable(f, at, at + 1, `an invisible character (${name}) stands in it; delete it`, `里面有一个看不见的字符（${name}），请删掉`);
  }
}
