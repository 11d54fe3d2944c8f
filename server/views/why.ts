/** Why and why not, in words (language.md 11): how a touch ended, or what it waits for. */
import type { HeldBy } from '../../engine/chart.ts';
import { outcomeWords, reasonWords } from '../../engine/outcome-words.ts';
import type { Outcome, Reason } from '../../engine/plan.ts';
import type { Words } from '../http/problem.ts';

const heldWords: Record<HeldBy, Words> = {
  contact_hours: { en: 'waits for the contact hours', zh: '等联系时间' },
  cap: { en: 'waits, because there were enough contacts', zh: '联系次数已到上限，等一等' },
  talking: { en: 'waits, because somebody is talking with the patient', zh: '正有人和患者对话，等一等' },
  paused: { en: 'waits until the pause ends', zh: '随访暂停，等恢复' },
  carrier_down: { en: 'waits, because the carrier does not work', zh: '渠道暂时不可用，等一等' },
};

const ownWords = {
  waiting: { en: 'waits for an answer or for somebody to do it', zh: '等回答或等人做' },
  going: { en: 'is being sent', zh: '正在发送' },
  planned: { en: 'planned', zh: '已安排' },
  dateless: { en: 'waits for its date to be known', zh: '等日期确定' },
} satisfies Record<string, Words>;

export const whyReason = (reason: Reason): Words => reasonWords[reason];

/** “left out: the condition was not met”. */
export function whyEnded(outcome: Outcome, reason: Reason | null | undefined): Words {
  const said = outcomeWords[outcome];
  if (reason == null) return said;
  return { en: `${said.en}: ${reasonWords[reason].en}`, zh: `${said.zh}：${reasonWords[reason].zh}` };
}

export type Standing = {
  outcome: Outcome | null;
  reason: Reason | null;
  made: boolean;
  held: string | null;
  awaited: boolean;
  going?: boolean;
};

/** How a touch stands, ended or not. */
export function whyTouch({ outcome, reason, made, held, awaited, going = false }: Standing): Words {
  if (outcome) return whyEnded(outcome, reason);
  if (made) return ownWords.waiting;
  if (going) return ownWords.going;
  if (held && Object.hasOwn(heldWords, held)) return heldWords[held as HeldBy];
  return awaited ? ownWords.dateless : ownWords.planned;
}

const statusWords: Record<string, Words> = {
  active: { en: 'running', zh: '进行中' },
  paused: { en: 'paused', zh: '已暂停' },
  stopping: { en: 'stopped, urgent work is still open', zh: '已停止，还有紧急任务' },
  completed: { en: 'completed', zh: '已走完' },
  stopped: { en: 'stopped', zh: '已停止' },
};
export function whyStatus(status: string, reason: Reason | undefined): Words {
  const said = statusWords[status] ?? { en: status, zh: status };
  return reason === undefined ? said : { en: `${said.en}: ${reasonWords[reason].en}`, zh: `${said.zh}：${reasonWords[reason].zh}` };
}
