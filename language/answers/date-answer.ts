/** A day as people write it: 2026-03-09, 3月9日, 三月九号, 15号, 今天, 明天下午, 下周一, March 9. */
import { addDays, dayNumber, dayParts, isDay, weekdayIndex } from '../../engine/calendar/day.ts';
import type { Day } from '../../engine/plan.ts';
import { chineseNumber } from './numerals.ts';
import { core } from './plain-words.ts';

const near: Readonly<Record<string, number>> = {
  前天: -2,
  昨天: -1,
  今天: 0,
  明天: 1,
  后天: 2,
  大后天: 3,
  yesterday: -1,
  today: 0,
  tomorrow: 1,
};
const weeks: Readonly<Record<string, number>> = { 上: -7, 这: 0, 本: 0, 下: 7 };
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

export function understandDay(plain: string, today: Day): Day | undefined {
  const words = core(plain)
    .replace(/^(是|在|大概)+|[吧的了]+$/g, '')
    .replace(/(?<=.)(早上|上午|中午|下午|晚上)$/, '');
  if (Object.hasOwn(near, words)) return addDays(today, near[words]!);
  return dayOfWeek(words, today) ?? withMonth(digits(words), today);
}

/** 三月十五 → 3月15; only there, where numerals are months and days. */
const digits = (words: string): string =>
  /^[一二三四五六七八九十]+(月[一二三四五六七八九十]+[日号]?|[日号])$/.test(words)
    ? words.replace(/[一二三四五六七八九十]+/g, (numeral) => String(chineseNumber(numeral) ?? numeral))
    : words;

/** Weeks begin on Monday. 周五 alone could be last week's. */
function dayOfWeek(words: string, today: Day): Day | undefined {
  const found = /^(上|这|本|下)个?(?:周|星期|礼拜)([一二三四五六日天])$/.exec(words);
  if (!found) return undefined;
  const wanted = '一二三四五六日天'.indexOf(found[2]!) % 7;
  const now = weekdayIndex(dayNumber(today));
  return addDays(today, (found[2] === '天' ? 6 : wanted) - now + weeks[found[1]!]!);
}

function withMonth(words: string, today: Day): Day | undefined {
  const full = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(words);
  if (full) return day(full[1]!, full[2]!, full[3]!);
  const short = /^(\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(words);
  if (short) return nearestYear(short[1]!, short[2]!, today);
  const alone = /^(\d{1,2})[日号]$/.exec(words);
  if (alone) return nearestMonth(alone[1]!, today);
  const english = /^([a-z]{3})[a-z]* (\d{1,2})(?:st|nd|rd|th)?$/.exec(words) ?? /^(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3})[a-z]*$/.exec(words);
  if (!english) return undefined;
  const [month, date] = /^\d/.test(english[1]!) ? [english[2]!, english[1]!] : [english[1]!, english[2]!];
  const number = months.indexOf(month) + 1;
  return number === 0 ? undefined : nearestYear(String(number), date, today);
}

function day(year: string, month: string, date: string): Day | undefined {
  const written = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(written) ? written : undefined;
}

const nearest = (days: (Day | undefined)[], today: Day): Day | undefined => {
  const distance = (one: Day): number => Math.abs(Date.parse(one) - Date.parse(today));
  return days.filter((one) => one !== undefined).sort((a, b) => distance(a) - distance(b))[0];
};

/** Without a year it is the one nearest to today: in December, 1月5日 is next month. */
function nearestYear(month: string, date: string, today: Day): Day | undefined {
  const { year } = dayParts(today);
  return nearest(
    [year - 1, year, year + 1].map((one) => day(String(one), month, date)),
    today,
  );
}

/** Without a month too. */
function nearestMonth(date: string, today: Day): Day | undefined {
  const { year, month } = dayParts(today);
  const around = [-1, 0, 1].map((more) => year * 12 + month - 1 + more);
  return nearest(
    around.map((one) => day(String(Math.floor(one / 12)), String((one % 12) + 1), date)),
    today,
  );
}
