/** Words, moments and values that many requests and answers are made of. */
import { z } from 'zod';
import { isDay } from '../../engine/calendar/day.ts';
import { isZone } from '../../engine/calendar/zone.ts';
import { rule } from '../http/field-errors.ts';
import { isStorable } from '../http/json-body.ts';

/** Short text on one line: names, numbers, ids of other systems. */
export const line = (most = 200) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine(
      (text) => isStorable(text) && !/[\n\r\t]/.test(text) && text.trim() !== '',
      rule('bad-characters', 'One line of text.', '只能是一行文字。'),
    );
/** Text of several lines. */
export const words = (most = 5000) =>
  z
    .string()
    .max(most)
    .refine(isStorable, rule('bad-characters', 'Text without control characters.', '不能有控制字符。'));

/** The name of a step, date, answer or field: small letters, digits, `_`. */
export const name = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'A name: small letters, digits, _.');
export const sopName = z
  .string()
  .max(200)
  .regex(/^[a-z0-9-]+(\/[a-z0-9-]+)+$/, 'department/name')
  .meta({ example: 'cardiology/pci-discharge' });

/** Of the sender; `/` and `~` belong to our own keys. */
export const foreignId = z.string().regex(/^[\w.:@+=-]{1,200}$/, 'Letters, digits and . : @ + = _ -');

const momentForm = /^((?:19|20|21)\d\d-\d\d-\d\d)[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)?$/i;
export const isMomentText = (text: string): boolean => {
  const [, day] = momentForm.exec(text) ?? [];
  return day !== undefined && isDay(day);
};
export const isDayText = (text: string): boolean => /^(19|20|21)\d\d-/.test(text) && isDay(text);

const momentRule = rule(
  'bad-moment',
  'A moment: 2026-03-11T11:00:00+08:00; without an offset, on the hospital’s clock.',
  '时刻，如 2026-03-11T11:00:00+08:00；不写时区就是医院当地时间。',
);
/** A moment in ISO 8601. Without an offset it is what the hospital's clock shows. */
export const moment = z
  .string()
  .refine(isMomentText, momentRule)
  .meta({ description: 'A moment in ISO 8601; without an offset, on the hospital’s clock.', example: '2026-03-11T11:00:00+08:00' });
export const day = z
  .string()
  .refine(isDayText, rule('bad-day', 'A day: 2026-03-11.', '日期，如 2026-03-11。'))
  .meta({ description: 'A calendar day.', example: '2026-03-11' });
/** A day or a moment, as `dates` hold. */
export const dateValue = z
  .string()
  .refine(
    (text) => isDayText(text) || isMomentText(text),
    rule('bad-date', 'A day or a moment: 2026-03-11, 2026-03-11T11:00:00+08:00.', '日期或时刻，如 2026-03-11、2026-03-11T11:00:00+08:00。'),
  )
  .meta({ description: 'A day, or a moment in ISO 8601; without an offset, on the hospital’s clock.', example: '2026-03-11' });
export const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'A time of day: 08:30.');
export const zone = z
  .string()
  .max(64)
  .refine(
    (text) => isZone(text) && !/^[+-]/.test(text),
    rule('bad-zone', 'An IANA time zone: Asia/Shanghai.', 'IANA 时区名，如 Asia/Shanghai。'),
  );
export const language = z.string().regex(/^[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'A language: zh-CN.');

const plain = z.union([z.string().max(5000), z.number(), z.boolean(), z.null()]);
/** What an answer or a field of an event can be. */
export const value = z.union([plain, z.array(plain).max(200), z.record(z.string().max(64), plain)]).meta({ id: 'Value' });
export const answers = z
  .record(name, value)
  .meta({ id: 'Answers', description: 'Answers by the names of their questions.', example: { score: 7 } });

// ── in answers ─────────────────────────────────────────────────────────────────────────────────
export const instant = z.iso.datetime().meta({ description: 'UTC.' });
/** A moment as programs and as people read it. */
export const shownMoment = z
  .object({ at: instant, local: z.string().meta({ example: '2026-11-25 09:00' }) })
  .meta({ id: 'Moment', description: 'UTC, and the clock of whoever it concerns.' });
export const bilingual = z.object({ en: z.string(), zh: z.string() }).meta({ id: 'Words' });
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    errors: z.array(z.object({ field: z.string(), code: z.string(), message: bilingual })).optional(),
  })
  .catchall(z.unknown())
  .meta({ id: 'Problem', description: 'RFC 9457.' });
export const next = z.string().optional().meta({ description: 'Ask again with `after` for the next page.' });
export const limit = (most: number) => z.coerce.number().int().min(1).max(most).optional();
/** `true`, `false` in an address. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
