/**
 * What a patient's words are before they are anything else: alarm words first, then the wish to be phoned, then stop words, and those only as the
 * whole message. An opt-out never hides an emergency (trap 7, language.md 12). When in doubt it is an alarm: a call too many harms nobody.
 */
import { core, plainWords } from './plain-words.ts';
import { otherAlarms } from './same-alarm.ts';

export type Triage = 'alarm' | 'wants_call' | 'stop' | 'other';

export function triage(words: string, alarmWords: readonly string[]): Triage {
  const plain = plainWords(words);
  // People put blanks between characters, and letters of a word cannot be taken apart: both are looked at.
  const close = plain.replace(/(?<=\P{Script=Latin})\s+|\s+(?=\P{Script=Latin})/gu, '');
  if (alarmWords.some((word) => alarms(plain, word) || alarms(close, word))) return 'alarm';
  if (inOtherWords(plain, alarmWords) || inOtherWords(close, alarmWords)) return 'alarm';
  if (wantsCall(close)) return 'wants_call';
  return stopWords.has(core(plain).replace(/[\s。.!]/g, '')) ? 'stop' : 'other';
}

function alarms(words: string, alarmWord: string): boolean {
  const word = plainWords(alarmWord);
  if (word === '') return false;
  for (let at = words.indexOf(word); at >= 0; at = words.indexOf(word, at + 1)) if (!denied(words, at, at + word.length)) return true;
  return false;
}

const inOtherWords = (words: string, listed: readonly string[]): boolean =>
  otherAlarms(words, listed).some(({ at, length }) => !denied(words, at, at + length));

/** One clear "no" right before the word: 没有出血, 不再出血, no bleeding. */
const no = /(?:没有|没|不|无|未|并未|并没有)(?:再|有|怎么|太|任何|明显|什么)*$/;
const englishNo =
  /(?:^|[\s,.;])(?:no|not|without|no longer|no more|never|don't|doesn't|haven't|didn't)\s(?:any\s|more\s|have\s|had\s|feel\s)*$/;

function denied(words: string, start: number, end: number): boolean {
  const before = words.slice(Math.max(0, start - 40), start);
  const found = no.exec(before) ?? englishNo.exec(before);
  // 没有出血吗 asks for it.
  if (!found || /^了?[吗么?]/.test(words.slice(end, end + 2))) return false;
  const earlier = before.slice(0, found.index);
  // 有没有出血 asks; 没有不, 不能不, 不是没有 are twice no, which is yes. In doubt a person looks.
  return !/[有不没无未]$|[不没](是|能|会|可能|可|得|敢|说|觉得)$/.test(earlier);
}

const call =
  /(给我|跟我|和我)?(打|回|来)(个|一个|一下)?(电话|电(?![影视梯])|话)(过来|给我)?|(请|麻烦|快|尽快)?(联系|联络)(我|一下我)|打给我|打过来|想(和|跟|同)\S{0,4}(通话|通个话|通电话|说话|讲话)|call me|call back|phone me|ring me|give me a (call|ring)|please (call|phone)/g;
const forMe =
  /给我|跟我|请(?!问)|麻烦|尽快|快点|电话过来|回(个|一个|一下)?(电话|电)|联系我|联络我|打给我|打过来|想[和跟同]|call|phone me|ring me/;

/** Somebody wants to be phoned; not: has been, or does not want to. */
function wantsCall(words: string): boolean {
  for (const found of words.matchAll(call)) {
    const [whole] = found;
    const before = words.slice(0, found.index);
    const after = words.slice(found.index + whole.length);
    if (!forMe.test(`${before.slice(-6)}${whole}`)) continue;
    if (/(不要|别|不用|不必|勿|不想|不需要|不希望|没有?|don'?t|do not|never|no need to)\S{0,6}\s?$/.test(before)) continue;
    if (/^(过|了)/.test(after) || /(已经|刚才|刚刚|昨天|谁)\S{0,4}$/.test(before)) continue;
    return true;
  }
  return false;
}

const stopWords = new Set(
  ('退订 td t 取消 取消订阅 退订短信 回复td td退订 退订td 回t退订 停止 停止发送 拒收 退出 不要再发 不要再发了 不要发了 别发了 别再发了 请不要再发 请勿打扰 不要再打扰 stop stopall unsubscribe cancel end quit optout').split(' '),
); // prettier-ignore
