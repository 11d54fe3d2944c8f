/** Questions as a patient meets them: one as taps under the message, several as a form. */
import type { Question } from '../wire.ts';
import { html, type Html } from './html.ts';
import type { Words } from './words.ts';

const MOST_TAPS = 11;

/** What can be tapped instead of typing, as the words it sends; none if it must be written. */
export const taps = (question: Question, t: Words): { words?: string; photo?: string; label: string }[] => {
  const { type, min, max, options = [] } = question;
  if (type === 'yes_no') return [t.yes, t.no].map((label) => ({ words: label, label }));
  if (type === 'choice') return options.map(({ label }) => ({ words: label, label }));
  if (type === 'photo') return [{ photo: 'sample:clean', label: t.clean }, { photo: 'sample:red', label: t.red }]; // prettier-ignore
  if (type !== 'number' || min === undefined || max === undefined || max - min >= MOST_TAPS || !Number.isInteger(min)) return [];
  return Array.from({ length: Math.floor(max - min) + 1 }, (_, n) => String(min + n)).map((label) => ({ words: label, label }));
};

const radio = (name: string, value: string, label: string, required: boolean, type: 'radio' | 'checkbox' = 'radio'): Html =>
  html`<label class="option"><input type="${type}" name="${name}" value="${value}" ${required ? html`required` : ''} /> ${label}</label>`;

const field = (question: Question, t: Words): Html => {
  const name = `q.${question.name}`;
  // What hangs on a condition may not apply, so nobody is made to answer it.
  const required = !question.optional && question.if === undefined;
  const must = required ? html`required` : '';
  switch (question.type) {
    case 'yes_no':
      return html`${radio(name, 'yes', t.yes, required)}${radio(name, 'no', t.no, required)}`;
    case 'choice':
      return html`${(question.options ?? []).map(({ code, label }) => radio(name, code, label, required))}`;
    case 'choices':
      return html`${(question.options ?? []).map(({ code, label }) => radio(name, code, label, false, 'checkbox'))}`;
    case 'photo':
      return html`${radio(name, 'sample:clean', t.clean, required)}${radio(name, 'sample:red', t.red, required)}`;
    case 'number':
      return html`<span class="measured"
        ><input type="number" name="${name}" step="any" min="${question.min}" max="${question.max}" ${must} /> ${question.unit}</span
      >`;
    case 'date':
      return html`<input type="date" name="${name}" ${must} />`;
    case 'person':
      return html`<input name="${name}.name" placeholder="${t.name}" ${must} /><input
          name="${name}.relation"
          placeholder="${t.relation}"
        /><input name="${name}.phone" placeholder="${t.phone}" inputmode="tel" />`;
    case 'text':
      return html`<input name="${name}" ${must} />`;
  }
};

export const questionForm = (questions: readonly Question[], t: Words): Html =>
  html`${questions.map(
    (question) =>
      html`<fieldset>
        <legend>${question.label}${question.optional ? html` <small>${t.optional}</small>` : ''}</legend>
        ${question.if === undefined ? '' : html`<p class="condition">${t.onlyIf} <code>${question.if}</code></p>`}${field(question, t)}
      </fieldset>`,
  )}`;
