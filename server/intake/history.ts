/** What was done elsewhere before a patient was taken over: checked against the plan, every mistake with its place. */
import type { z } from 'zod';
import type { HistoryEntry } from '../../engine/history.ts';
import { endings, type Instant, type Outcome, type Plan, type Step } from '../../engine/plan.ts';
import { checkAnswers } from '../../language/answers/validate.ts';
import type { postEnrollment } from '../contract/enrollments.ts';
import { fieldError, invalid, type FieldError } from '../http/problem.ts';
import { instantOf } from './moments.ts';

type Told = NonNullable<z.output<typeof postEnrollment.body>['history']>[number];

/** Every kind can end so (language.md 5). */
const always: readonly Outcome[] = ['skipped', 'expired', 'cancelled', 'failed'];

export function historyOf(plan: Plan, told: readonly Told[], { now, zone }: { now: Instant; zone: string }): HistoryEntry[] {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  const mistakes: FieldError[] = [];
  const entries = told.map((entry, i) => entryOf(entry, `history[${i}]`, steps.get(entry.step), { now, zone }, mistakes));
  if (mistakes.length > 0) throw invalid(mistakes);
  return entries;
}

function entryOf(
  told: Told,
  field: string,
  step: Step | undefined,
  { now, zone }: { now: Instant; zone: string },
  mistakes: FieldError[],
): HistoryEntry {
  const at = instantOf(told.at, zone);
  const { occurrence, outcome, reason, answers } = told;
  if (at > now) mistakes.push(fieldError(`${field}.at`, 'in-the-future', 'This has not happened yet.', '还没有发生。'));
  if (!step)
    mistakes.push(fieldError(`${field}.step`, 'unknown-step', `The SOP has no step “${told.step}”.`, `SOP 里没有“${told.step}”这一步。`));
  else mistakes.push(...stepMistakes(step, told, field, at));
  return {
    step: told.step,
    at,
    ...(occurrence ? { occurrence } : {}),
    ...(outcome ? { outcome } : {}),
    ...(reason ? { reason } : {}),
    ...(answers ? { answers } : {}),
  };
}

function stepMistakes(step: Step, { outcome, reason, answers, occurrence }: Told, field: string, at: Instant): FieldError[] {
  const allowed = [...outcomesOf(step), ...always];
  const wrongOutcome = outcome !== undefined && !allowed.includes(outcome);
  const { base } = step.when;
  const wrongDay =
    base.kind === 'day' && !step.parent && occurrence !== undefined && !base.days.map(String).includes(occurrence.split('~')[0]!);
  const answered = outcome !== undefined && ['answered', 'done', 'reached'].includes(outcome);
  return [
    ...(wrongOutcome
      ? [
          fieldError(
            `${field}.outcome`,
            'not-an-outcome',
            `“${step.id}” ends with one of: ${allowed.join(', ')}.`,
            `“${step.id}”的结果只有：${allowed.join('、')}。`,
          ),
        ]
      : []),
    ...(reason !== undefined && outcome === undefined
      ? [fieldError(`${field}.reason`, 'without-outcome', 'A reason belongs to an outcome.', '有结果才有原因。')]
      : []),
    ...(wrongDay
      ? [
          fieldError(
            `${field}.occurrence`,
            'unknown-occurrence',
            `The days of “${step.id}” are ${base.days.join(', ')}.`,
            `“${step.id}”的日子是 ${base.days.join('、')}。`,
          ),
        ]
      : []),
    ...(answers !== undefined && !answered
      ? [
          fieldError(
            `${field}.answers`,
            'not-answered',
            'Only what was answered, done or reached has answers.',
            '只有有回答、已完成或打通的才有答案。',
          ),
        ]
      : []),
    ...(answered ? checkAnswers(step.questions, answers ?? {}, at) : []).map(({ name, code, message }) => ({
      field: `${field}.answers.${name}`,
      code,
      message,
    })),
  ];
}

export function outcomesOf({ act, kind }: Step): Outcome[] {
  if (act.kind !== 'call') return endings[kind].outcomes;
  return endings[act.how === 'person' ? 'person_call' : act.how].outcomes;
}
