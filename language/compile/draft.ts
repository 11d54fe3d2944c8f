/** A step as found in the file, before anything in it is looked up: enough for other steps, conditions and texts to refer to it. */
import type { EventName, Kind, Outcome, StepId } from '../../engine/plan.ts';
import type { Block } from '../schema/read.ts';
import type { kindShapes } from '../schema/kinds/kinds.ts';
import type { stepShape } from '../schema/step.ts';
import { keyText } from '../schema/tree.ts';
import type { Spot } from '../schema/tree.ts';
import type { WrittenQuestion } from './written.ts';

export type KindBlocks = { [K in Kind]: Block<(typeof kindShapes)[K]> };
/** The kind's own block; none if it could not be read. */
export type Act = { [K in Kind]: { kind: K; spot: Spot; block: KindBlocks[K] | undefined } }[Kind];

export type Draft = {
  id: StepId;
  spot: Spot;
  block: Block<typeof stepShape>;
  /** None if the step has no kind or two. */
  act?: Act;
  /** Tells the three kinds of call apart. */
  how?: 'ring' | 'say' | 'person';
  parent?: { draft: Draft; outcome: Outcome };
  /** What `then` says: steps, or an empty list for `go on`. */
  next: Partial<Record<Outcome, Draft[]>>;
  /** Outcomes spoken about, also those that could not be read. */
  spoken: Set<string>;
  /** The events at hand: of its own `when`, or of the step above. */
  events?: EventName[];
  /** In an `every` step, or below one. */
  rhythm: boolean;
  questions: WrittenQuestion[];
  /** Does it ask, as far as it is written? Questions that cannot be read are questions all the same. */
  asks: boolean;
};

/** A step that a person does: a task, or a call that somebody makes. */
export const doneByPerson = ({ act, how }: Draft): boolean => act?.kind === 'task' || (act?.kind === 'call' && how === 'person');

/** A step that reaches a patient, by machine or by voice (language.md 10.1). */
export const reachesPatient = ({ act }: Draft): boolean =>
  act !== undefined && ['message', 'call', 'survey', 'gift', 'appointment'].includes(act.kind);

export const isUrgent = ({ act }: Draft): boolean =>
  act?.block !== undefined && 'urgent' in act.block.values && act.block.values.urgent === true;

/** This step and those above it, from the inside out. */
export function chainOf(draft: Draft): Draft[] {
  const chain: Draft[] = [];
  for (let at: Draft | undefined = draft; at; at = at.parent?.draft) chain.push(at);
  return chain;
}

/** Does a key of the step stand inside its kind? That is told as misplaced; nobody asks for it again. */
export const standsInside = ({ act }: Draft, key: string): boolean =>
  act?.spot.node.type === 'map' && act.spot.node.entries.some((entry) => keyText(entry) === key);
