/** How a command ends. */
export const exitCodes = {
  /** All is well. */
  fine: 0,
  /** Mistakes in a file, a case that failed, a deviation, numbers that do not reconcile, a refusal of the server. */
  mistakes: 1,
  /** The command line itself: a file that is not there, an option that cannot be read, a key that is missing. */
  usage: 2,
  /** The server cannot be reached. */
  unreachable: 3,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A command that cannot be carried out. Its message is all that is shown. */
export class Refusal extends Error {
  readonly code: ExitCode;
  constructor(message: string, code: ExitCode = exitCodes.usage) {
    super(message);
    this.code = code;
  }
}
