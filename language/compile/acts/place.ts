/** What the acts are compiled with. */
import { channels } from '../../../engine/plan.ts';
import type { Attachment, Channel, Name, Reach, Text } from '../../../engine/plan.ts';
import type { Scope } from '../../conditions/scope.ts';
import { list } from '../../diagnostics/list.ts';
import { guess } from '../../diagnostics/guess.ts';
import { report } from '../../schema/desk.ts';
import type { Spot } from '../../schema/tree.ts';
import type { Bench } from '../bench.ts';
import type { Act, Draft } from '../draft.ts';
import { eventsAt, rolesAt, withPlaces } from '../references.ts';
import { reportUnlisted, reportUnknownThing } from '../report-unknown.ts';
import { textAt } from '../texts.ts';
import type { TextNeeds } from '../texts.ts';

/** `block` is there: an act whose block could not be read is not compiled. */
export type At<K extends Act['kind']> = {
  bench: Bench;
  scope: Scope;
  draft: Draft;
  act: Extract<Act, { kind: K }>;
  block: NonNullable<Extract<Act, { kind: K }>['block']>;
};

type ReachBlock = {
  values: { via?: string[]; urgent?: boolean; text_from?: string };
  at: (key: 'via' | 'text' | 'text_from' | 'urgent') => Spot | undefined;
};

/** What steps that reach someone share. `wordless`: it needs no words of its own (a ring, a person's call, a parcel). */
export function reachOf(
  bench: Bench,
  scope: Scope,
  block: ReachBlock,
  { byPerson = false, link }: { byPerson?: boolean; link?: string } = {},
): Reach {
  const via = channelsAt(bench, block.at('via'), block.values.via);
  const sms = !byPerson && (via ?? usualChannels(bench)).includes('sms');
  const text = reachText(bench, scope, block, { audience: 'patient', everyLanguage: true, sms, ...(link !== undefined && { link }) });
  const urgent = block.values.urgent ?? false;
  // A person's call is work for staff: urgent in the inbox, whatever the purpose.
  if (urgent && !byPerson) checkUrgent(bench, block.at('urgent')!);
  return { to: 'patient', ...(via && { via }), urgent, ...(text && { text }), variants: [] };
}

function checkUrgent(bench: Bench, spot: Spot): void {
  const purpose = bench.contact.own.rules.purpose ?? bench.contact.live.rules.purpose ?? 'care';
  if (purpose !== 'care') report(bench, spot, 'urgent-not-care', { purpose });
}

function usualChannels(bench: Bench): readonly string[] {
  const { own, live } = bench.contact;
  return own.block?.values.via ?? live.block?.values.via ?? [];
}

function reachText(bench: Bench, scope: Scope, block: ReachBlock, needs: TextNeeds): Text | undefined {
  const own = block.at('text');
  const from = block.at('text_from');
  if (own && from) report(bench, { node: from.key! }, 'two-times', { a: 'text', b: 'text_from' });
  if (own) return textAt(bench, scope, own, needs);
  const name = block.values.text_from;
  if (!from || name === undefined) return undefined;
  const shared = bench.texts.get(name);
  if (shared) return textAt(bench, scope, shared, needs);
  reportUnlisted(bench, from, 'unknown-text', name, bench.texts.keys());
  return undefined;
}

/** Channels that there are; undefined if none was named, so that the contact rules hold. */
export function channelsAt(bench: Bench, spot: Spot | undefined, names: readonly string[] | undefined): Channel[] | undefined {
  if (!spot || !names) return undefined;
  const known = withPlaces(spot, names).flatMap(({ name, spot: at }) => {
    const channel = channels.find((one) => one === name);
    if (channel) return [channel];
    const near = guess(name, channels);
    report(
      bench,
      at,
      'unknown-channel',
      { x: name, list: list(channels) },
      near === undefined ? undefined : { span: at.node.span, text: near },
    );
    return [];
  });
  return known.length > 0 ? known : undefined;
}

/** A message, survey or offer without words reaches nobody. */
export function needsText(bench: Bench, draft: Draft, reach: Reach, has: (key: 'text' | 'text_from' | 'variants') => boolean): void {
  if (!reach.text && !has('text') && !has('text_from') && !has('variants')) report(bench, draft.act!.spot, 'key-missing', { key: 'text' });
}

const papers = ['service_calendar', 'recovery_portrait', 'visit_card'] as const;

export function attachmentsAt(bench: Bench, spot: Spot | undefined, names: readonly string[] = []): Attachment[] {
  if (!spot) return [];
  return withPlaces(spot, names).flatMap(({ name, spot: at }): Attachment[] => {
    const paper = papers.find((kind) => kind === name);
    if (paper) return [{ kind: paper }];
    if (/^files\/[\w./-]+$/.test(name) && !name.includes('..')) return [{ kind: 'file', path: name }];
    reportUnknownThing(bench, at, { en: 'attachment', zh: '附件' }, name, [...papers, 'files/…']);
    return [];
  });
}

/** Who does it; told if nobody is named. */
export function byOf(bench: Bench, draft: Draft, spot: Spot | undefined, names: readonly string[] | undefined): Name[] {
  if (spot && names) return rolesAt(bench, spot, names);
  if (!spot) report(bench, draft.act!.spot, 'by-missing', { role: [...bench.roles.keys()][0] ?? 'nurse' });
  return [];
}

export const closersAt = (bench: Bench, spot: Spot | undefined, names: readonly string[] | undefined) =>
  spot && names ? eventsAt(bench, spot, names) : [];
