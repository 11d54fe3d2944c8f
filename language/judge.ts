/** What the engine is told about conditions, values and words (engine/judge.ts), from the chart as it is at that moment. */
import type { Judge, Known, Rendering, Standpoint, Verdict } from '../engine/judge.ts';
import { dayIn } from '../engine/calendar/zone.ts';
import type { Expr, Language, Question, Template, Text } from '../engine/plan.ts';
import { score } from './answers/score.ts';
import { triage } from './answers/triage.ts';
import { understand } from './answers/understand.ts';
import { treeOf } from './conditions/cache.ts';
import { evaluate } from './conditions/evaluate.ts';
import { hospitalZone, worldAt } from './conditions/standpoint.ts';
import { unknown, type World } from './conditions/world.ts';
import { languageOf, renderTemplate } from './texts/render.ts';
import { optionWords } from './texts/option-words.ts';

/** Pure: it holds nothing but a cache of conditions read before. */
export function createJudge(): Judge {
  return { holds, value, render, understand: understandWords, triage, score };
}

const evaluated = (expr: Expr, world: World): Known => {
  const tree = treeOf(expr.source);
  return tree ? evaluate(tree, world) : unknown(expr.source);
};

/** All must hold; one that is false decides, whatever is unknown. */
function holds(conditions: readonly Expr[], at: Standpoint): Verdict {
  const world = worldAt(at);
  let missing: string | undefined;
  for (const condition of conditions) {
    const found = evaluated(condition, world);
    if ('value' in found && found.value === false) return { is: false };
    if ('unknown' in found) missing ??= found.unknown;
    // Neither true nor false: a hospital sent words where yes or no was meant.
    else if (found.value !== true) missing ??= condition.source;
  }
  return missing === undefined ? { is: true } : { is: 'unknown', name: missing };
}

function value(expr: Expr, at: Standpoint): Known {
  const found = evaluated(expr, worldAt(at));
  return 'value' in found && found.value === null ? unknown(expr.source) : found;
}

/** Times are shown on the hospital's clock: an appointment is at nine there, wherever the patient is. */
function render(text: Text, at: Standpoint): Rendering {
  const world = worldAt(at);
  const words = wordsFor(text, world);
  const language = languageOf(Object.keys(words), at.chart.patient.language);
  const template = words[language] ?? [];
  const values = (name: string): Known => shown(name, at, world, language);
  const rendered = renderTemplate(template, values, language, hospitalZone(at.chart));
  return 'gap' in rendered ? rendered : { words: rendered.words, language };
}

/** A picked text whose value is unknown, or has no words of its own, is the one for `other`. */
function wordsFor(text: Text, world: World): Record<Language, Template> {
  if (text.kind === 'words') return text.in;
  const found = evaluated(text.by, world);
  const key = 'value' in found && typeof found.value === 'string' ? found.value : 'other';
  const own = Object.hasOwn(text.of, key) ? text.of[key] : undefined;
  return own ?? text.of.other ?? {};
}

/** The value behind a name; a choice is shown by its label, not by its code. */
function shown(name: string, at: Standpoint, world: World, language: Language): Known {
  const parts = name.split('.');
  const found = world.lookup(parts);
  if ('unknown' in found || found.value === null) return 'unknown' in found ? found : unknown(name);
  const question = at.plan.steps.find((step) => step.id === parts[0])?.questions.find((one) => one.name === parts[1]);
  if (!question || parts.length !== 2) return found;
  return { value: optionWords(question, found.value, language, (template) => labelWords(template, at, world, language)) };
}

const labelWords = (template: Template, at: Standpoint, world: World, language: Language): string | undefined => {
  const rendered = renderTemplate(template, (name) => world.lookup(name.split('.')), language, hospitalZone(at.chart));
  return 'words' in rendered ? rendered.words : undefined;
};

function understandWords(question: Question, words: string, at: Standpoint): ReturnType<Judge['understand']> {
  const world = worldAt(at);
  const inAll = (text: Text): string[] => {
    const templates = text.kind === 'words' ? [text.in] : Object.values(text.of);
    return templates.flatMap((by) => Object.entries(by).flatMap(([language, template]) => labelWords(template, at, world, language) ?? []));
  };
  const options = (question.options ?? []).map(({ code, label }) => ({ code, labels: inAll(label) }));
  return understand(question, words, { labels: inAll(question.label), options, today: dayIn(at.now, hospitalZone(at.chart)) });
}
