/** What patients really write, and what a careful nurse would take it for. `none` is asked again; nothing is guessed. */
import { describe, expect, it } from 'vitest';
import type { Question } from '../../../engine/plan.ts';
import { triage } from '../../../language/answers/triage.ts';
import { understand } from '../../../language/answers/understand.ts';

const today = '2026-03-10';
const alarmWords = ['胸痛', '出血', '止不住', '呼吸困难', '喘不上气', '晕倒', '不想活'];

type Asked = Pick<Question, 'type' | 'min' | 'max' | 'unit'> & { label: string; options?: Record<string, string> };
const questions = {
  pain: { label: '今天伤口疼吗', type: 'number', min: 0, max: 10 },
  temperature: { label: '体温', type: 'number', min: 34, max: 43, unit: '℃' },
  glucose: { label: '空腹血糖', type: 'number', min: 1, max: 40, unit: 'mmol/L' },
  systolic: { label: '收缩压（高压）', type: 'number', min: 50, max: 260, unit: 'mmHg' },
  diastolic: { label: '低压', type: 'number', min: 30, max: 160, unit: 'mmHg' },
  weight: { label: '体重', type: 'number', min: 20, max: 250, unit: 'kg' },
  inr: { label: 'INR', type: 'number', min: 0.5, max: 10 },
  flow: { label: '峰流速', type: 'number', min: 50, max: 800, unit: 'L/min' },
  comes: { label: '您来吗？', type: 'yes_no' },
  solved: { label: '问题解决了吗？', type: 'yes_no' },
  breath: { label: '今天气喘吗？', type: 'yes_no' },
  medicine: { label: '今天按时吃药了吗？', type: 'yes_no' },
  feeling: { label: '感觉', type: 'choice', options: { better: '好些了', same: '差不多', worse: '更难受' } },
  eating: { label: '吃饭怎么样？', type: 'choice', options: { good: '好', fair: '一般', poor: '差' } },
  bleeding: { label: '敷料上的血', type: 'choice', options: { nothing: '没有', little: '少量', lots: '很多' } },
  date: { label: '哪天来拆线', type: 'date' },
} satisfies Record<string, Asked>;

function said(name: keyof typeof questions, words: string): unknown {
  const { label, options = {}, ...rest }: Asked = questions[name];
  const inWords = (text: string) => ({ kind: 'words' as const, in: { 'zh-CN': [text] } });
  const codes = Object.entries(options);
  const question: Question = {
    ...rest,
    name: 'q',
    label: inWords(label),
    ...(codes.length > 0 && { options: codes.map(([code, text]) => ({ code, label: inWords(text) })) }),
  };
  const shown = codes.map(([code, text]) => ({ code, labels: [text] }));
  const understood = understand(question, words, { labels: [label], options: shown, today });
  return 'answers' in understood ? understood.answers.q : none;
}
const none = 'none';

