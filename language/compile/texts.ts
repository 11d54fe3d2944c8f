/** Words with `{{ }}` at a place of the file, in every language that is asked for (language.md 9). */
import type { Language, Template, Text } from '../../engine/plan.ts';
import type { Scope } from '../conditions/scope.ts';
import { report } from '../schema/desk.ts';
import { below, keyText } from '../schema/tree.ts';
import type { Spot } from '../schema/tree.ts';
import type { MapNode, ScalarNode } from '../node.ts';
import { compileText } from '../texts/compile.ts';
import type { Audience } from '../texts/compile.ts';
import { holds, smsSize } from '../texts/sms.ts';
import type { Bench } from './bench.ts';
import { exprAt, whereOf } from './scopes.ts';

export type TextNeeds = {
  audience: Audience;
  /** Words that are sent to patients exist in each of their languages; labels and titles only if they are written by language at all. */
  everyLanguage?: boolean;
  /** The name without which nobody can answer: `link.survey`. */
  link?: string;
  /** It may go by SMS: short, and nothing in it that others must not read. */
  sms?: boolean;
};

const usualLanguage = 'zh-CN';

/** The languages every text must exist in; the first is the one of words that do not say. */
export function languagesOf(bench: Bench): [Language, ...Language[]] {
  const { own, live } = bench.contact;
  const [first = usualLanguage, ...rest] = own.block?.values.languages ?? live.block?.values.languages ?? [];
  return [first, ...rest];
}

/** Undefined if there are no words at all. A mistake in them is told, and the rest of the text stands. */
export function textAt(bench: Bench, scope: Scope, spot: Spot, needs: TextNeeds): Text | undefined {
  const { node } = spot;
  if (node.type === 'list' || (node.type === 'scalar' && typeof node.value !== 'string')) return undefined;
  if (node.type === 'map' && below(spot, 'pick')) return pickedText(bench, scope, node, needs);
  const words = wordsAt(bench, scope, spot, needs);
  return words && { kind: 'words', in: words };
}

function pickedText(bench: Bench, scope: Scope, node: MapNode, needs: TextNeeds): Text | undefined {
  const pick = below({ node }, 'pick')!;
  const by = exprAt(bench, scope, pick.node, 'value').expr;
  if (!below({ node }, 'other')) report(bench, { node: pick.key! }, 'other-missing');
  const of: Record<string, Record<Language, Template>> = {};
  for (const entry of node.entries) {
    if (keyText(entry) === 'pick') continue;
    const words = wordsAt(bench, scope, { node: entry.value, key: entry.key }, needs);
    if (words) of[keyText(entry)] = words;
  }
  return by && { kind: 'pick', by, of };
}

function wordsAt(bench: Bench, scope: Scope, spot: Spot, needs: TextNeeds): Record<Language, Template> | undefined {
  const { node } = spot;
  const languages = languagesOf(bench);
  if (node.type === 'scalar') {
    if (needs.everyLanguage)
      for (const lang of languages.slice(1)) report(bench, spot.key ? { node: spot.key } : spot, 'language-missing', { lang });
    const template = templateAt(bench, scope, node, needs);
    return template && { [languages[0]]: template };
  }
  if (node.type !== 'map') return undefined;
  const words: Record<Language, Template> = {};
  for (const entry of node.entries) {
    const template = entry.value.type === 'scalar' && templateAt(bench, scope, entry.value, needs);
    if (template) words[keyText(entry)] = template;
  }
  for (const lang of languages)
    if (!node.entries.some((entry) => keyText(entry) === lang))
      report(bench, spot.key ? { node: spot.key } : spot, 'language-missing', { lang });
  return words;
}

const smsLength = 70;

function templateAt(bench: Bench, scope: Scope, node: ScalarNode, needs: TextNeeds): Template | undefined {
  if (typeof node.value !== 'string') return undefined;
  const { template, privates, diagnostics } = compileText(node.value, scope, whereOf(bench, node), needs.audience);
  bench.diagnostics.push(...diagnostics);
  if (needs.link !== undefined && !holds(template, needs.link)) report(bench, { node }, 'link-missing', { link: needs.link });
  if (needs.sms) checkSms(bench, node, template, privates);
  return template;
}

function checkSms(bench: Bench, node: ScalarNode, template: Template, privates: readonly string[]): void {
  const { characters, parts } = smsSize(template);
  if (characters > smsLength && parts > 1) report(bench, { node }, 'sms-long', { n: parts });
  for (const x of privates) report(bench, { node }, 'private-in-sms', { x });
}
