/** An answer as a person reads it: the option's label, 是 and 否 for yes and no. */
import type { Value } from '../../engine/chart.ts';
import type { Language, Question, Template } from '../../engine/plan.ts';
import { languageOf } from './render.ts';

/** `words` renders a label. What has no label stays as it is. */
export function optionWords(
  question: Question,
  answer: Value,
  language: Language,
  words: (template: Template) => string | undefined,
): Value {
  if (question.type === 'yes_no') return answer === 'yes' || answer === 'no' ? yesNo(answer, language) : answer;
  if (Array.isArray(answer)) return answer.map((one) => optionWords(question, one, language, words));
  const label = question.options?.find((option) => option.code === answer)?.label;
  if (label?.kind !== 'words') return answer;
  const template = label.in[languageOf(Object.keys(label.in), language)];
  return (template && words(template)) ?? answer;
}

function yesNo(answer: 'yes' | 'no', language: Language): string {
  if (!/^zh\b/i.test(language)) return answer;
  return answer === 'yes' ? '是' : '否';
}
