/** What a scalar was written as, for the places that know what they expect (language.md 2.4, 2.5; traps.md 18). */
import type { ScalarNode } from '../node.ts';

/**
 * True when reading an unquoted value as a number, true/false or nothing changes how it was written: 0571, 1.10, 1e3, 0x1F, +5, more than 15 digits.
 * Only where text is expected is that a mistake.
 */
export function digitsLost(node: ScalarNode): boolean {
  if (node.style !== 'plain' || typeof node.value !== 'number') return false;
  return node.source !== String(node.value) || node.source.replace(/\D/g, '').length > 15;
}

/** yes, no, on, off … without quotes: text here, true or false to programs that read YAML 1.1. */
export function oldYamlWord(node: ScalarNode): boolean {
  return node.style === 'plain' && /^(y|yes|n|no|on|off)$/i.test(node.source);
}

const wideForms = /[\uff01-\uff5e\u2212\u2013\u2014\u3000\u00a0]/g;

/** Full-width letters, digits and signs, and the minus signs that are not `-`, as they are written on an English keyboard. */
export function narrow(text: string): string {
  return text.replace(wideForms, (wide) => {
    if ('−–—'.includes(wide)) return '-';
    if (wide === '\u3000' || wide === '\u00a0') return ' ';
    return String.fromCharCode(wide.charCodeAt(0) - 0xfee0);
  });
}

/**
 * The text in narrow characters when it is a number, time or span written with wide ones (`１２`, `08：30`, `−1`, `４ hours`), else undefined. Text with
 * Chinese words in it is never one.
 */
export function wideDigits(text: string): string | undefined {
  if (text.length > 200 || !wideNumber.test(text)) return undefined;
  const narrowed = narrow(text).replace(/ +/g, ' ').trim();
  return narrowed !== text && /\d/.test(narrowed) ? narrowed : undefined;
}

// A dash between words is one; before a digit at the very beginning it was meant as a minus.
const wideNumber =
  /^[\u2013\u2014\u2212\uff0d]?[\w .:,+%/\-\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff1a\uff0d\uff0e\uff0b\uff05\uff0f\u2212\u3000\u00a0]*$/;

/** The first Chinese quotation mark of a text, or undefined. */
export function wideQuotes(text: string): string | undefined {
  return /[“”‘’＂＇「」『』]/.exec(text)?.[0];
}

/** The text between Chinese quotation marks when they enclose the whole of it. */
export function insideWideQuotes(text: string): string | undefined {
  return /^[“”‘’＂＇「『]([^“”‘’＂＇「」『』]*)[“”‘’＂＇」』]$/.exec(text.trim())?.[1];
}

const brackets: Record<string, string> = { '【': '[', '】': ']', '（': '(', '）': ')', '｛': '{', '｝': '}', '［': '[', '］': ']' };

/** The first Chinese bracket of a text and the English one that is meant, or undefined. */
export function wideBracket(text: string): { x: string; y: string } | undefined {
  const x = /[【】（）｛｝［］]/.exec(text)?.[0];
  return x === undefined ? undefined : { x, y: brackets[x] ?? x };
}

/** The character a condition must not begin with (language.md 8, `condition-start`), or undefined. Quotes around the whole are no such beginning. */
export function conditionStart(written: string): string | undefined {
  return /^[[!"'&*>|{%@`#\]},?-]/.exec(written)?.[0];
}
