/** Parts of a file as written: read by their shapes, with nothing looked up yet. */
import type { ContactRules, Name } from '../../engine/plan.ts';
import type { QuestionWords } from '../conditions/step-fields.ts';
import type { contactShape } from '../schema/contact.ts';
import type { questionShape } from '../schema/question.ts';
import type { Block } from '../schema/read.ts';
import type { Spot } from '../schema/tree.ts';

/** `words`: what conditions need of a question. */
export type WrittenQuestion = { name: Name; words: QuestionWords; block: Block<typeof questionShape>; spot: Spot };
export type WrittenForm = { spot: Spot; questions: WrittenQuestion[] };

/** What the block says by itself; names in it are looked up when the rules are compiled. */
export type WrittenContact = { block?: Block<typeof contactShape>; rules: Pick<ContactRules, 'hours' | 'purpose' | 'atMost'> };