describe('what patients reply', () => {
  it.each<[keyof typeof questions, string, unknown]>([
    ['pain', '7', 7], ['pain', '７分', 7], ['pain', '还行 大概3', 3], ['pain', '比昨天好一点，3分', 3], ['pain', '比昨天好2分', none], ['pain', '有点疼，4分', 4],
    ['pain', '有点疼 2', 2], ['pain', '今天好多了 1', 1], ['pain', '疼得厉害 9', 9], ['pain', '0分 谢谢护士', 0], ['pain', '没感觉了 0', 0], ['pain', '不疼 0', 0],
    ['pain', '不疼了', 0], ['pain', '完全不疼', 0], ['pain', '没疼', 0], ['pain', 'no pain', 0], ['pain', '满分10分我打6分', 6], ['pain', '5/10', 5], ['pain', '4 out of 10', 4],
    ['pain', 'I would say 4', 4], ['pain', 'five', 5], ['pain', 'much better, 2', 2], ['pain', '呃 那个 5', 5], ['pain', '回3', 3], ['pain', '3 分 不严重', 3],
    ['pain', '不怎么疼了', none], ['pain', '不太疼', none], ['pain', '基本不疼', none], ['pain', '还是疼', none], ['pain', '三四分', none], ['pain', '3、4分', none],
    ['pain', '1分都没有', none], ['pain', '7分，能吃止痛药吗', none], ['pain', '不疼，就是有点痒', none], ['pain', '不疼是假的', none], ['pain', '静止时2 走路5', none],
    ['pain', '没有', none], ['pain', '嗯', none], ['pain', '好的', none], ['pain', '收到', none], ['pain', '不知道', none], ['pain', '😊', none], ['pain', '7 7', none], ['pain', '武分', none],
    ['pain', '疼 止不住', none], ['pain', '3 伤口裂开了', none], ['pain', '2天没睡', none],
    ['temperature', '36度8', 36.8], ['temperature', '36°8', 36.8], ['temperature', '36。5', 36.5], ['temperature', '38度半', 38.5], ['temperature', '三十六度五', 36.5],
    ['temperature', '三十八度', 38], ['temperature', '36.8度，不烧', 36.8], ['temperature', '腋下36.7', 36.7], ['temperature', '体温正常36.6', 36.6], ['temperature', '烧到39度2', 39.2],
    ['temperature', '发烧38.6', 38.6], ['temperature', '有点低烧37.6', 37.6], ['temperature', '正常', none], ['temperature', '没烧', none], ['temperature', '368', none],
    ['temperature', '早上36.5晚上37.8', none], ['temperature', '98.6F', none], ['temperature', '36.5到36.8', none],
    ['glucose', '六点八', 6.8], ['glucose', '7.2 早上空腹', 7.2], ['glucose', '血糖7.9mmol/L', 7.9], ['glucose', '15.6有点高', 15.6], ['glucose', '血糖 6点5', 6.5], ['glucose', '十二点五', 12.5],
    ['glucose', '餐后 11.2', none], ['glucose', '空腹 6.5 餐后 9.1', none], ['glucose', '血压130/80', none], ['glucose', '6.8，正常吗', none], ['glucose', '3.1 头晕', none], ['glucose', '忘记测了', none],
    ['systolic', '高压130', 130], ['systolic', '130/80', 130], ['systolic', '血压130/80', 130], ['systolic', '高压130低压80', 130], ['diastolic', '130/80', 80], ['systolic', '80/130', none],
    ['systolic', '一百三', 130], ['systolic', '一百三十五', 135], ['systolic', '一百零五', 105], ['systolic', '血压正常', none], ['flow', '三百五', 350],
    ['weight', '72.3千克 早上空腹', 72.3], ['weight', '六十五公斤', 65], ['weight', '130斤', none], ['weight', '比昨天重了2公斤', none], ['weight', '胖了30', none], ['weight', '瘦了3公斤', none],
    ['inr', 'INR 2.3', 2.3], ['inr', '2.3 医生说正常', none],
    ['comes', '来不了', 'no'], ['comes', '不好意思来不了', 'no'], ['comes', '有事来不了', 'no'], ['comes', '去不了了', 'no'], ['comes', '不能来', 'no'], ['comes', '不来了，谢谢', 'no'],
    ['comes', '不不不', 'no'], ['comes', "can't", 'no'], ['comes', 'no thanks', 'no'], ['comes', 'n', 'no'], ['comes', '好的', 'yes'], ['comes', '好好好', 'yes'], ['comes', '好的好的，谢谢护士', 'yes'],
    ['comes', '谢谢，我来', 'yes'], ['comes', '来的 谢谢', 'yes'], ['comes', '一定来', 'yes'], ['comes', '准时到', 'yes'], ['comes', 'OK👌', 'yes'], ['comes', "I'll be there", 'yes'], ['comes', 'yes please', 'yes'],
    ['comes', '没时间', none], ['comes', '不一定', none], ['comes', '可能来', none], ['comes', '收到', none], ['comes', '🙏', none], ['comes', '好的，几点？', none], ['comes', 'maybe', none],
    ['solved', '解决了', 'yes'], ['solved', '没完全解决', 'no'], ['solved', '解决了一半', none], ['solved', '哪里解决了', none], ['solved', '问题', none],
    ['breath', '喘', 'yes'], ['breath', '有点喘', 'yes'], ['breath', '不喘', 'no'], ['breath', '没有', 'no'], ['breath', '不气喘了', 'no'],
    ['breath', '好的', none], ['breath', '不好', none], ['breath', '没问题', none], ['breath', '👍', none], ['breath', '没事', none], ['breath', 'ok', none],
    ['medicine', '吃了', 'yes'], ['medicine', '按时吃了', 'yes'], ['medicine', '没吃', 'no'], ['medicine', '忘了', 'no'], ['medicine', '吃了一半', none], ['medicine', '早上的吃了晚上的没吃', none], ['medicine', '停药了', none],
    ['feeling', '跟昨天差不多', 'same'], ['feeling', '没有好些', none], ['feeling', '越来越差', none], ['feeling', '好些了，就是晚上更难受', none],
    ['eating', '挺好', 'good'], ['eating', '好的', none], ['eating', '不差', none], ['eating', '没胃口', none], ['eating', '③', 'poor'],
    ['bleeding', '无', 'nothing'], ['bleeding', '没有很多', none],
    ['date', '15号', '2026-03-15'], ['date', '3月15', '2026-03-15'], ['date', '三月十五', '2026-03-15'], ['date', '下周一', '2026-03-16'], ['date', '这周五', '2026-03-13'], ['date', '明天下午', '2026-03-11'],
    ['date', 'March 15', '2026-03-15'], ['date', '周五', none], ['date', '明天来不了', none], ['date', '下周一不行', none], ['date', '明天行吗', none], ['date', '三十二号', none],
  ])('%s: %o → %o', (name, words, value) => {
    expect(said(name, words)).toBe(value);
  }); // prettier-ignore
});

