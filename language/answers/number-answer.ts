/** A number counts as the answer only if the message is essentially that number: "3天没大便" says something else than 3 (language.md 9). */
import { asNumber, numeral } from './numerals.ts';

/** Words around a number that add nothing. */
const harmless = [
  '大概', '大约', '差不多', '左右', '上下', '应该', '可能', '估计', '约', '是', '就', '吧', '呢', '啊', '哦', '噢', '嗯', '呃', '那个', '哈', '呀', '了', '的', '有', '我', '打', '给', '选', '回复', '回', '答',
  '满分10分', '满分十分', '今天', '今早', '早上', '早晨', '上午', '中午', '下午', '晚上', '现在', '刚才', '刚', '量的', '量', '测的', '测', '空腹', '腋下', '医生', '护士', '您好', '你好', '谢谢', '也', '还', '这次', '一共', '总共',
  '有点高', '有点低', '偏高', '偏低', '体温', '血糖', '血压', '体重', '心率', 'about', 'around', 'approximately', 'roughly', 'maybe', 'i think', 'i would say', "i'd say", 'it is', "it's", 'its', 'my', 'is', 'today', 'now', 'a',
  'thanks', 'thank you', 'please', 'out of 10', '/10', '/ 10',
]; // prettier-ignore

/** Beside the number, between commas or blanks: how it feels, and nothing that needs a person. */
const besides =
  /^(?:(?:比|跟|和)(?:昨天|前天|之前|前几天|上次|刚才))?(?:今天|现在|已经|感觉|还是|还|都|就是|有点|有一点|稍微|一点|一点都|一点也)?(?:还行|还好|还可以|可以|一般|好多了|好一点|好一些|好点|好些|轻多了|轻一点|差不多|没变化|正常|不严重|不厉害|不高|不低|不发烧|不烧|没发烧|没烧|低烧|发烧|高|低|偏高|偏低|疼|痛|很疼|很痛|疼得厉害|痛得厉害|疼死了|不疼|不痛|没感觉|没什么感觉|much|better|worse|the same|it hurts|no fever|fine|ok)(?:了|的|吧)*$/;

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
  const value = pressure(plain, question) ?? alone(plain, question) ?? besidesWords(plain, question);
  if (value === undefined || value < (question.min ?? -Infinity) || value > (question.max ?? Infinity)) return undefined;
  return value;
}

function alone(plain: string, question: NumberQuestion): number | undefined {
  const rest = withoutHarmless(plain, question);
  return painless(rest, question) ?? asNumber(rest);
}

/** 还行，大概3: what is said beside the number is left out, if it is only how it feels. */
function besidesWords(plain: string, question: NumberQuestion): number | undefined {
  const parts = plain
    .replace(/(\d)[。．](\d)/g, '$1.$2')
    .split(/[\s,;!~。，、；！～:：…]+/)
    .filter((part) => part !== '');
  const others = parts.filter((part) => !besides.test(part));
  return others.length > 0 && others.length < parts.length ? alone(others.join(' '), question) : undefined;
}

/** 130/80 answers 高压 with 130 and 低压 with 80. */
function pressure(plain: string, { labels }: NumberQuestion): number | undefined {
  const both = /^(?:血压)?\s*(?:高压|收缩压)?\s*(\d{2,3})\s*(?:[/\\,，]|\s|低压|舒张压)+\s*(\d{2,3})\s*(?:mmhg)?$/.exec(plain);
  if (!both || Number(both[1]) <= Number(both[2])) return undefined;
  const high = labels.some((label) => /高压|收缩压|上压|systolic/i.test(label));
  const low = labels.some((label) => /低压|舒张压|下压|diastolic/i.test(label));
  return high === low ? undefined : Number(high ? both[1] : both[2]);
}

const isPain = (labels: readonly string[]): boolean => labels.some((label) => /疼|痛|pain|hurt/i.test(label));

/** 不疼 is 0 where a question about pain begins at 0; 不怎么疼 is not. */
function painless(rest: string, { min, labels }: NumberQuestion): number | undefined {
  if (min !== 0 || !isPain(labels)) return undefined;
  return /^(完全|根本|已经)?(一点)?(儿)?(都|也)?(不|没)(疼|痛)$|^nopain$|^no$/.test(rest) ? 0 : undefined;
}

function withoutHarmless(plain: string, question: NumberQuestion): string {
  // 38。2 is 38.2 on a phone's Chinese keyboard.
  let rest = plain
    .replace(/(\d)[。．](\d)/g, '$1.$2')
    .replace(/[\s,;!~。，、；！～:：…()（）]+/g, ' ')
    .trim();
  const unit = question.unit?.normalize('NFKC').toLowerCase();
  const units = unit === undefined ? scoreWords : (unitWords[unit] ?? unitWords[question.unit ?? ''] ?? [unit]);
  const pain = isPain(question.labels);
  if (pain && /不|没/.test(rest) && !/\d/.test(rest)) return rest.replace(/[我伤口了吧的啊今天现在 ]/g, '');
  const warm = unit === '°c' ? ['烧到', '有点低烧', '低烧', '发烧', '正常'] : [];
  const words = [...labelWords(question), ...harmless, ...warm, ...(pain ? ['有点疼', '疼', '痛'] : [])].sort(
    (a, b) => b.length - a.length,
  );
  rest = withoutVerb(joinDegrees(rest), question.labels);
  for (const word of words) rest = removeWord(rest, word);
  for (const word of [...units].sort((a, b) => b.length - a.length)) rest = removeUnit(rest, word);
  return rest.replace(/ /g, '');
}

/** 走了420米 to 走多少米: the question's own verb. */
function withoutVerb(words: string, labels: readonly string[]): string {
  const verb = /^(?:我)?(\p{Script=Han})了 ?(?=\d)/u.exec(words);
  return verb && labels.some((label) => label.includes(`${verb[1]!}多少`) || label.includes(`${verb[1]!}了多少`))
    ? words.slice(verb[0].length)
    : words;
}

/** 收缩压（高压） is repeated as a whole or by either of its names. */
const labelWords = ({ labels }: NumberQuestion): string[] =>
  labels
    .map((label) => label.normalize('NFKC').toLowerCase())
    .flatMap((label) => [label.replace(/[^\p{L}\p{N}]+/gu, ''), ...label.split(/[^\p{L}\p{N}]+/u)])
    .filter((label) => label.length > 0 && label.length < 12 && !/\d/.test(label));

/** 36度8 and 三十六度八 are 36.8; 38度半 is 38.5. */
const joinDegrees = (words: string): string =>
  words
    .replace(new RegExp(`(\\d|${numeral})[度°]半$`), (_, whole: string) => (/\d/.test(whole) ? `${whole}.5` : `${whole}点五`))
    .replace(new RegExp(`(\\d|${numeral})[度°](\\d|[零一二三四五六七八九])(?=度?$)`), '$1点$2')
    .replace(/(\d)点(\d)/g, '$1.$2');

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
