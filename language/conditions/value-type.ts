/** What a value in a condition or text can be (language.md 8). One kind of number; choices carry their codes, so that a word that is no option is found. */
import type { Kind } from '../../engine/plan.ts';

/** A phrase in both languages, for what stands inside a message. */
export type Phrase = { en: string; zh: string };

export type ValueType =
  /** Between `min` and `max` where a question says so. */
  | { is: 'number'; min?: number; max?: number }
  | { is: 'text' }
  | { is: 'bool' }
  /** A point in time, a calendar day, or a date that may be either (`encounter.discharge_date`). */
  | { is: 'moment' | 'day' | 'time' }
  /** One of some words. `of` is the question or name they belong to; `outcomesOf`: they are outcomes of that kind. `yesNo`: "yes" and "no". */
  | { is: 'choice'; options: readonly string[]; of: string; outcomesOf?: Kind; yesNo?: boolean }
  | { is: 'list'; of: ValueType }
  /** Somebody: `name` and `phone`. */
  | { is: 'person' }
  /** An answer that is a picture: there or not. */
  | { is: 'photo' }
  /** `3 days` of settings: it is for times, conditions cannot use it. */
  | { is: 'span' }
  /** A thing with fields (`patient`, a step): not a value by itself. */
  | { is: 'object' }
  /** Could be anything: a required setting that nobody has given yet, a field of the hospital's own event. */
  | { is: 'any' };

export const number = (min?: number, max?: number): ValueType => ({
  is: 'number',
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
});
export const text: ValueType = { is: 'text' };
export const bool: ValueType = { is: 'bool' };
export const moment: ValueType = { is: 'moment' };
export const day: ValueType = { is: 'day' };
export const time: ValueType = { is: 'time' };
export const person: ValueType = { is: 'person' };
export const any: ValueType = { is: 'any' };
export const listOf = (of: ValueType): ValueType => ({ is: 'list', of });
export const choice = (options: readonly string[], of: string): ValueType => ({ is: 'choice', options, of });
export const yesNo = (of: string): ValueType => ({ is: 'choice', options: ['yes', 'no'], of, yesNo: true });

/** How a type is called in a message. */
export function typeName(type: ValueType): Phrase {
  switch (type.is) {
    case 'number':
      return { en: 'a number', zh: '数字' };
    case 'text':
      return { en: 'text', zh: '文字' };
    case 'bool':
      return { en: 'true or false', zh: '对错（true/false）' };
    case 'moment':
      return { en: 'a moment', zh: '时刻' };
    case 'day':
      return { en: 'a day', zh: '日期' };
    case 'time':
      return { en: 'a date', zh: '日期' };
    case 'choice':
      return type.yesNo ? { en: 'an answer "yes" or "no"', zh: '"yes" 或 "no" 的回答' } : { en: 'one of some words', zh: '选项' };
    case 'list':
      return { en: 'a list', zh: '列表' };
    case 'person':
      return { en: 'a person', zh: '人' };
    case 'photo':
      return { en: 'a photo', zh: '照片' };
    case 'span':
      return { en: 'a span of time', zh: '一段时间' };
    case 'object':
      return { en: 'a thing with fields', zh: '有多个字段的对象' };
    case 'any':
      return { en: 'anything', zh: '任意值' };
  }
}

export const isTime = (type: ValueType): boolean => type.is === 'moment' || type.is === 'day' || type.is === 'time';
/** Words: text or one of some words. */
export const isWords = (type: ValueType): boolean => type.is === 'text' || type.is === 'choice';

/** May `==` stand between them? Objects, spans and photos are compared with nothing. */
export function comparable(a: ValueType, b: ValueType): boolean {
  const values = [a, b];
  if (values.some((type) => type.is === 'object' || type.is === 'span' || type.is === 'photo' || type.is === 'list')) return false;
  if (values.some((type) => type.is === 'any')) return true;
  if (isTime(a) && isTime(b)) return true;
  // A person may be compared with a name: the HIS gives either.
  if (values.every((type) => isWords(type) || type.is === 'person')) return true;
  return a.is === b.is;
}

/** May `<` stand between them? */
export function ordered(a: ValueType, b: ValueType): boolean {
  const sortable = (type: ValueType) => type.is === 'number' || isTime(type) || type.is === 'any';
  return sortable(a) && sortable(b) && comparable(a, b);
}
