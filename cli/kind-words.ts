import type { Kind } from '../engine/plan.ts';
import type { Language } from '../language/diagnostics/message.ts';

const chinese: Record<Kind, string> = {
  message: '消息',
  call: '电话',
  task: '任务',
  survey: '问卷',
  gift: '礼物',
  appointment: '预约',
  expect: '等待',
  reward: '奖励',
  enroll: '转入',
  tell_system: '通知系统',
  record: '记录',
  repeat: '再来一遍',
};

/** What a step does, as language.md 5 calls it. */
export function kindWords(kind: string, language: Language): string {
  return language === 'zh' && Object.hasOwn(chinese, kind) ? chinese[kind as Kind] : kind.replace('_', ' ');
}
