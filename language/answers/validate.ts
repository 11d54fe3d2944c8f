/** Answers that come in as data, from a page or over REST: each of the right type, in its range, one of the options, and none missing. */
import type { Answers, Value } from '../../engine/chart.ts';
import { isDay } from '../../engine/calendar/day.ts';
import type { Instant, Question } from '../../engine/plan.ts';
import { treeOf } from '../conditions/cache.ts';
import { evaluate } from '../conditions/evaluate.ts';
import type { Phrase } from '../conditions/value-type.ts';
import { unknown, type World } from '../conditions/world.ts';

export type AnswerMistake = {
  name: string;
  code: 'unknown-question' | 'not-asked' | 'answer-missing' | 'wrong-type' | 'not-an-option' | 'out-of-range' | 'too-long';
  message: Phrase;
};

/**
 * All mistakes at once; none: an empty list. A question with `if` is asked if that holds, seeing the other answers by their bare names; what else
 * its `if` names is looked up in `around`. One whose `if` is unknown may be left out.
 */
export function checkAnswers(
  questions: readonly Question[],
  answers: Answers,
  now: Instant,
  around?: Pick<World, 'lookup' | 'answersOf' | 'readings' | 'zone'>,
): AnswerMistake[] {
  const names = new Set(questions.map((question) => question.name));
  const strange = Object.keys(answers).filter((name) => !names.has(name));
  return [
    ...strange.map((name) => mistake(name, 'unknown-question', { en: `There is no question "${name}".`, zh: `没有“${name}”这个问题。` })),
    ...questions.flatMap((question) => checkAnswer(question, answers, isAsked(question, answers, now, around))),
  ];
}

const mistake = (name: string, code: AnswerMistake['code'], message: Phrase): AnswerMistake => ({ name, code, message });
const given = (answers: Answers, name: string): Value | undefined => (Object.hasOwn(answers, name) ? answers[name] : undefined);

/** Undefined: cannot be said. */
function isAsked(
  question: Question,
  answers: Answers,
  now: Instant,
  around?: Pick<World, 'lookup' | 'answersOf' | 'readings' | 'zone'>,
): boolean | undefined {
  if (!question.if) return true;
  const tree = treeOf(question.if.source);
  if (!tree) return undefined;
  const lookup: World['lookup'] = (parts) => {
    const own = parts.length === 1 ? given(answers, parts[0]!) : undefined;
    return own === undefined ? (around?.lookup(parts) ?? unknown(parts.join('.'))) : { value: own };
  };
  const is = evaluate(tree, { readings: [], zone: 'Asia/Shanghai', answersOf: () => undefined, ...around, lookup, now });
  return 'value' in is && typeof is.value === 'boolean' ? is.value : undefined;
}

function checkAnswer(question: Question, answers: Answers, asked: boolean | undefined): AnswerMistake[] {
  const { name } = question;
  const answer = given(answers, name);
  if (answer === undefined || answer === null) {
    const needed = asked === true && !question.optional;
    return needed ? [mistake(name, 'answer-missing', { en: `"${name}" is not answered.`, zh: `“${name}”没有回答。` })] : [];
  }
  if (asked === false) return [mistake(name, 'not-asked', { en: `"${name}" is not asked here.`, zh: `这里不问“${name}”。` })];
  return checkValue(question, answer);
}

function checkValue(question: Question, answer: Value): AnswerMistake[] {
  const { name, options = [] } = question;
  const codes = options.map((option) => option.code);
  const list = codes.join(', ');
  const option = () => mistake(name, 'not-an-option', { en: `The answers to "${name}" are ${list}.`, zh: `“${name}”的答案只有 ${list}。` });
  switch (question.type) {
    case 'yes_no':
      return answer === 'yes' || answer === 'no' ? [] : [wrongType(name, '"yes" or "no"', '"yes" 或 "no"')];
    case 'choice':
      if (typeof answer !== 'string') return [wrongType(name, 'one option', '一个选项')];
      return codes.includes(answer) ? [] : [option()];
    case 'choices':
      if (!Array.isArray(answer) || answer.length === 0 || new Set(answer).size !== answer.length)
        return [wrongType(name, 'a list of options, each once', '选项的列表，每项一次')];
      return answer.every((code) => typeof code === 'string' && codes.includes(code)) ? [] : [option()];
    case 'number':
      return checkNumber(question, answer);
    case 'text':
      if (typeof answer !== 'string' || answer.trim() === '') return [wrongType(name, 'words', '文字')];
      return answer.length <= longest
        ? []
        : [mistake(name, 'too-long', { en: `At most ${longest} characters.`, zh: `最多 ${longest} 个字。` })];
    case 'photo':
      return answer === true || (typeof answer === 'string' && answer !== '') ? [] : [wrongType(name, 'a photo', '照片')];
    case 'date':
      return typeof answer === 'string' && isDay(answer) ? [] : [wrongType(name, 'a day, 2026-03-09', '日期，如 2026-03-09')];
    case 'person':
      return isPerson(answer) ? [] : [wrongType(name, 'a person: name and phone', '人：name 和 phone')];
  }
}

const longest = 5000;
const wrongType = (name: string, en: string, zh: string): AnswerMistake =>
  mistake(name, 'wrong-type', { en: `"${name}" takes ${en}.`, zh: `“${name}”要填${zh}。` });

function checkNumber({ name, min, max }: Question, answer: Value): AnswerMistake[] {
  if (typeof answer !== 'number' || !Number.isFinite(answer)) return [wrongType(name, 'a number', '数字')];
  const inside = answer >= (min ?? -Infinity) && answer <= (max ?? Infinity);
  return inside
    ? []
    : [mistake(name, 'out-of-range', { en: `"${name}" is from ${min} to ${max}.`, zh: `“${name}”应在 ${min} 到 ${max} 之间。` })];
}

function isPerson(answer: Value): boolean {
  if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return false;
  const { name, ...rest } = answer;
  return typeof name === 'string' && name.trim() !== '' && Object.values(rest).every((value) => typeof value === 'string');
}
