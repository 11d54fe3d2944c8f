/**
 * What the workflows need of the world. activities/ implements it; here are types only.
 * No patient data passes: ids, moments and codes.
 */
import type { AgendaState } from '../engine/agenda.ts';
import type { Agenda, Moment, SendOrder } from '../engine/change.ts';
import type { Instant } from '../engine/plan.ts';

/** One thing whose moment has come. `touch` is the part of the key after the enrollment; `@enrollment` for its own moments. */
export type DueItem = { touch: string; do: Moment['do']; n: number; at: Instant };

/**
 * `virtualNow`: the workflow's own clock when it asks. Outside rehearsals it is not used; in a rehearsal the activity takes
 * now = its clock + (virtualNow − the moment it was scheduled), at each attempt (design 4).
 */
export type PerformRequest = { enrollment: string; items: DueItem[]; virtualNow: Instant };
export type SendRequest = { enrollment: string; message: string; virtualNow: Instant };
export type PerformResult = { agenda: Agenda; sends: SendOrder[] };

export type Activities = {
  /**
   * Local and short: one transaction under the patient's lock. Doing it twice is doing it once. Without items it answers with the whole
   * agenda as the rows have it, and with the messages whose result is not known: so a new or rebuilt workflow begins.
   */
  perform(request: PerformRequest): Promise<PerformResult>;
  /** Ordinary, on the carrier's queue. Reads death, stop, opt-out and hours again, then calls the carrier at most once per claim. */
  send(request: SendRequest): Promise<PerformResult>;
  /** The carrier could not be called for longer than anybody waits: the touch is held, and goes through everything again from the top. */
  putBack(request: SendRequest): Promise<PerformResult>;
};

/** What a workflow is told by the signal `told`: `seq` rises within one enrollment; the same one twice changes nothing. */
export type Word = { seq: number; agenda: Agenda; sends: SendOrder[] };

/**
 * Input of `enrollment/<id>`; after continue-as-new with the checkpoint. `clockShift`: the hospital's clock minus Temporal's, in ms,
 * when the enrollment began: 0 but for rehearsals, which may be set in any year.
 */
export type EnrollmentInput = { enrollment: string; clockShift?: number; checkpoint?: Checkpoint };
/** `format`: the form of this record. `rules`: the version of the agenda's reducer that the run keeps (design 3.11). */
export type Checkpoint = { format: 1; rules: number; state: AgendaState };
export type EnrollmentResult = { ended: true };
/** Answer of the query `agenda`: for operations, and for tests. `onTheWay`: messages handed to their carriers' queues. */
export type AgendaView = { rules: number; agenda: AgendaState; onTheWay: string[] };
