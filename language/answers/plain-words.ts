/** What a patient wrote, made comparable: one width, small letters, no blanks at the ends, no signs that say nothing. */

/** Full-width and half-width are one; invisible characters go. */
export function plainWords(words: string): string {
  return words
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufe0e\ufe0f\u20e3\ufeff]/g, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/** Without punctuation and faces at the ends. */
export const core = (words: string): string =>
  words.replace(/^[\s\p{P}\p{S}\p{Extended_Pictographic}]+|[\s\p{P}\p{S}\p{Extended_Pictographic}]+$/gu, '');

/** Somebody asks instead of answering: 能洗澡吗？ */
export const isQuestion = (words: string): boolean => /[?]|(吗|么|呢|怎么办|为什么|咋办)\P{L}*$/u.test(words);
