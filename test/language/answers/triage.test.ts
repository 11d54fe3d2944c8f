import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { triage } from '../../../language/answers/triage.ts';

const alarmWords = ['胸痛', '出血', '止不住', '呼吸困难', '喘不上气', '晕倒', '不想活', 'bleeding'];
const is = (words: string) => triage(words, alarmWords);

describe('alarm words come first', () => {
  it('trap 7: "won\'t stop bleeding" is an alarm, never an opt-out', () => {
    expect(is('还是止不住血怎么办')).toBe('alarm');
    expect(is('血止不住')).toBe('alarm');
    expect(is("it won't stop bleeding")).toBe('alarm');
    expect(triage('止不住', ['止不住'])).toBe('alarm');
    expect(is('退订 胸痛')).toBe('alarm');
    expect(is('停止！伤口出血')).toBe('alarm');
  });

  it.each(['胸痛得厉害', '我不想活了', '有点 出 血', '又出血了，没有发烧', '会不会出血', '有没有出血的风险', '是不是出血', '不能不出血吗', '没有不出血的时候', '出血不多', '出血停了', '不是出血吧', '没有胸痛，但是喘不上气', 'Ｂｌｅｅｄｉｎｇ', 'There is BLEEDING'])('%o: alarm', (words) => {
    expect(is(words)).toBe('alarm');
  }); // prettier-ignore

  it.each([
    '没有出血',
    '有点疼但是没有出血',
    '不疼没出血',
    '不胸痛了',
    '没出血',
    '没再出血',
    '已经不出血了',
    'no bleeding',
    '今天很好，没有呼吸困难',
  ])('%o: denied, no alarm', (words) => {
    expect(is(words)).toBe('other');
  });

  it('an alarm word that stands undenied anywhere is an alarm, whatever is around it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(triage(`${before}。晕倒${after}`, alarmWords)).toBe('alarm');
      }),
    );
  });
});

describe('a wish to be phoned', () => {
  it.each([
    '给我打电话',
    '请给我打个电话',
    '请回电',
    '麻烦回个电话',
    '联系我',
    '请联系我',
    '尽快联系我一下',
    '打给我',
    '能给我回个电话吗',
    '能不能打个电话过来',
    'please call me',
    'Call me back',
    'can you phone me',
  ])('%o', (words) => {
    expect(is(words)).toBe('wants_call');
  });
  it.each([
    '不要给我打电话',
    '别打电话给我',
    '不用回电',
    '不用联系我',
    "don't call me",
    '刚才谁给我打电话了',
    '护士已经给我打过电话了',
    '我打电话给医院了',
    '电话号码换了',
    '请问可以打电话预约吗',
    '可以来电影院吗',
    '家里来电了',
  ])('%o: not', (words) => {
    expect(is(words)).toBe('other');
  });
  it('an alarm is more', () => {
    expect(is('胸痛，请给我打电话')).toBe('alarm');
  });
});

describe('stop words, only as the whole message', () => {
  it.each(['退订', 'TD', 'T', 'ｔｄ', '取消', '退订。', ' stop ', 'Unsubscribe', '不要再发了', '回复TD'])('%o', (words) => {
    expect(is(words)).toBe('stop');
  });
  it.each(['取消明天的预约', '怎么退订', 'stop the medicine?', '停止用药了', 'T恤', '', '能洗澡吗', '7'])('%o: not', (words) => {
    expect(is(words)).toBe('other');
  });
});
