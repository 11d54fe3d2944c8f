/**
 * Other ways to say what a hospital's alarm word says. Who writes 胸痛 in hospital.yaml means 胸口疼 and chest pain too; a patient does not know
 * the word. Only for words that are listed: a hospital that lists none of these gets none.
 */

const degree =
  '(?:有点|有些|有一点|很|好|非常|特别|越来越|突然|一直|又|还|也|里面|这里|那里|前|口|部|骨|前区|腔|膛|还是|老是|总是|一阵阵|阵阵|的|得|疼得|隐隐|刺|闷|压榨样)*';

const ways: Readonly<Record<string, RegExp>> = {
  胸痛: new RegExp(`(?:胸|心口|心脏|心前区|心窝)${degree}(?:痛|疼)|心绞痛|胸${degree}(?:闷|憋|压|紧)|chest (?:pain|hurts|is hurting|tightness|pressure|feels tight)|(?:pain|tightness|pressure) in (?:my |the )?chest|chest is tight`, 'g'),
  出血: /(?:流|渗|冒|喷|淌|漏|吐|咯|咳|呕|便|尿|滴|飙)(?:了|出|着)?(?:好多|很多|许多|大量|不少|一些|一点|点|些)?(?:鲜)?血|带血|有血(?![压糖脂管型氧])|血(?:水|一直|还在|不停|不断|不止)*(?:流|渗|冒|喷|涌)|出(?:了|着|好多|很多|许多|不少|大量|一点|点|些)+(?:鲜)?血|血便|血尿|血不停|blee?d(?:s|ing)?(?![a-z])|blood in (?:my|the)/g,
  止不住: /止不了血|血(?:还|一直|怎么都|就是)*止不|(?:没|没有|未|还没|没能)止住|流不停|血流不止|won't stop bleeding|can'?t stop (?:the )?bleeding/g,
  呼吸困难: /呼吸[^不没无,，。.;；\s]{0,5}困难|呼吸(?:不了|上不来|不上来|不过来|不畅)|(?:没法|无法|不能|难以)呼吸|short(?:ness)? of breath|can'?t breathe|cannot breathe|hard to breathe|(?:trouble|difficulty) breathing|breathless/g,
  喘不上气: /喘不(?:上|过|了|出)(?:来)?气|喘不(?:上|过)来|上不来气|气(?:都|也|又)?(?:喘|上)不(?:上|过)?来|透不过(?:来)?气|出不来气|憋得喘|喘得厉害|喘得不行|short(?:ness)? of breath|can'?t breathe|cannot breathe|gasping/g,
  晕倒: /(?:昏|晕|昏死|晕死)(?:了)?过去|昏倒|昏迷|昏厥|晕厥|晕了过去|不省人事|失去意识|没了?意识|叫不醒|faint(?:ed|ing)?(?![a-z])|pass(?:ed|ing) out|unconscious|collapsed/g,
  不想活: /想死(?!你|您|我|他|她)|自杀|自尽|轻生|寻短见|活着没(?:有)?(?:什么)?(?:意思|意义)|活不下去|活够了|不如死|死了算了|结束(?:自己的)?生命|suicid|kill myself|want to die|wish i (?:was|were) dead|don'?t want to live|end my life/g,
}; // prettier-ignore

/** Nobody writes these for another reason, whatever a hospital lists. */
const always = /救命|(?:叫|要|打|喊|派)(?:个|辆)?(?:救护车|120)|call (?:an |the )?ambulance/g;

/** Where the words say an alarm in other words than `listed`. */
export function otherAlarms(words: string, listed: readonly string[]): { at: number; length: number }[] {
  const patterns = [always, ...listed.flatMap((word) => (Object.hasOwn(ways, word) ? [ways[word]!] : []))];
  return patterns.flatMap((pattern) => [...words.matchAll(pattern)].map((found) => ({ at: found.index, length: found[0].length })));
}
