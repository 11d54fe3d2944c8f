/** What a patient's words say to one open question (language.md 9): leniently, but a sentence about something else is no answer. */
import type { Answers, Value } from '../../engine/chart.ts';
import type { Understood } from '../../engine/judge.ts';
import type { Day, Question } from '../../engine/plan.ts';
import { understandChoice, understandChoices, type ShownOption } from './choice-answer.ts';
import { understandDay } from './date-answer.ts';
import { understandNumber } from './number-answer.ts';
import { core, isQuestion, plainWords } from './plain-words.ts';
import { understandYesNo } from './yes-no-answer.ts';

/** The question's words in all languages, and the hospital's today. */
export type Asked = { labels: readonly string[]; options: readonly ShownOption[]; today: Day };

/** How a channel hands on a picture: `[photo]`, or with where it is kept, `[photo:abc]`. */
const photoMark = /\[photo(?::([^\]\s]{1,200}))?\]/;
export const photoWords = (id?: string): string => (id === undefined ? '[photo]' : `[photo:${id}]`);

export function understand(question: Question, words: string, asked: Asked): Understood {
  const value = valueOf(question, words, asked);
  return value === undefined ? { notUnderstood: true } : { answers: { [question.name]: value } satisfies Answers };
}

function valueOf(question: Question, words: string, { labels, options, today }: Asked): Value | undefined {
  const photo = photoMark.exec(words);
  if (question.type === 'photo') return photo ? (photo[1] ?? true) : undefined;
  const plain = plainWords(words.replace(photoMark, ' '));
  if (plain === '') return undefined;
  switch (question.type) {
    case 'yes_no':
      return understandYesNo(labels, plain);
    case 'choice':
      return understandChoice(options, plain);
    case 'choices':
      return understandChoices(options, plain);
    case 'number':
      return isQuestion(plain) ? undefined : understandNumber({ ...question, labels }, plain);
    case 'text':
      return words.trim().slice(0, longest);
    case 'date':
      return understandDay(plain, today);
    case 'person':
      return person(words);
  }
}

const longest = 5000;

/** 张三 13800000000: a name, and a number if there is one. */
function person(words: string): Value | undefined {
  const phone = /(?<!\d)1\d{10}(?!\d)/.exec(words.normalize('NFKC').replace(/[-\s]/g, ''))?.[0];
  const name = core(words.normalize('NFKC').replace(/[\d\s-]{11,}/, ' '))
    .replace(/(电话|手机|号码)[:：]?$/, '')
    .trim();
  if (!/^(\p{Script=Han}{2,6}|[\p{L}][\p{L} .'-]{1,40})$/u.test(name)) return undefined;
  return phone === undefined ? { name } : { name, phone };
}
