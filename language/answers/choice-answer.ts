/** Which option is meant: by its label, its code, or its place in the list (2, 第二个, B). */
import { chineseNumber } from './numerals.ts';
import { core, isQuestion } from './plain-words.ts';

/** `labels`: in every language, as shown to the patient. */
export type ShownOption = { code: string; labels: readonly string[] };

export function understandChoice(options: readonly ShownOption[], plain: string): string | undefined {
  const words = core(plain).replace(/^(无|没|没有的)$/, '没有');
  const exact = options.find(({ code, labels }) => code.toLowerCase() === words || labels.some((label) => same(label, words)));
  // 好的 says that it was read, not how somebody eats.
  if (exact && !/^好[的滴吧啊呀]+$/.test(words)) return exact.code;
  if (isQuestion(plain) || words.length > 40) return undefined;
  return byPlace(options, words) ?? byMention(options, words);
}

/** Several, between commas and the like: all must be understood. */
export function understandChoices(options: readonly ShownOption[], plain: string): string[] | undefined {
  const one = understandChoice(options, plain);
  if (one !== undefined) return [one];
  const parts = core(plain)
    .split(/[\s,，、;；.。/和及]+/)
    .filter((part) => part !== '');
  const codes = parts.map((part) => understandChoice(options, part));
  return parts.length > 0 && codes.every((code) => code !== undefined) ? [...new Set(codes)] : undefined;
}

const small = (words: string): string => core(words.normalize('NFKC').toLowerCase());
/** 挺好的 is 好: words that only strengthen or soften. */
const bare = (words: string): string => words.replace(/^(感觉|觉得|我|就|还|挺|很|蛮|比较|都|选|是)+|[了的吧啊呀哦呢哈]+$/g, '');
const same = (label: string, words: string): boolean =>
  small(label) === words || (bare(small(label)) !== '' && bare(small(label)) === bare(words));

function byPlace(options: readonly ShownOption[], words: string): string | undefined {
  const letter = /^(?:选)?([a-h])(?:项)?$/.exec(words)?.[1];
  if (letter) return options[letter.charCodeAt(0) - 97]?.code;
  const place = /^(?:选|第|选第)?([0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:个|号|项|条)?$/.exec(words)?.[1];
  const number = place === undefined ? undefined : /\d/.test(place) ? Number(place) : chineseNumber(place);
  return number === undefined || number < 1 ? undefined : options[number - 1]?.code;
}

/** A longer message that names exactly one option, and does not deny it. 不好 does not name 好: short labels must stand alone. */
function byMention(options: readonly ShownOption[], words: string): string | undefined {
  const named = options.flatMap(({ code, labels }) =>
    labels
      .map(small)
      .filter((label) => label.length >= 2 && words.includes(label))
      .map((label) => ({ code, label })),
  );
  const whole = named.filter(({ label }) => !named.some((other) => other.label !== label && other.label.includes(label)));
  const codes = [...new Set(whole.map(({ code }) => code))];
  const denied = whole.some(({ label }) => /(不|没|没有|无|未|不是|not|no)\s*$/.test(words.slice(0, words.indexOf(label))));
  return codes.length === 1 && !denied ? codes[0] : undefined;
}
