/** What a run hands to the next: a format number from the first day, so that later releases can read older checkpoints (design 3.11). */
import type { AgendaState } from '../engine/agenda.ts';
import type { Checkpoint } from './ports.ts';

export function save(state: AgendaState, rules: number): Checkpoint {
  return { format: 1, rules, state };
}

/** Every format that any release has written; one that is newer than this release is refused rather than misread: the run waits for a worker that knows it. */
export function restore(checkpoint: Checkpoint): { state: AgendaState; rules: number } {
  switch (checkpoint.format) {
    case 1:
      return { state: checkpoint.state, rules: checkpoint.rules };
    default:
      throw new Error(`this release cannot read a checkpoint of format ${String((checkpoint as { format: unknown }).format)}`);
  }
}
