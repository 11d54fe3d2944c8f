import type { Instant, Name } from '../engine/plan.ts';
import type { Tx } from './with-actor.ts';

export type ToldLine = {
  touch: string;
  step: string;
  role: Name;
  team: Name;
  at: Instant;
  what: 'rung' | 'remind' | 'daily' | 'note';
  n: number;
};

/** Who was told what about an enrollment, in order of time. */
export async function toldOf(tx: Tx, enrollment: string): Promise<ToldLine[]> {
  const { rows } = await tx.query<ToldLine>('select touch, step, role, team, at, what, n from told where enrollment = $1 order by at, id', [
    enrollment,
  ]);
  return rows;
}
