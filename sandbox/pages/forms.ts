/** What a phone's page sends back: words, a photo, or a form of answers whose fields are named after the questions. */
import { z } from 'zod';
import type { Question } from '../wire.ts';
import type { World } from '../world.ts';

const fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
type Fields = z.infer<typeof fields>;

const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? (value[0] ?? '') : (value ?? ''));

const readAnswer = (question: Question, form: Fields): unknown => {
  const value = form[`q.${question.name}`];
  if (question.type === 'choices') return value === undefined ? undefined : [value].flat();
  if (question.type === 'person') return readPerson(question.name, form);
  const text = one(value).trim();
  if (text === '') return undefined;
  return question.type === 'number' ? Number(text) : text;
};

const readPerson = (name: string, form: Fields): Record<string, string> | undefined => {
  const person = {
    name: one(form[`q.${name}.name`]).trim(),
    relation: one(form[`q.${name}.relation`]).trim(),
    phone: one(form[`q.${name}.phone`]).trim(),
  };
  return person.name === '' ? undefined : person;
};

/** As the JSON body of a reply. A question left empty is not in the answers. */
export const readForm = (world: World, body: unknown): unknown => {
  const form = fields.parse(body);
  const plain = {
    channel: form.channel === undefined ? undefined : one(form.channel),
    key: form.key === undefined ? undefined : one(form.key),
  };
  if (form.form === undefined)
    return {
      ...plain,
      words: form.words === undefined ? undefined : one(form.words),
      photo: form.photo === undefined ? undefined : one(form.photo),
    };
  const message = (world.byKey.get(plain.key ?? '') ?? []).map((id) => world.messages.get(id)).at(-1);
  const answers = (message?.questions ?? [])
    .map((question) => [question.name, readAnswer(question, form)] as const)
    .filter(([, answer]) => answer !== undefined);
  return { ...plain, answers: Object.fromEntries(answers) };
};
