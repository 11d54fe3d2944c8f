/** Questions as a carrier shows them: words in the patient's language instead of texts by language. */
import type { Language, Question, Template, Text } from '../../engine/plan.ts';

export type ShownQuestion = {
  name: string;
  label: string;
  type: Question['type'];
  options?: { code: string; label: string }[];
  min?: number;
  max?: number;
  unit?: string;
  optional?: boolean;
  /** Asked only if this holds: said to the patient as a remark. */
  if?: string;
};

const wordsOf = (template: Template): string =>
  template
    .map((piece) => (typeof piece === 'string' ? piece : (piece.filters.find(({ name }) => name === 'default')?.argument ?? '')))
    .join('');

/** In the patient's language, else the first of the text. A hole that nobody filled shows what stands for the unknown. */
const textIn = (text: Text, language: Language | undefined): string => {
  const words = text.kind === 'words' ? text.in : (text.of.other ?? Object.values(text.of)[0] ?? {});
  const template = (language === undefined ? undefined : words[language]) ?? Object.values(words)[0];
  return template ? wordsOf(template) : '';
};

export const shownQuestion = (question: Question, language: Language | undefined): ShownQuestion => ({
  name: question.name,
  label: textIn(question.label, language),
  type: question.type,
  ...(question.options ? { options: question.options.map(({ code, label }) => ({ code, label: textIn(label, language) })) } : {}),
  ...(question.min === undefined ? {} : { min: question.min }),
  ...(question.max === undefined ? {} : { max: question.max }),
  ...(question.unit === undefined ? {} : { unit: question.unit }),
  ...(question.optional === undefined ? {} : { optional: question.optional }),
  ...(question.if === undefined ? {} : { if: question.if.source }),
});
