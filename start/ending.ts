/** How a command of start/ ends: what it started is ended, and trouble is one sentence. */
import type { Keeper } from './keeper.ts';
import { say } from './progress.ts';
import { reason, Trouble } from './trouble.ts';

export type Ending = {
  keeper: Keeper;
  /** Called last, whatever happened. */
  after?: () => void;
};

/** Ends this process in good order on Ctrl-C, SIGTERM or a closed terminal. */
export function endOnSignals(ending: Ending): void {
  const end = (signal: NodeJS.Signals) => {
    // The terminal and npm may both pass the same Ctrl-C on.
    if (ending.keeper.stopping) return;
    say(`\n${signal === 'SIGINT' ? 'Ctrl-C' : signal}: ending everything …`);
    void ending.keeper.stopAll().finally(() => {
      ending.after?.();
      say('Ended. The data is in .aftercare/.');
      process.exit(0);
    });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}

/** Runs the command; what fails is said and makes exit code 1, after everything that was started has ended. */
export async function orSayWhy(ending: Ending, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    // Interrupted, not failed: whoever ends it ends the process too.
    if (ending.keeper.stopping) return;
    await ending.keeper.stopAll();
    ending.after?.();
    process.stderr.write(
      `\n${thrown instanceof Trouble ? thrown.message : `Unexpected: ${thrown instanceof Error ? thrown.stack : reason(thrown)}`}\n`,
    );
    process.exit(1);
  }
}
