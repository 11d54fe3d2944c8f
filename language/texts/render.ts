/** A template and its values become words. Values are put in as they are and never read again: a patient's `{{ }}` stays a patient's words. */
import type { Known } from '../../engine/judge.ts';
import type { Hole, Language, Template } from '../../engine/plan.ts';
import { filtered, plainWords } from './show.ts';

export type Values = (name: string) => Known;

/** The words, or the first name that has no value and no `default`: then nothing may go out (language.md 11, `text_gap`). */
export function renderTemplate(template: Template, values: Values, language: Language, zone: string): { words: string } | { gap: string } {
  let words = '';
  for (const piece of template) {
    const filled = typeof piece === 'string' ? piece : fill(piece, values, language, zone);
    if (filled === undefined) return { gap: (piece as Hole).name };
    words += filled;
  }
  return { words };
}

function fill(hole: Hole, values: Values, language: Language, zone: string): string | undefined {
  const found = values(hole.name);
  let value = 'value' in found ? found.value : undefined;
  for (const filter of hole.filters) {
    // An empty text is a missing one: "Dear ," must not go out.
    const missing = value === undefined || value === null || value === '';
    if (filter.name === 'default') value = missing ? (filter.argument ?? '') : value;
    else if (value !== undefined && value !== null) value = filtered(value, filter.name, language, zone);
  }
  if (value === undefined || value === null) return undefined;
  const words = plainWords(value, language);
  const meantEmpty = hole.filters.some((filter) => filter.name === 'default');
  return words === undefined || (words.trim() === '' && !meantEmpty) ? undefined : words;
}

/** The patient's language, else one of the same tongue (zh for zh-CN), else the first. */
export function languageOf(written: readonly Language[], wanted: Language | undefined): Language {
  const tongue = (language: Language): string => language.split('-')[0]!.toLowerCase();
  const exact = written.find((language) => language.toLowerCase() === wanted?.toLowerCase());
  const near = wanted === undefined ? undefined : written.find((language) => tongue(language) === tongue(wanted));
  return exact ?? near ?? written[0] ?? 'zh-CN';
}
