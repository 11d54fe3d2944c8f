import { weekdays } from '../../engine/plan.ts';
import type { Weekday } from '../../engine/plan.ts';

const chinese = '一二三四五六日';

export const isWeekday = (word: string): word is Weekday => (weekdays as readonly string[]).includes(word);

/** The day meant by `Wednesday`, `wed` or `周三`. */
export function weekdayMeant(word: string): Weekday | undefined {
  const day = /^(?:周|星期|礼拜)([一二三四五六日天])$/.exec(word)?.[1];
  if (day) return weekdays[day === '天' ? 6 : chinese.indexOf(day)];
  const short = word.slice(0, 3).toLowerCase();
  return /^[a-z]{3,9}$/i.test(word) ? weekdays.find((known) => known.toLowerCase() === short) : undefined;
}
