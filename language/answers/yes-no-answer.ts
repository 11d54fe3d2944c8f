/** Yes and no as people write them. Only a whole message counts, and a question or a "don't know" is neither. */
import { core, isQuestion } from './plain-words.ts';

const yes = new Set(
  ('是 是的 是啊 是滴 对 对的 对啊 有 有的 要 要的 需要 需要的 想 想的 想要 好 好的 好啊 好呀 好吧 好滴 行 行的 可以 可以的 能 能的 会 会的 愿意 同意 来 来的 会来 能来 去 去的 会去 参加 嗯 嗯嗯 恩 没问题 当然 肯定 解决了 ' +
    '已解决 已经解决 到了 到家了 已经到了 已到家 清楚 清楚了 明白 明白了 满意 yes y yeah yep yup ok okay sure of_course 1 true').split(' '),
); // prettier-ignore
const no = new Set(
  ('不 不是 不是的 不对 没 没有 没有的 无 不要 不用 不用了 不需要 不想 不好 不行 不可以 不能 不会 不愿意 不同意 不来 不来了 来不了 不去 不去了 去不了 不参加 不了 算了 不方便 没解决 没有解决 还没解决 还没有解决 未解决 还没 ' +
    '还没有 没到 没到家 不清楚 不明白 不满意 否 no n nope nah not not_yet 2 false').split(' '),
); // prettier-ignore
const faces: Readonly<Record<string, 'yes' | 'no'>> = {
  '👍': 'yes',
  '👌': 'yes',
  '✅': 'yes',
  '✔': 'yes',
  '√': 'yes',
  '👎': 'no',
  '❌': 'no',
  '✗': 'no',
  '×': 'no',
};

/** `labels`: the question in every language; its own verb is an answer too (解决了吗 → 解决了). */
export function understandYesNo(labels: readonly string[], plain: string): 'yes' | 'no' | undefined {
  const face = Object.keys(faces).find(
    (one) => [...plain].every((character) => one.includes(character) || character === ' ') && plain.includes(one),
  );
  if (face) return faces[face];
  if (isQuestion(plain)) return undefined;
  const words = core(plain).replace(/ /g, /^[a-z ]+$/.test(core(plain)) ? '_' : '');
  const said = decided(words) ?? decided(words.replace(/^[嗯恩哦啊]+[,，、]?|[的了吧啊呀哦呢哈嘛滴]+$/gu, ''));
  return said ?? byLabel(labels, words);
}

function decided(words: string): 'yes' | 'no' | undefined {
  return yes.has(words) ? 'yes' : no.has(words) ? 'no' : undefined;
}

const filler = /^[您你]|[吗么了?？。.!！\s]+$|^(是否|有没有|还|都|想|要不要)/gu;

function byLabel(labels: readonly string[], words: string): 'yes' | 'no' | undefined {
  for (const label of labels) {
    const asked = core(label.normalize('NFKC').toLowerCase()).replace(filler, '').replace(filler, '');
    const said = words.replace(/^(我|都|已经|已)+|[了的吧啊]+$/g, '');
    if (asked.length < 1 || asked.length > 12) continue;
    if (said === asked) return 'yes';
    if (/^(还)?(不|没|没有|未)/.test(said) && said.replace(/^(还)?(没有|不|没|未)/, '') === asked) return 'no';
  }
  return undefined;
}
