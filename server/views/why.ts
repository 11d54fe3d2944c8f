/** Why and why not, in the words of the ward (language.md 11): for every outcome and every reason. */
import type { HeldBy } from '../../engine/chart.ts';
import type { Outcome, Reason } from '../../engine/plan.ts';
import type { Words } from '../http/problem.ts';

const outcomeWords: Record<Outcome, Words> = {
  sent: { en: 'sent', zh: '已送达' },
  answered: { en: 'the patient answered', zh: '患者已回答' },
  not_answered: { en: 'no answer', zh: '没有回答' },
  rang: { en: 'the telephone rang', zh: '电话响过了' },
  reached: { en: 'reached by phone', zh: '电话打通了' },
  not_reached: { en: 'not reached', zh: '没有联系上' },
  refused: { en: 'refused', zh: '拒绝' },
  done: { en: 'done', zh: '已完成' },
  not_done: { en: 'not done', zh: '没有做' },
  closed: { en: 'no longer needed', zh: '不再需要' },
  received: { en: 'received', zh: '已收到' },
  not_received: { en: 'not received', zh: '没有收到' },
  booked: { en: 'booked', zh: '已预约' },
  moved: { en: 'moved to another time', zh: '已改约' },
  confirmed: { en: 'confirmed', zh: '已确认' },
  given_up: { en: 'given up', zh: '已放弃' },
  not_booked: { en: 'not booked', zh: '没有预约' },
  not_moved: { en: 'not moved', zh: '没有改约' },
  happened: { en: 'it happened', zh: '已发生' },
  not_happened: { en: 'it did not happen', zh: '没有发生' },
  granted: { en: 'granted', zh: '已发放' },
  not_granted: { en: 'not granted', zh: '没有发放' },
  started: { en: 'the other SOP was started', zh: '已转入另一个 SOP' },
  not_started: { en: 'the other SOP was not started', zh: '没有转入另一个 SOP' },
  accepted: { en: 'the other system has it', zh: '对方系统已接收' },
  recorded: { en: 'recorded', zh: '已记录' },
  repeated: { en: 'begun again', zh: '重新来一遍' },
  not_repeated: { en: 'not begun again', zh: '不再重来' },
  skipped: { en: 'left out', zh: '没有做' },
  expired: { en: 'left out, because it was too late', zh: '过了时间，没有做' },
  cancelled: { en: 'cancelled', zh: '已取消' },
  failed: { en: 'failed', zh: '没有成功' },
};

const reasonWords: Record<Reason, Words> = {
  by_channel: { en: 'by the channel', zh: '按渠道回执' },
  merged: { en: 'in one message with another', zh: '和另一条合并发出' },
  answer: { en: 'by an answer', zh: '有回答' },
  early: { en: 'an answer was there before the question', zh: '问之前已经有回答' },
  silence: { en: 'nothing came until the wait was over', zh: '等到最后也没有消息' },
  answered_late: { en: 'answered after the wait was over', zh: '过了时间才回答' },
  not_understood: { en: 'what was written could not be understood', zh: '回复没有看懂' },
  on_time: { en: 'in time', zh: '按时' },
  late: { en: 'late', zh: '晚了' },
  all_tries: { en: 'after all tries', zh: '都试过了' },
  wrong_number: { en: 'the number is wrong', zh: '号码不对' },
  by_patient: { en: 'by the patient', zh: '患者本人' },
  by_family: { en: 'by the family', zh: '家属' },
  approved: { en: 'approved by a second person', zh: '已复核' },
  nobody: { en: 'nobody did it', zh: '没有人做' },
  by_person: { en: 'by a member of staff', zh: '工作人员决定' },
  not_approved: { en: 'not approved', zh: '复核没有通过' },
  event: { en: 'something happened that ends it', zh: '发生了相应的事' },
  signed: { en: 'signed for', zh: '已签收' },
  returned: { en: 'it came back', zh: '被退回' },
  refused: { en: 'refused', zh: '拒收' },
  no_slot: { en: 'there was no free time', zh: '没有号源' },
  declined: { en: 'declined', zh: '不需要' },
  limit: { en: 'the limit was reached', zh: '达到上限' },
  not_eligible: { en: 'does not qualify', zh: '不符合条件' },
  already_in: { en: 'the patient is in it already', zh: '患者已经在里面' },
  gap: { en: 'too soon after the last time', zh: '离上次太近' },
  not_with: { en: 'not together with a SOP that is running', zh: '不能和正在进行的 SOP 同时' },
  if_false: { en: 'the condition was not met', zh: '条件不成立' },
  unknown: { en: 'what the condition asks was not known', zh: '条件需要的内容不知道' },
  no_date: { en: 'its date was never known', zh: '日期一直不知道' },
  at_most: { en: 'often enough', zh: '次数够了' },
  no_consent: { en: 'the patient has not agreed to this', zh: '患者没有同意' },
  opted_out: { en: 'the patient wants no messages', zh: '患者不愿再收消息' },
  control_group: { en: 'the patient is in the group that gets nothing', zh: '属于对照组' },
  same_day: { en: 'another one fell on the same day', zh: '同一天已经有一次' },
  no_base: { en: 'what it follows never happened', zh: '它要等的事没有发生' },
  contact_hours: { en: 'outside the contact hours', zh: '不在联系时间内' },
  cap: { en: 'enough contacts in that time already', zh: '联系次数已到上限' },
  talking: { en: 'somebody was talking with the patient', zh: '正有人和患者对话' },
  paused: { en: 'the follow-up was paused', zh: '随访暂停中' },
  outage: { en: 'the system was not running', zh: '系统当时没有运行' },
  stopped: { en: 'the follow-up was stopped', zh: '随访已停止' },
  patient_died: { en: 'the patient has died', zh: '患者已去世' },
  discharge_cancelled: { en: 'the discharge was taken back', zh: '出院已撤销' },
  patients_joined: { en: 'two records were one patient', zh: '两份病历合并' },
  restarted: { en: 'it began anew', zh: '重新开始了' },
  replaced: { en: 'something newer took its place', zh: '被新的取代' },
  step_removed: { en: 'the step is no longer in the SOP', zh: 'SOP 里已经没有这一步' },
  enrollment_ended: { en: 'the follow-up had ended', zh: '随访已经结束' },
  no_address: { en: 'no address to reach the patient', zh: '没有联系方式' },
  no_family: { en: 'no relative with consent', zh: '没有同意过的家属' },
  no_stock: { en: 'out of stock', zh: '没有库存' },
  bad_number: { en: 'the number does not exist', zh: '号码无效' },
  rejected: { en: 'the carrier refused it', zh: '渠道拒绝' },
  carrier_down: { en: 'the carrier did not work for too long', zh: '渠道长时间不可用' },
  system_refused: { en: 'the other system refused it', zh: '对方系统拒绝' },
  text_gap: { en: 'a word in the text was not known', zh: '文字里有内容不知道' },
  unknown_result: { en: 'nobody can say whether it went out; a person decides', zh: '不知道有没有发出，请人决定' },
};

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
  // Late is what the outcome says already.
  if (outcome === 'expired' && reason === 'late') return said;
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
