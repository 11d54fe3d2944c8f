import type { Actor } from '../database/with-actor.ts';

/** The worker serves every hospital: its transactions begin with ids, and row-level security still asks who acts. */
export const worker: Actor = { kind: 'worker', id: 'worker', hospital: '*' };
