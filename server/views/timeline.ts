/** What happened to an enrollment that is not a touch, in words. */
import { clockIn, dayIn } from '../../engine/calendar/zone.ts';
import type { Reason } from '../../engine/plan.ts';
import type { Words } from '../http/problem.ts';
import { whyReason } from './why.ts';

type Data = Record<string, unknown>;

/** A line of the timeline; what is not known by name is shown by its name. */
export function timelineWords(what: string, data: Data, zone: string): Words {
  const when = (value: unknown): string => dateWords(value, zone);
  switch (what) {
    case 'started':
      return because({ en: 'The follow-up began', zh: '开始随访' }, data.because);
    case 'taken_over':
      return because({ en: 'Taken over in mid-course', zh: '中途接手' }, data.because);
    case 'date_moved':
      return dateMoved(String(data.date), when(data.from), when(data.to));
    case 'paused':
      return data.until === undefined
        ? { en: 'Paused', zh: '暂停' }
        : { en: `Paused until ${when(data.until)} at most`, zh: `暂停，最晚到 ${when(data.until)}` };
    case 'resumed':
      return { en: 'Goes on', zh: '继续' };
    case 'stopped':
      return data.ended === true ? { en: 'Ended', zh: '已结束' } : stopped(data.reason);
    case 'completed':
      return { en: 'Completed: nothing is left to do', zh: '走完了，没有要做的了' };
    case 'pace':
      return { en: 'The rhythm was changed', zh: '调整了频率' };
    default:
      return { en: what, zh: what };
  }
}

export const dateMoved = (date: string, from: string, to: string): Words => ({
  en: `${date}: ${from} → ${to}`,
  zh: `${date}：${from} → ${to}`,
});

/** A value of `dates` on the hospital's clock. */
export function dateWords(value: unknown, zone: string): string {
  if (typeof value !== 'string' || value === '') return '–';
  const at = value.length > 10 ? Date.parse(value) : NaN;
  return Number.isNaN(at) ? value : `${dayIn(at, zone)} ${clockIn(at, zone)}`;
}

function because(said: Words, reason: unknown): Words {
  return typeof reason === 'string' && reason !== '' ? { en: `${said.en}: ${reason}`, zh: `${said.zh}：${reason}` } : said;
}

function stopped(reason: unknown): Words {
  if (typeof reason !== 'string') return { en: 'Stopped', zh: '停止' };
  const why = whyReason(reason as Reason);
  return { en: `Stopped: ${why.en}`, zh: `停止：${why.zh}` };
}
