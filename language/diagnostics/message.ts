/** A diagnostic in words, in the reader's language. */
import type { Diagnostic } from '../diagnostic.ts';
import { catalogue } from './catalogue.ts';
import type { Value } from './codes.ts';
import { mending } from './mending.ts';

export type Language = 'en' | 'zh';

const placeholder = /\{([A-Za-z][A-Za-z ]*)\}/g;

/** The sentences that offer a guess; they go when there is none. */
const question: Record<Language, RegExp> = {
  en: / ?(Did you mean|Was it renamed to) “\{guess\}”\?/,
  zh: /是(想写|改名成)“\{guess\}”(吗|了吗)？/,
};

/** The names a code's wording holds in `{…}`, both languages together; `guess` may stay without a value. */
export function placeholders(code: Diagnostic['code']): string[] {
  const { en, zh } = catalogue[code];
  return [...new Set([...`${en}${zh}`.matchAll(placeholder)].map((found) => found[1] ?? ''))];
}

/** What is wrong, as one line of plain words. */
export function message(d: Diagnostic, language: Language): string {
  const wording: string = catalogue[d.code][language];
  const asked = has(d.values.guess) ? wording : wording.replace(question[language], '');
  return asked.replace(placeholder, (_, name: string) => inLanguage(d.values[name], language));
}

/** What to do about it, or '' when the message has already said it; with the very words to write where they are known and fit on a line. */
export function mendText(d: Diagnostic, language: Language): string {
  const { mend } = catalogue[d.code];
  const words = mending[mend][language];
  const text = d.edit?.text.trim() ?? '';
  if (text === '' || text.includes('\n') || text.length > 60) return words;
  const written = language === 'en' ? `write “${text}”` : `写成“${text}”`;
  return words === '' ? written : `${words}${language === 'en' ? ': ' : '：'}${written}`;
}

/** Long values are cut so that a message stays one line that can be read. */
function inLanguage(value: Value | undefined, language: Language): string {
  if (value === undefined) return '';
  const text = typeof value === 'object' ? value[language] : String(value);
  const line = text.replace(/\s+/g, ' ');
  return [...line.slice(0, 400)].length > 160 ? `${[...line.slice(0, 400)].slice(0, 159).join('')}…` : line;
}

function has(value: Value | undefined): boolean {
  return value !== undefined && value !== '';
}
