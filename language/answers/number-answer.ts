/** A number counts as the answer only if the message is essentially that number: "3天没大便" says something else than 3 (language.md 9). */
import { chineseFraction, chineseNumber, numeral } from './numerals.ts';

/** Words around a number that add nothing. */
const harmless = [
  '大概', '大约', '差不多', '左右', '上下', '应该', '可能', '估计', '约', '是', '就', '吧', '呢', '啊', '哦', '噢', '嗯', '哈', '呀', '了', '的', '有', '我', '打', '给', '选', '回复', '答',
  '今天', '今早', '早上', '早晨', '中午', '晚上', '现在', '刚才', '刚', '量的', '量', '测的', '测', '空腹', '医生', '护士', '您好', '你好', '谢谢', '也', '还', '这次', '一共', '总共',
  'about', 'around', 'approximately', 'roughly', 'maybe', 'i think', 'it is', "it's", 'its', 'my', 'is', 'today', 'now', 'a', 'thanks', 'thank you', 'please', 'out of 10', '/10', '/ 10',
]; // prettier-ignore

/** How people write a unit. Without a unit the number is a score or a count. */
const unitWords: Readonly<Record<string, readonly string[]>> = {
  '℃': ['度', '摄氏度', '°c', '℃', 'c', 'degrees'],
  'mmol/l': ['mmol/l', 'mmol', '毫摩尔每升', '毫摩尔', '毫摩'],
  mmhg: ['mmhg', '毫米汞柱'],
  kg: ['kg', '公斤', '千克', 'kgs', 'kilos'],
  cm: ['cm', '厘米', '公分'],
  '%': ['%', '百分之'],
  bpm: ['bpm', '次/分', '次每分', '次'],
  'l/min': ['l/min', '升/分'],
};
const scoreWords = ['个人', '分', '级', '点', '个', '人', '位', '次', 'points', 'point'];

/** What must be said about the question: its unit, and the words of its label, which people repeat (体温38.2). */
export type NumberQuestion = { min?: number; max?: number; unit?: string; labels: readonly string[] };

export function understandNumber(question: NumberQuestion, plain: string): number | undefined {
  if (plain.length > 40) return undefined;
  const rest = withoutHarmless(plain, question);
  const value = rest === undefined ? undefined : (painless(rest, question) ?? asNumber(rest));
  if (value === undefined || value < (question.min ?? -Infinity) || value > (question.max ?? Infinity)) return undefined;
  return value;
}

/** 不疼 is 0 where a question about pain begins at 0. */
function painless(rest: string, { min, labels }: NumberQuestion): number | undefined {
  const isPain = min === 0 && labels.some((label) => /疼|痛|pain/i.test(label));
  return isPain && /^(一点)?(都)?(不|没)(怎么)?(疼|痛)?$|^no$/.test(rest) && /疼|痛|no/.test(rest) ? 0 : undefined;
}

function withoutHarmless(plain: string, question: NumberQuestion): string | undefined {
  // 38。2 is 38.2 on a phone's Chinese keyboard.
  let rest = plain
    .replace(/(\d)[。．](\d)/g, '$1.$2')
    .replace(/[\s,;!~。，、；！～:：…()（）]+/g, ' ')
    .trim();
  const unit = question.unit?.normalize('NFKC').toLowerCase();
  const units = unit === undefined ? scoreWords : (unitWords[unit] ?? unitWords[question.unit ?? ''] ?? [unit]);
  const labels = question.labels
    .map((label) =>
      label
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ''),
    )
    .filter((label) => label.length > 0 && label.length < 12 && !/\d/.test(label));
  const isPain = question.labels.some((label) => /疼|痛/.test(label));
  if (isPain && /不|没/.test(rest) && !/\d/.test(rest)) return rest.replace(/[我伤口了吧的啊今天现在 ]/g, '');
  const words = [...labels, ...harmless, ...(isPain ? ['疼', '痛'] : [])].sort((a, b) => b.length - a.length);
  rest = joinDegrees(rest);
  for (const word of words) rest = removeWord(rest, word);
  for (const word of [...units].sort((a, b) => b.length - a.length)) rest = removeUnit(rest, word);
  return rest.replace(/ /g, '');
}

/** 36度8 and 三十六度八 are 36.8. */
const joinDegrees = (words: string): string =>
  words.replace(new RegExp(`(\\d|${numeral})度(\\d|[零一二三四五六七八九])$`), '$1点$2').replace(/(\d)点(\d)/g, '$1.$2');

/** Latin words only whole: the a of "about" is not the a before a number. */
function removeWord(rest: string, word: string): string {
  if (!/^[a-z' ]+$/.test(word)) return rest.split(word).join(' ');
  return rest.replace(new RegExp(`(?<![a-z'])${word.replace(/ /g, ' ?')}(?![a-z'])`, 'g'), ' ');
}

/** A unit stands after the number, once. */
function removeUnit(rest: string, unit: string): string {
  const at = rest.trimEnd();
  return at.endsWith(unit) && at.length > unit.length ? at.slice(0, -unit.length) : rest;
}

function asNumber(rest: string): number | undefined {
  if (/^[+-]?\d{1,6}(\.\d{1,4})?$/.test(rest)) return Number(rest);
  const [whole = '', fraction, more] = rest.split('点');
  const number = chineseNumber(whole);
  if (number === undefined || more !== undefined) return undefined;
  if (fraction === undefined) return number;
  const part = chineseFraction(fraction);
  return part === undefined ? undefined : Number((number + part).toFixed(4));
}
