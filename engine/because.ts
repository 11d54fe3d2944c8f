/** Why a task is there now, in the house's own words (trap 22): what led here, the last answers, and what is not known. */
import { dayOfDate } from './calendar/date-value.ts';
import { daysBetween } from './calendar/day.ts';
import { dayIn } from './calendar/zone.ts';
import type { Answers, EventRecord, TouchChart, Value } from './chart.ts';
import { houseLanguage, stepOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { outcomeWords } from './outcome-words.ts';
import { staffWords } from './rendering.ts';
import { dayZero } from './schedule.ts';

export function becauseOf(desk: Desk, touch: TouchChart): string {
  return [...led(desk, touch), ...missing(desk, touch)].join(' · ');
}

function led(desk: Desk, touch: TouchChart): string[] {
  const parent = touch.parent === undefined ? undefined : desk.chart.touches[touch.parent];
  if (parent) return [outcomeOf(desk, parent), ...lastAnswers(desk, parent)];
  return touch.event ? eventWords(touch.event) : ownTime(desk, touch);
}

function outcomeOf(desk: Desk, touch: TouchChart): string {
  const title = stepOf(desk, touch)?.title;
  const { zh, en } = outcomeWords[touch.outcome ?? 'done'];
  const chinese = houseLanguage(desk).startsWith('zh');
  return `${title ? staffWords(desk, touch, title) : touch.step}${chinese ? '：' : ': '}${chinese ? zh : en}`;
}

/** Those of the touch that led here, or of the nearest one before it that has some. */
function lastAnswers(desk: Desk, from: TouchChart): string[] {
  for (let touch: TouchChart | undefined = from; touch; touch = touch.parent === undefined ? undefined : desk.chart.touches[touch.parent]) {
    const answers = Object.entries(touch.answers ?? {});
    if (answers.length > 0)
      return answers.map(([name, value]) => `${labelOf(desk, touch, name)}: ${answerWords(desk, touch, name, value)}`);
  }
  return [];
}

function questionOf(desk: Desk, touch: TouchChart, name: string) {
  return stepOf(desk, touch)?.questions.find((question) => question.name === name);
}
function labelOf(desk: Desk, touch: TouchChart, name: string): string {
  const question = questionOf(desk, touch, name);
  return question ? staffWords(desk, touch, question.label) : name;
}
function answerWords(desk: Desk, touch: TouchChart, name: string, value: Answers[string]): string {
  const options = questionOf(desk, touch, name)?.options ?? [];
  const one = (given: Value): string => {
    const option = options.find(({ code }) => code === given);
    return option ? staffWords(desk, touch, option.label) : typeof given === 'object' ? JSON.stringify(given) : String(given);
  };
  return Array.isArray(value) ? value.map(one).join(', ') : one(value ?? null);
}

function eventWords({ name, fields }: EventRecord): string[] {
  return [
    name,
    ...Object.entries(fields).map(([field, value]) => `${field}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`),
  ];
}

/** It is its day: counted from day 0, or the date of a rhythm. */
function ownTime(desk: Desk, touch: TouchChart): string[] {
  const zone = desk.zones.hospital;
  if (touch.occurrenceDate !== undefined) return [dayOfDate(touch.occurrenceDate, zone)];
  const zero = dayZero(desk);
  if (zero === null || touch.target === undefined) return [];
  const day = daysBetween(zero, dayIn(touch.target, zone));
  return [houseLanguage(desk).startsWith('zh') ? `第 ${day} 天` : `day ${day}`];
}

function missing(desk: Desk, { unknown }: TouchChart): string[] {
  if (unknown === undefined) return [];
  return [
    houseLanguage(desk).startsWith('zh') ? `不知道 ${unknown}，所以也请看一看` : `${unknown} is not known, so please look all the same`,
  ];
}