describe("trap 7: an emergency in the patient's own words", () => {
  it.each([
    '胸口疼', '胸口闷得慌', '心口疼', '胸 痛', '胸疼', 'I have chest pain', '喘不过气', '喘不上来气', '上不来气', '气都喘不上来', '呼吸很困难', '呼吸有点困难', "can't breathe",
    '晕过去了', '昏倒', '流血了', '血流不止', '伤口一直流血', '出了好多血', '大便带血', '吐血', '伤口渗血', '血还止不住', '没止住', '想死', '活着没意思', '救命', '快叫救护车',
    '没吃药出血了', '没想到出血了', '没事就是有点出血', '没说不出血', '没有出血吗', '不疼，胸口疼', '退订 胸口疼', '别打电话 流血了',
  ])('%o: alarm', (words) => {
    expect(triage(words, alarmWords)).toBe('alarm');
  }); // prettier-ignore

  it.each([
    '没有胸痛', '胸不痛', '胸口不疼了', '没有胸口疼', '没有流血', '无胸痛、无呼吸困难', '没有再出血了', "I don't have chest pain", '来抽血了', '血压高', '血糖6.8', '想死你们了', '呼吸顺畅', '献血可以吗', 'blood test when',
  ])('%o: none', (words) => {
    expect(triage(words, alarmWords)).toBe('other');
  }); // prettier-ignore

  it('only for what the hospital lists', () => {
    expect(triage('胸口疼', ['出血'])).toBe('other');
  });

  it('however long the message', () => {
    const started = performance.now();
    for (const words of ['胸很', '没出血', '血不停', '流了', "don't have ", '呼吸', '喘不']) triage(words.repeat(30_000), alarmWords);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

it.each([['退订', 'stop'], ['n', 'other'], ['别打电话', 'other'], ['想和护士通话', 'wants_call'], ['让医生打过来', 'wants_call']])('%o is %s', (words, is) => {
  expect(triage(words, alarmWords)).toBe(is);
}); // prettier-ignore
