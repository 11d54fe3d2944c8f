/** What a run hands to the next: a form number from the first day, so that later releases can read older checkpoints (design 3.11). */
import type { AgendaState } from '../engine/agenda.ts';
import type { Checkpoint } from './ports.ts';

export function save(state: AgendaState): Checkpoint {
  return { format: 1, rules: 1, state };
}

/** Every form that any release has written; one that is newer than this release is refused rather than misread. */
export function restore(checkpoint: Checkpoint): AgendaState {
  switch (checkpoint.format) {
    case 1:
      return checkpoint.state;
    default:
      throw new Error(`this release cannot read a checkpoint of form ${String((checkpoint as { format: unknown }).format)}`);
  }
}
