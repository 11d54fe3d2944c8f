/** How values look in a text, in Chinese and English. Other languages get the English form. */
import type { Value } from '../../engine/chart.ts';
import { dayOfDate, hasTime, momentOf } from '../../engine/calendar/date-value.ts';
import { dayParts, weekdayOf } from '../../engine/calendar/day.ts';
import { clockIn } from '../../engine/calendar/zone.ts';
import type { Language } from '../../engine/plan.ts';
import { isDate } from '../conditions/compare-values.ts';
import type { FilterName } from './holes.ts';

const isChinese = (language: Language): boolean => /^zh\b/i.test(language);

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const weekdayNames: Readonly<Record<string, { en: string; zh: string }>> = {
  Mon: { en: 'Monday', zh: '周一' },
  Tue: { en: 'Tuesday', zh: '周二' },
  Wed: { en: 'Wednesday', zh: '周三' },
  Thu: { en: 'Thursday', zh: '周四' },
  Fri: { en: 'Friday', zh: '周五' },
  Sat: { en: 'Saturday', zh: '周六' },
  Sun: { en: 'Sunday', zh: '周日' },
};

/** 3月5日, 5 March */
function dateWords(value: string, language: Language, zone: string): string {
  const { month, day } = dayParts(dayOfDate(value, zone));
  return isChinese(language) ? `${month}月${day}日` : `${day} ${months[month - 1]}`;
}

/** 下午3点, 下午3点半, 下午3点05分; 3 pm, 3:05 pm. A day without a time has none. */
function timeWords(value: string, language: Language, zone: string): string | undefined {
  if (!hasTime(value)) return undefined;
  const clock = clockIn(momentOf(value, zone), zone);
  const [hour, minute] = [Number(clock.slice(0, 2)), Number(clock.slice(3, 5))];
  return isChinese(language) ? chineseTime(hour, minute, clock) : englishTime(hour, minute, clock);
}

function chineseTime(hour: number, minute: number, clock: string): string {
  const part = hour < 6 ? '凌晨' : hour < 12 ? '上午' : hour < 13 ? '中午' : hour < 18 ? '下午' : '晚上';
  const minutes = minute === 0 ? '' : minute === 30 ? '半' : `${clock.slice(3, 5)}分`;
  return `${part}${hour > 12 ? hour - 12 : hour}点${minutes}`;
}

/** "12 pm" is read both ways. */
function englishTime(hour: number, minute: number, clock: string): string {
  if (minute === 0 && hour % 12 === 0) return hour === 0 ? 'midnight' : '12 noon';
  const minutes = minute === 0 ? '' : `:${clock.slice(3, 5)}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${minutes} ${hour < 12 ? 'am' : 'pm'}`;
}

/** 1,234.5: at most two decimals. */
function grouped(value: number): string {
  const [whole = '', decimals] = String(Math.round((Math.abs(value) + Number.EPSILON) * 100) / 100).split('.');
  return `${value < 0 ? '-' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${decimals === undefined ? '' : `.${decimals}`}`;
}

/** The value through one filter, or undefined if it cannot be shown so. `zone`: the hospital's, where appointments and visits are. */
export function filtered(value: Value, filter: Exclude<FilterName, 'default'>, language: Language, zone: string): Value | undefined {
  if (filter === 'number') return typeof value === 'number' ? grouped(value) : undefined;
  if (!isDate(value)) return undefined;
  if (filter === 'date') return dateWords(value, language, zone);
  if (filter === 'time') return timeWords(value, language, zone);
  const weekday = weekdayNames[weekdayOf(dayOfDate(value, zone))];
  return isChinese(language) ? weekday?.zh : weekday?.en;
}

/** Plain words for a value without filter; undefined for what has none. Control characters of other systems are left out. */
export function plainWords(value: Value, language: Language): string | undefined {
  if (typeof value === 'string') return value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
  if (typeof value === 'number') return Number.isFinite(value) ? String(Number(value.toPrecision(12))) : undefined;
  if (typeof value === 'boolean') return isChinese(language) ? (value ? '是' : '否') : value ? 'yes' : 'no';
  if (value === null) return undefined;
  if (Array.isArray(value)) return listWords(value, language);
  return typeof value.name === 'string' ? value.name : undefined;
}

function listWords(values: Value[], language: Language): string | undefined {
  const words = values.map((value) => plainWords(value, language));
  return words.every((one) => one !== undefined) ? words.join(isChinese(language) ? '、' : ', ') : undefined;
}
