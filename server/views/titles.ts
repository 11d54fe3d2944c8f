/** Titles as people read them: with the patient's values in, and a gap shown as a gap. */
import { builtInSteps } from '../../engine/built-in.ts';
import type { Chart, TouchChart, Value } from '../../engine/chart.ts';
import type { Environment } from '../../engine/desk.ts';
import type { Plan, Question, Step, StepId, Text } from '../../engine/plan.ts';

export type Looking = { plan: Plan; chart: Chart; env: Pick<Environment, 'judge' | 'now'> };

export const stepsOf = (plan: Plan): ReadonlyMap<StepId, Step> =>
  new Map([...plan.steps, ...builtInSteps(plan)].map((step) => [step.id, step]));

export function titleOf(looking: Looking, step: Step | undefined, touch: TouchChart | undefined): string {
  if (!step?.title) return step?.id ?? touch?.step ?? '';
  return wordsOf(looking, step.title, touch) || step.id;
}

/** On one line. */
export function wordsOf({ plan, chart, env }: Looking, text: Text, touch?: TouchChart): string {
  const rendered = env.judge.render(text, { plan, chart, now: env.now, ...(touch ? { touch } : {}) });
  const words = 'words' in rendered ? rendered.words : gapped(text, chart);
  return words.replace(/\s*\n\s*/g, ' ').trim();
}

/** What a title says where a value is not known (yet). */
function gapped(text: Text, chart: Chart): string {
  const template = text.kind === 'words' ? Object.values(text.in)[0] : Object.values(Object.values(text.of)[0] ?? {})[0];
  const { name } = chart.patient.fields;
  return (template ?? [])
    .map((piece) => (typeof piece === 'string' ? piece : piece.name === 'patient.name' && typeof name === 'string' ? name : '…'))
    .join('');
}

/** A title without a patient. */
export function plainTitle(text: Text | undefined): string {
  if (!text) return '';
  const template = text.kind === 'words' ? Object.values(text.in)[0] : Object.values(Object.values(text.of)[0] ?? {})[0];
  return (template ?? []).map((piece) => (typeof piece === 'string' ? piece : `〔${piece.name}〕`)).join('').trim(); // prettier-ignore
}

/** An answer as its question's options call it. */
export function answerWords(looking: Looking, question: Question | undefined, value: Value, touch?: TouchChart): string {
  const labelOf = (code: Value): string => {
    const option = question?.options?.find((one) => one.code === code);
    return option ? wordsOf(looking, option.label, touch) : plainValue(code);
  };
  const words = Array.isArray(value) ? value.map(labelOf).join('、') : labelOf(value);
  return question?.unit && typeof value === 'number' ? `${words} ${question.unit}` : words;
}

function plainValue(value: Value): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.map(plainValue).join('、');
  return Object.values(value).map(plainValue).filter((one) => one !== '').join(' '); // prettier-ignore
}
