import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../../../engine/chart.ts';
import type { Question } from '../../../engine/plan.ts';
import { photoWords, understand } from '../../../language/answers/understand.ts';

const today = '2026-03-10';
const words = (label: string) => ({ kind: 'words' as const, in: { 'zh-CN': [label] } });
const aQuestion = (more: Partial<Question> & { title?: string }): Question => ({
  name: 'q',
  label: words(more.title ?? '疼痛'),
  type: 'number',
  ...more,
});
function said(question: Question, what: string): Value | undefined {
  const options = (question.options ?? []).map(({ code, label }) => ({
    code,
    labels: label.kind === 'words' ? (label.in['zh-CN'] as string[]) : [],
  }));
  const labels = question.label.kind === 'words' ? (question.label.in['zh-CN'] as string[]) : [];
  const result = understand(question, what, { labels, options, today });
  return 'answers' in result ? result.answers.q : undefined;
}

const pain = aQuestion({ min: 0, max: 10 });
const temperature = aQuestion({ title: '体温', min: 34, max: 43, unit: '℃' });
const glucose = aQuestion({ title: '空腹血糖', min: 1, max: 40, unit: 'mmol/L' });
const weight = aQuestion({ title: '体重', min: 20, max: 250, unit: 'kg' });
const guests = aQuestion({ title: '一共几个人？', min: 1, max: 5 });

describe('a number', () => {
  it.each([
    [pain, '7', 7],
    [pain, '７', 7],
    [pain, '7分', 7],
    [pain, '七', 7],
    [pain, '七分吧', 7],
    [pain, '大概3', 3],
    [pain, '3 左右', 3],
    [pain, '疼痛7分', 7],
    [pain, '今天疼 6 分', 6],
    [pain, '十分', 10],
    [pain, '0', 0],
    [pain, '零', 0],
    [pain, '不疼', 0],
    [pain, '一点都不疼了', 0],
    [pain, '7️⃣', 7],
    [pain, ' 7。 ', 7],
    [pain, '是7分', 7],
    [pain, 'about 4', 4],
    [temperature, '36.8', 36.8],
    [temperature, '38。2', 38.2],
    [temperature, '36度8', 36.8],
    [temperature, '三十六度八', 36.8],
    [temperature, '38.5℃', 38.5],
    [temperature, '体温38.2度', 38.2],
    [temperature, '今早量的 37.1', 37.1],
    [glucose, '6.8', 6.8],
    [glucose, '空腹血糖6.8', 6.8],
    [glucose, '6.8mmol/L', 6.8],
    [glucose, '六点八', 6.8],
    [weight, '65公斤', 65],
    [weight, '65kg', 65],
    [guests, '两个人', 2],
    [guests, '3个', 3],
  ])('%#: %o', (question, what, value) => {
    expect(said(question, what)).toBe(value);
  });

  it.each([
    [pain, '能洗澡吗'],
    [pain, '3天没大便'],
    [pain, '3天没大便了'],
    [pain, '7分正常吗'],
    [pain, '11'],
    [pain, '-1'],
    [pain, '100分'],
    [pain, '7到8分'],
    [pain, '7-8'],
    [pain, '昨天7今天3'],
    [pain, '7 但是伤口渗血了'],
    [pain, '还是止不住血怎么办'],
    [pain, '第3天了'],
    [pain, '3号能复诊吗'],
    [pain, '疼'],
    [pain, '很疼'],
    [pain, '没吃药'],
    [pain, '不知道'],
    [pain, '13800000000'],
    [pain, ''],
    [pain, '   '],
    [pain, '😊'],
    [temperature, '8'],
    [temperature, '四十五度'],
    [glucose, '120 mg/dL'],
    [weight, '130斤'],
    [guests, '6'],
  ])('%#: %o is no answer', (question, what) => {
    expect(said(question, what)).toBeUndefined();
  });

  it('is never outside the range, whatever is written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.float({ noNaN: true }).map(String), fc.integer().map(String)), (what) => {
        const value = said(pain, what);
        if (value !== undefined) expect(Number(value) >= 0 && Number(value) <= 10).toBe(true);
      }),
    );
  });

  it('a long hostile message is looked at quickly', () => {
    const started = performance.now();
    said(pain, '大概'.repeat(100_000));
    said(aQuestion({ type: 'choice', options: [{ code: 'a', label: words('好') }] }), '很'.repeat(100_000));
    said(aQuestion({ type: 'yes_no' }), '嗯'.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(1500);
  });
});

