/** POST /v1/rehearsals: a case lived through on the real engine, in skipped time. */
import type { Outcome, Reason } from '../engine/plan.ts';
import type { Deviation } from '../language/test-file/course.ts';
import type { SentFile } from './sent-file.ts';
import type { Server } from './rest.ts';

/** Moments are ISO 8601 in UTC. */
export type RehearsedTouch = {
  step: string;
  occurrence: string;
  kind: string;
  title: string | null;
  target: string | null;
  madeAt: string | null;
  endedAt: string | null;
  outcome: Outcome | null;
  reason: Reason | null;
  role: string | null;
  channel: string | null;
};
export type Rehearsed = {
  enrolled: boolean;
  why?: Reason | null;
  zone: string;
  dayZero?: string | null;
  touches: RehearsedTouch[];
  told: { step: string; role: string; at: string }[];
  figures: Record<string, string>;
  deviations: Deviation[];
  tookMs: number;
};

/** `index`: of the case in its file, from 0. */
export type Rehearsal = { sop: string; files: SentFile[]; tests: SentFile; index: number };

export function rehearse(server: Server, { sop, files, tests, index }: Rehearsal): Promise<Rehearsed> {
  return server.post('/v1/rehearsals', { sop, files, tests, case: index });
}
