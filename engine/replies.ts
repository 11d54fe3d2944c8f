/**
 * What a patient's words mean (language.md 9, 12): alarm words first, then stop words, then the newest open question they fit,
 * over all SOPs of the patient; else somebody reads them. Nothing a patient says is dropped.
 */
import { addSpan } from './calendar/span.ts';
import type { Answers, Chart, TouchChart } from './chart.ts';
import { contactOf, zonesOf } from './contact.ts';
import { builtInSteps } from './built-in.ts';
import type { Judge } from './judge.ts';
import type { Instant, Plan, Question, Step } from './plan.ts';

export type Following = { plan: Plan; chart: Chart };
export type Spoken = { words: string; photo?: string; now: Instant };
export type Meaning =
  | { class: 'alarm' | 'wants_call' | 'stop' }
  | { class: 'answer'; enrollment: string; touch: string; answers: Answers; early: boolean }
  /** Not understood, and nobody else's answer: it goes to a person, and the question is asked once more. */
  | { class: 'other'; askAgain?: { enrollment: string; touch: string } };

export function understandWords(following: Following[], spoken: Spoken, judge: Judge, alarmWords: string[]): Meaning {
  const words = [...new Set([...alarmWords, ...following.flatMap(({ plan, chart }) => contactOf(plan, chart.house).alarmWords ?? [])])];
  const triage = judge.triage(spoken.words, words);
  if (triage !== 'other') return { class: triage };
  const fits = following
    .flatMap((one) => openQuestions(one, spoken.now))
    .sort(inOrder)
    .map((candidate) => ({ candidate, answers: answersTo(candidate.question, spoken, judge, candidate) }));
  const asked = fits
    .map(({ candidate }) => candidate)
    .find((candidate) => !candidate.early && !candidate.ended && !candidate.touch.askedAgain);
  const first = fits.find(({ answers }) => answers !== undefined);
  if (!first?.answers || (couldBeSeveral(fits) && !first.candidate.touch.askedAgain))
    return { class: 'other', ...(asked ? again(first?.candidate ?? asked) : {}) };
  const { chart, touch, early } = first.candidate;
  return { class: 'answer', enrollment: chart.enrollment.id, touch: touch.key, answers: first.answers, early };
}

const again = ({ chart, touch }: Candidate) => ({ askAgain: { enrollment: chart.enrollment.id, touch: touch.key } });

/** Open ones first, the newest of them; then those whose wait is over; then those that are to be asked soon, the soonest of them. */
function inOrder(a: Candidate, b: Candidate): number {
  const rank = (one: Candidate) => (one.early ? 2 : one.ended ? 1 : 0);
  return rank(a) - rank(b) || (a.early ? a.at - b.at : b.at - a.at);
}

/** It fits more than one open question: the newest is asked once more, so that the patient says what was meant. Another touch of the same step is no other question. */
function couldBeSeveral(fits: { candidate: Candidate; answers: Answers | undefined }[]): boolean {
  const open = fits.filter(({ candidate, answers }) => answers !== undefined && !candidate.early && !candidate.ended);
  return new Set(open.map(({ candidate }) => `${candidate.chart.enrollment.id}/${candidate.step.id}`)).size > 1;
}

type Candidate = Following & { touch: TouchChart; step: Step; question: Question; at: Instant; early: boolean; ended: boolean };

/**
 * Questions a reply in the chat can answer: one question, asked of the patient, still open; or unanswered and not yet followed by the
 * step's next touch; or about to be asked, within `early`.
 */
function openQuestions({ plan, chart }: Following, now: Instant): Candidate[] {
  const steps = new Map([...plan.steps, ...builtInSteps(plan)].map((step) => [step.id, step]));
  return Object.values(chart.touches).flatMap((touch): Candidate[] => {
    const step = steps.get(touch.step);
    const question = step?.questions[0];
    if (!step || !question || step.questions.length !== 1 || (step.kind !== 'message' && step.kind !== 'survey')) return [];
    const open = touch.madeAt !== undefined && !touch.outcome;
    const ended = touch.outcome === 'not_answered' && !touch.answeredLate && isNewest(chart, touch);
    const early = !touch.outcome && touch.madeAt === undefined && soon(plan, chart, step, touch, now);
    if (!open && !ended && !early) return [];
    return [{ plan, chart, touch, step, question, at: touch.madeAt ?? touch.target ?? 0, early, ended }];
  });
}

function isNewest(chart: Chart, touch: TouchChart): boolean {
  return !Object.values(chart.touches).some(
    (other) => other.step === touch.step && other.madeAt !== undefined && other.madeAt > (touch.madeAt ?? 0),
  );
}

function soon(plan: Plan, chart: Chart, step: Step, touch: TouchChart, now: Instant): boolean {
  if (!step.wait.early || touch.target === undefined || touch.target < now) return false;
  const { hospital, patient, calendar } = zonesOf(contactOf(plan, chart.house), chart.house, chart.patient.zone);
  return addSpan(touch.target, step.wait.early, 'before', { zone: patient, hospitalZone: hospital, calendar }) <= now;
}

function answersTo(question: Question, spoken: Spoken, judge: Judge, { plan, chart, touch }: Candidate): Answers | undefined {
  if (spoken.photo !== undefined) return question.type === 'photo' ? { [question.name]: spoken.photo } : undefined;
  const understood = judge.understand(question, spoken.words, { plan, chart, touch, now: spoken.now });
  return 'answers' in understood ? understood.answers : undefined;
}
