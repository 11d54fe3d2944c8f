/** What the server is made of, given to `createApp`: by server/main.ts, and by tests. */
import type { Logger } from 'pino';
import type { Deps } from '../activities/deps.ts';
import type { RehearsalDeps } from './rehearsal/rehearse.ts';

export type Parts = {
  deps: Deps;
  log: Logger;
  /** Signs the sandbox's webhooks. */
  sandboxSecret: string;
  /** Resolves when Temporal answers; part of /readyz. */
  temporalAnswers(): Promise<void>;
  /** Absent: this server has no rehearsal stage. */
  rehearsals?: Omit<RehearsalDeps, 'deps'>;
  /** Answers are checked against the contract too: an answer that does not keep it is a failure. For tests. */
  strict?: boolean;
};
