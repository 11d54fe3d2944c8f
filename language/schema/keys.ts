/** Every key of the language by its Chinese name, and the place it belongs to: for keys that stand in the wrong language or the wrong block. */

/** From the 中文 columns of language.md, and what authors write beside them. */
export const chineseKeys: Readonly<Record<string, string>> = {
  编号: 'sop', 名称: 'title', 标题: 'title', 引用: 'use', 参数: 'settings', 设置: 'settings', 进入: 'start', 开始: 'start', 日期: 'dates', 联系规则: 'contact', 联系: 'contact',
  人员: 'people', 停止与暂停: 'stop', 停止: 'stop', 名词: 'facts', 问题组: 'forms', 步骤: 'steps', 数据: 'measures', 指标: 'measures',
  第几天: 'day', 天: 'day', 每隔: 'every', 当发生: 'when', '当…发生': 'when', 事件: 'when', 之后: 'after', 之前: 'before', 几点: 'at', 时间: 'at', 遇假日: 'shift', 起: 'starts', 止: 'ends',
  调整频率: 'pace', 如果: 'if', 条件: 'if', 做什么: 'task', 问什么: 'ask', 提问: 'ask', 等多久: 'wait', 等待: 'wait', 期限: 'due', 提醒: 'remind', 逐级上报: 'escalate', 上报: 'escalate',
  提前有效: 'early', 最多晚多久: 'late', 错过了: 'missed', 然后: 'then', 卡片: 'card',
  消息: 'message', 电话: 'call', 任务: 'task', 问卷: 'survey', 礼物: 'gift', 预约: 'appointment', 等待发生: 'expect', 奖励: 'reward', '转入 SOP': 'enroll', 转入: 'enroll',
  通知系统: 'tell_system', 记录: 'record', 再来一遍: 'repeat', 定期筛选: 'every', 一次: 'once', 从哪些患者里: 'among', 再次进入: 'again', 间隔: 'gap', 每天最多: 'at_most', 优先: 'highest',
  '不与…同时': 'not_with', 取代: 'replaces', 联系时间: 'hours', 联系日: 'days', 渠道: 'via', 渠道例外: 'via_if', 目的: 'purpose', 上限: 'at_most', 合并: 'merge', 工作日历: 'calendar', 时区: 'time_zone',
  语言: 'languages', 红旗词: 'alarm_words', 对话时暂缓: 'hold_while_talking', 联系不上找谁: 'no_way', 电话尝试: 'tries', 数什么: 'each', 分母: 'of', 分子: 'count', 平均: 'average', 个数: 'number',
  第几天算: 'clock', 周期: 'over', 目标: 'target', 原因: 'reasons', 分组: 'split_by', 负责人: 'by', 谁做: 'by', 话术: 'script', 文字: 'text', 紧急: 'urgent', 附件: 'attach', 问题: 'label', 类型: 'type', 选项: 'options',
  最小: 'min', 最大: 'max', 单位: 'unit', 小组: 'team', 上级: 'above', 个人: 'person', 测试: 'tests', 患者: 'patients', 用例: 'cases',
}; // prettier-ignore

type Words = { en: string; zh: string };
const inside = (key: string, zh = `“${key}”里`): Words => ({ en: `inside “${key}”`, zh });
const step: Words = { en: 'in the step, beside its kind', zh: '步骤这一层，和做什么并列' };
const top: Words = { en: 'at the left edge of the file', zh: '文件最外层' };
const start = inside('start');
const contact = inside('contact');
const measure = inside('measures', '“measures”的一项里');

/** Where a key belongs. A key of several places is said where it most often stands. */
export const homes: Readonly<Record<string, Words>> = {
  ...at(top, 'sop use settings start dates contact people stop facts forms steps measures'),
  ...at(step, 'id card day every when after before at shift starts ends pace if ask wait due remind escalate early late missed then'),
  ...at(step, 'message call task survey gift appointment expect reward enroll tell_system record repeat'),
  ...at(inside('task'), 'by script attach approve_by close_when urgent'),
  ...at(inside('message'), 'to via text text_from variants copy unread private alone'),
  ...at(inside('call'), 'ring say tries'),
  ...at(inside('survey'), 'anonymous'),
  ...at(inside('gift'), 'item budget enclose check_address'),
  ...at(inside('appointment'), 'clinic doctor between do'),
  ...at(inside('reward'), 'points grant how_many'),
  ...at(inside('enroll'), 'because'),
  ...at(inside('tell_system'), 'system event data'),
  ...at(inside('record'), 'tag untag list note'),
  ...at(inside('repeat'), 'step one_level_up'),
  ...at(start, 'once among again gap highest not_with replaces'),
  ...at(contact, 'hours days via_if purpose merge calendar time_zone languages alarm_words hold_while_talking no_way at_most'),
  ...at(measure, 'each of count average nps number clock over target reasons split_by'),
  ...at(inside('ask'), 'label type options min max unit dimension optional'),
  ...at(inside('people'), 'person team above'),
  ...at(inside('stop'), 'until meanwhile last'),
};

function at(words: Words, keys: string): Record<string, Words> {
  return Object.fromEntries(keys.split(' ').map((key) => [key, words]));
}
