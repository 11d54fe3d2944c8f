import type { Change, SendOrder } from '../engine/change.ts';
import type { Instant } from '../engine/plan.ts';
import type { EnrollmentHead } from './charts.ts';

export type SaveRequest = {
  /** As `lockEnrollment` answered it in this very transaction. */
  enrollment: Pick<EnrollmentHead, 'id' | 'hospital' | 'patient' | 'department'>;
  changes: Change[];
  /** Says on which queue each claimed message waits. */
  sends: SendOrder[];
  /** The enrollment's `seq` after these changes: one more than before. */
  seq: number;
  at: Instant;
};

/** Whose rows are written, and when. */
export type Saving = Omit<SaveRequest, 'changes'>;
export type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>;
