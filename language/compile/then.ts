/** THEN of a step: outcomes that its kind has, and the silence that must be spoken about (language.md 4, 5). */
import type { Outcome, StepId } from '../../engine/plan.ts';
import { guess } from '../diagnostics/guess.ts';
import { list } from '../diagnostics/list.ts';
import type { ScalarNode } from '../node.ts';
import { report } from '../schema/desk.ts';
import { keyText } from '../schema/tree.ts';
import type { Bench } from './bench.ts';
import { standsInside } from './draft.ts';
import type { Draft } from './draft.ts';
import { always, endingOf, waits } from './endings.ts';

export function compileNext(bench: Bench, draft: Draft): Partial<Record<Outcome, StepId[]>> {
  checkWords(bench, draft);
  const next: Partial<Record<Outcome, StepId[]>> = {};
  for (const [outcome, drafts] of Object.entries(draft.next)) next[outcome as Outcome] = drafts.map(({ id }) => id);
  return next;
}

function checkWords(bench: Bench, draft: Draft): void {
  const { act, block, spoken, spot } = draft;
  if (!act) return;
  const { outcomes, silence } = endingOf(draft);
  const possible = [...outcomes, ...always];
  const then = block.at('then')?.node;
  // Silence that is spoken about under a mistyped word.
  let meant = false;
  for (const entry of then?.type === 'map' ? then.entries : []) {
    const x = keyText(entry);
    if ((possible as string[]).includes(x)) continue;
    if (act.kind === 'message' && !draft.asks && /answered$/.test(x)) report(bench, { node: entry.key }, 'question-missing');
    else if (reportOutcome(bench, draft, entry.key, x, possible) === silence) meant = true;
  }
  const mustSpeak = silence && (act.kind === 'repeat' || waits(draft));
  if (mustSpeak && !spoken.has(silence) && !meant && !standsInside(draft, 'then'))
    report(bench, block.at('then')?.key ? { node: block.at('then')!.key! } : spot, 'silence-missing', { outcome: silence });
}

function reportOutcome(bench: Bench, { act }: Draft, key: ScalarNode, x: string, possible: readonly string[]): string | undefined {
  const near =
    guess(x, possible) ??
    (/^(no_?answer|no_?reply|silence|not_?answered)$/.test(x) && possible.includes('not_answered') ? 'not_answered' : undefined);
  report(
    bench,
    { node: key },
    'not-an-outcome',
    { kind: act!.kind, list: list(possible), x },
    near === undefined ? undefined : { span: key.span, text: near },
  );
  return near;
}
