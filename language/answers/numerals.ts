/** Numbers as people write them in a chat: 7, 6.8, 七, 三十六度八, 十二, 一百二十. */

const digits: Readonly<Record<string, number>> = { 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

export const numeral = '[零〇一二两三四五六七八九十百千]';

/** 一百二十 and, as people say it, 一百二 → 120; 一百零二 → 102; 三六 → undefined; up to 9999. */
export function chineseNumber(words: string): number | undefined {
  if (words === '' || words.length > 9) return undefined;
  if ([...words].length === 1 && words in digits) return digits[words];
  let total = 0;
  let open: number | undefined;
  let below = Infinity;
  let zero = false;
  for (const character of words) {
    const digit = digits[character];
    const unit = units[character];
    if (digit !== undefined) {
      if (open !== undefined && open !== 0) return undefined;
      open = digit;
      zero ||= digit === 0;
    } else if (unit === undefined || unit >= below) return undefined;
    else {
      total += (open ?? (unit === 10 && total === 0 ? 1 : NaN)) * unit;
      below = unit;
      open = undefined;
      zero = false;
    }
  }
  if (below === Infinity) return undefined;
  if (Number.isNaN(total)) return undefined;
  // 一百三 is 130: what follows a hundred without a zero between is tens.
  return total + (open ?? 0) * (below > 10 && !zero ? below / 10 : 1);
}

/** The fraction after 点 or 度, digit by digit: 八五 → .85. */
export function chineseFraction(words: string): number | undefined {
  const all = [...words].map((character) => (/\d/.test(character) ? Number(character) : digits[character]));
  return all.length > 0 && all.every((digit) => digit !== undefined) ? Number(`0.${all.join('')}`) : undefined;
}

const english = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** 7, 6.8, 七, 六点八, seven; nothing else may stand beside it. */
export function asNumber(words: string): number | undefined {
  if (/^[+-]?\d{1,6}(\.\d{1,4})?$/.test(words)) return Number(words);
  const spoken = english.indexOf(words);
  if (spoken >= 0) return spoken;
  const [whole = '', fraction, more] = words.split('点');
  const number = chineseNumber(whole);
  if (number === undefined || more !== undefined) return undefined;
  if (fraction === undefined) return number;
  const part = chineseFraction(fraction);
  return part === undefined ? undefined : Number((number + part).toFixed(4));
}
