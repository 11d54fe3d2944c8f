/** Yes and no as people write them. Only a whole message counts, and a question or a "don't know" is neither. */
import { core, isQuestion } from './plain-words.ts';

const agreed = new Set(
  '好 好的 好啊 好呀 好吧 好滴 行 行的 行吧 可以 可以的 没问题 当然 清楚 清楚了 明白 明白了 满意 ok okay sure of_course y'.split(' '),
);
const yes = new Set(
  ('是 是的 是啊 是滴 对 对的 对啊 有 有的 要 要的 需要 需要的 想 想的 想要 能 能的 会 会的 愿意 同意 来 来的 会来 能来 去 去的 会去 参加 嗯 嗯嗯 恩 肯定 解决了 ' +
    '已解决 已经解决 到了 到家了 已经到了 已到家 yes yeah yep yup 1 true').split(' '),
); // prettier-ignore
const disagreed = new Set('不好 不行 不可以 不满意 不清楚 不明白 算了 不方便'.split(' '));
const no = new Set(
  ('不 不是 不是的 不对 没 没有 没有的 无 不要 不用 不用了 不需要 不想 不能 不会 不愿意 不同意 不来 不来了 来不了 不去 不去了 去不了 不能来 不能去 不参加 不了 没解决 没有解决 还没解决 还没有解决 未解决 还没 ' +
    '还没有 没到 没到家 否 no n nope nah not not_yet 2 false').split(' '),
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

/** "好的" to 今天气喘吗 is no yes, and "不好" no no: about how somebody is, only 有 and 没有, or the word itself, is an answer. */
const asksHowOneIs =
  /疼|痛|喘|闷|晕|肿|麻|烧|咳|吐|呕|血|痒|胀|渗|恶心|心慌|乏力|呼吸|难受|不舒服|不适|异常|发热|腹泻|便秘|黄疸|pain|ache|breath|dizz|fever|swell|bleed|cough|vomit|nausea/i;

/** `labels`: the question in every language; its own verb is an answer too (解决了吗 → 解决了). */
export function understandYesNo(labels: readonly string[], plain: string): 'yes' | 'no' | undefined {
  const howOneIs = labels.some((label) => asksHowOneIs.test(label));
  const face = Object.keys(faces).find(
    (one) => [...plain].every((character) => one.includes(character) || character === ' ') && plain.includes(one),
  );
  if (face) return howOneIs ? undefined : faces[face];
  if (isQuestion(plain)) return undefined;
  const words = joined(withoutCourtesy(core(plain)));
  const said = decided(words, howOneIs) ?? decided(once(words.replace(/^[嗯恩哦啊]+[,，、]?|[的了吧啊呀哦呢哈嘛滴]+$/gu, '')), howOneIs);
  return said ?? coming(labels, words) ?? forgotten(labels, words) ?? byLabel(labels, words);
}

const joined = (words: string): string => words.replace(/ /g, /^[a-z' ]+$/.test(words) ? '_' : '');

/** 谢谢，我来: thanks and excuses are no part of the answer. */
const withoutCourtesy = (words: string): string => {
  const bare = core(
    words.replace(
      /谢谢(您|你|护士|医生|了|啊)*|不好意思|抱歉|对不起|辛苦(您|你|护士|医生)?了|麻烦(您|你)?了|您好|你好|\b(thanks|thank you|please|sorry)\b/g,
      ' ',
    ),
  );
  return bare === '' ? words : bare.replace(/[\s,，。.、!！]+/g, ' ').trim();
};

/** 好好好, 好的好的. */
const once = (words: string): string => /^(.{1,3}?)\1+$/u.exec(words)?.[1] ?? words;

function decided(words: string, howOneIs: boolean): 'yes' | 'no' | undefined {
  if (yes.has(words)) return 'yes';
  if (no.has(words)) return 'no';
  if (howOneIs) return undefined;
  return agreed.has(words) || agreed.has(once(words)) ? 'yes' : disagreed.has(words) ? 'no' : undefined;
}

/** 准时到, 有事来不了, I'll be there: where somebody is expected. */
function coming(labels: readonly string[], words: string): 'yes' | 'no' | undefined {
  if (!labels.some((label) => /来|去|到|参加|出席|come|coming|join|attend/i.test(label))) return undefined;
  if (/^(我|有事|今天|明天|那天|临时有事|可能)*[来去到]不了了?$|^(i_)?(cannot|can't|can_not|won't|will_not)(_(come|make_it|be_there))?$/.test(words)) return 'no';
  return /^(我|我们)?(一定|肯定|准时|会|按时|会准时|会按时|一定会|一定准时)(来|去|到|参加)的?$|^(i_will|i'll)(_(come|be_there))?$|^i('m|_am)_coming$/.test(words) ? 'yes' : undefined;
} // prettier-ignore

/** 忘了 to 吃药了吗 is no. */
const forgotten = (labels: readonly string[], words: string): 'no' | undefined =>
  labels.some((label) => /吃|服|用药|测|量|换/.test(label)) && /^(我)?(今天)?(忘了|忘记了|忘记|忘吃了|忘记吃了)$/.test(words)
    ? 'no'
    : undefined;

const filler = /^[您你]|[吗么了?？。.!！\s]+$|^(是否|有没有|还|都|想|要不要|今天|现在|最近|昨天|昨晚|这几天|有)/gu;
const verbs = '吃|服|来|去|做|测|量|用|换|喝|解决|到|喘|疼|痛|咳|烧|肿|晕|吐|麻|痒';

function byLabel(labels: readonly string[], words: string): 'yes' | 'no' | undefined {
  for (const label of labels) {
    const asked = core(label.normalize('NFKC').toLowerCase()).replace(filler, '').replace(filler, '').replace(filler, '');
    const said = words.replace(/^(我|都|已经|已|今天|现在)+|[了的吧啊]+$/g, '');
    if (asked.length < 1 || asked.length > 12) continue;
    if (names(asked, said.replace(/^(还是|还|有点|有一点|有些|一直|很|特别|比较)+/, ''))) return 'yes';
    const denied = /^(还|都|一点都|一点也)?(没有|不|没|未)(再|有)?(完全|全部|彻底)?(?<what>.+)$/.exec(said)?.groups?.what;
    if (denied !== undefined && names(asked, denied)) return 'no';
  }
  return undefined;
}

/** The question's own words, or its end, or its verb: 按时吃药 is named by 按时吃药, 吃药 and 吃. */
const names = (asked: string, said: string): boolean =>
  said !== '' &&
  (said === asked || (said.length > 1 && asked.endsWith(said)) || (new RegExp(`(^|按时)(${verbs})$`).test(said) && asked.includes(said)));
