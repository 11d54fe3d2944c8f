/**
 * What the workflows need of the world. activities/ implements it; here are types only.
 * No patient data passes: ids, moments and codes.
 */
import type { Agenda, SendOrder } from '../engine/change.ts';
import type { Instant } from '../engine/plan.ts';

/** One thing whose moment has come. `touch` is the part of the key after the enrollment; `@enrollment` for its own moments. */
export type DueItem = { touch: string; do: Agenda['moments'][string][number]['do'] | 'carrier_down'; n: number; message?: string };

/**
 * `virtualNow`: the workflow's own clock when it asks. Outside rehearsals it is not used; in a rehearsal the activity takes
 * now = its clock + (virtualNow − when it was scheduled), at each attempt (design 4).
 */
export type PerformRequest = { enrollment: string; items: DueItem[]; virtualNow: Instant };
/** `began`: the answer to an empty list: the whole agenda as the rows have it (a new, a taken-over or a rebuilt workflow). */
export type PerformResult = { agenda: Agenda; sends: SendOrder[] };
export type SendRequest = { enrollment: string; message: string; virtualNow: Instant };

export type Activities = {
  /** Local, short, one transaction under the patient's lock. Doing it twice is doing it once. */
  perform(request: PerformRequest): Promise<PerformResult>;
  /** Ordinary, on the carrier's queue. Reads death, stop, opt-out and hours again, then calls the carrier once per claim. */
  send(request: SendRequest): Promise<PerformResult>;
};

/** What a workflow is told by signal `told`: `seq` rises within one enrollment; the same one twice changes nothing. */
export type Word = { seq: number; agenda: Agenda; sends: SendOrder[] };
/** Input of `enrollment/<id>`; after continue-as-new with the checkpoint. `rules`: the version of the reducer a run keeps. */
export type EnrollmentInput = { enrollment: string; checkpoint?: Checkpoint };
export type Checkpoint = { format: 1; rules: 1; seq: number; moments: Agenda['moments']; seen: Record<string, number> };
export type EnrollmentResult = { enrollment: string; ended: true };