describe('yes and no', () => {
  const solved = aQuestion({ type: 'yes_no', title: '解决了吗？' });
  const comes = aQuestion({ type: 'yes_no', title: '您来吗？' });
  it.each([
    ['是', 'yes'], ['是的。', 'yes'], ['好', 'yes'], ['好的', 'yes'], ['嗯嗯', 'yes'], ['可以', 'yes'], ['要', 'yes'], ['解决了', 'yes'], ['已经解决了', 'yes'], ['OK', 'yes'], ['Yes!', 'yes'], ['👍', 'yes'], ['1', 'yes'], ['没问题', 'yes'],
    ['不', 'no'], ['不是', 'no'], ['没有', 'no'], ['没', 'no'], ['没解决', 'no'], ['还没有解决', 'no'], ['还没', 'no'], ['不用了', 'no'], ['No.', 'no'], ['2', 'no'], ['❌', 'no'], ['不行', 'no'],
  ])('%o → %s', (what, value) => {
    expect(said(solved, what)).toBe(value);
  }); // prettier-ignore

  it('the verb of the question is an answer', () => {
    expect(said(comes, '来')).toBe('yes');
    expect(said(comes, '我来')).toBe('yes');
    expect(said(comes, '不来')).toBe('no');
    expect(said(comes, '来不了')).toBe('no');
  });

  it.each(['不知道', '看情况', '怎么来？', '能带家人吗', '解决了吗', '是不是要空腹', '不是不想来', '一般', '明天再说', '还是止不住血'])(
    '%o is neither',
    (what) => {
      expect(said(solved, what)).toBeUndefined();
    },
  );
});

describe('a choice', () => {
  const mood = aQuestion({
    type: 'choice',
    options: [
      { code: 'better', label: words('好些了') },
      { code: 'same', label: words('差不多') },
      { code: 'worse', label: words('更难受') },
    ],
  });
  const eating = aQuestion({
    type: 'choice',
    options: [
      { code: 'good', label: words('好') },
      { code: 'fair', label: words('一般') },
      { code: 'poor', label: words('差') },
    ],
  });
  it.each([
    [mood, '好些了', 'better'],
    [mood, '好些', 'better'],
    [mood, 'worse', 'worse'],
    [mood, '2', 'same'],
    [mood, '第三个', 'worse'],
    [mood, 'C', 'worse'],
    [mood, '选2', 'same'],
    [mood, '今天更难受了，怎么也睡不着', 'worse'],
    [eating, '挺好的', 'good'],
    [eating, '一般般', 'fair'],
    [eating, '差', 'poor'],
  ])('%#: %o → %s', (question, what, code) => {
    expect(said(question, what)).toBe(code);
  });

  it.each([
    [mood, '没有更难受'],
    [mood, '更难受还是差不多我说不清'],
    [mood, '4'],
    [mood, '0'],
    [eating, '不好'],
    [eating, '不太好'],
    [eating, '好吗'],
    [eating, '能吃鸡蛋吗'],
  ])('%#: %o is no answer', (question, what) => {
    expect(said(question, what)).toBeUndefined();
  });

  it('several', () => {
    const several = { ...mood, type: 'choices' as const };
    expect(said(several, '1、3')).toEqual(['better', 'worse']);
    expect(said(several, '好些了，差不多')).toEqual(['better', 'same']);
    expect(said(several, '1 和 9')).toBeUndefined();
  });
});

describe('the rest', () => {
  it('a picture answers a question for one, and nothing else does', () => {
    const photo = aQuestion({ type: 'photo' });
    expect(said(photo, photoWords())).toBe(true);
    expect(said(photo, photoWords('p1'))).toBe('p1');
    expect(said(photo, '拍了')).toBeUndefined();
    expect(said(pain, photoWords())).toBeUndefined();
  });

  it('a day', () => {
    const date = aQuestion({ type: 'date' });
    expect(['明天', '3月12号', '2026/3/12', '3-12', '12月30日'].map((what) => said(date, what))).toEqual([
      '2026-03-11',
      '2026-03-12',
      '2026-03-12',
      '2026-03-12',
      '2025-12-30',
    ]);
    expect(['2月30日', '下次', '3'].map((what) => said(date, what))).toEqual([undefined, undefined, undefined]);
  });

  it('a person, with a number if there is one', () => {
    const relative = aQuestion({ type: 'person' });
    expect(said(relative, '张三 138 0000 0000')).toEqual({ name: '张三', phone: '13800000000' });
    expect(said(relative, '张三')).toEqual({ name: '张三' });
    expect(said(relative, '13800000000')).toBeUndefined();
  });

  it('words', () => {
    expect(said(aQuestion({ type: 'text' }), ' 太远了 ')).toBe('太远了');
  });
});
