/** A day as people write it: 2026-03-09, 3月9日, 9 March is not tried; 今天, 明天, 后天, 昨天. */
import { addDays, dayParts, isDay } from '../../engine/calendar/day.ts';
import type { Day } from '../../engine/plan.ts';
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

export function understandDay(plain: string, today: Day): Day | undefined {
  const words = core(plain).replace(/^(是|在|大概)+|[吧的了]+$/g, '');
  if (Object.hasOwn(near, words)) return addDays(today, near[words]!);
  const full = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(words);
  const short = /^(\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(words);
  if (full) return day(full[1]!, full[2]!, full[3]!);
  return short ? nearestYear(short[1]!, short[2]!, today) : undefined;
}

function day(year: string, month: string, date: string): Day | undefined {
  const written = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(written) ? written : undefined;
}

/** Without a year it is the one nearest to today: in December, 1月5日 is next month. */
function nearestYear(month: string, date: string, today: Day): Day | undefined {
  const { year } = dayParts(today);
  const days = [year - 1, year, year + 1].map((one) => day(String(one), month, date)).filter((one) => one !== undefined);
  const distance = (one: Day): number => Math.abs(Date.parse(one) - Date.parse(today));
  return days.sort((a, b) => distance(a) - distance(b))[0];
}
