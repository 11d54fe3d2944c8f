/** Work that goes round: at every ring of the bell and every quarter of a second, until there is none; a failure is waited out. */
import type { Log } from './deps.ts';

export type Round = { ring(): void; stop(): Promise<void>; idle(): boolean };

/** `turn` answers whether there may be more at once. */
export function goRound(name: string, turn: () => Promise<boolean>, log: Log, pauseMs = 250): Round {
  let stopped = false;
  let rung = false;
  let working = false;
  let wake: () => void = () => undefined;
  const rest = async (ms: number): Promise<void> => {
    if (rung || stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };
  const run = async (): Promise<void> => {
    while (!stopped) {
      rung = false;
      working = true;
      try {
        while (!stopped && (await turn()));
        working = false;
        await rest(pauseMs);
      } catch (error) {
        working = false;
        log.warn(
          { round: name, failure: error instanceof Error ? error.name : 'failure', code: (error as { code?: unknown }).code },
          'a round failed and is tried again',
        );
        rung = false;
        await rest(1_000);
      }
    }
  };
  const running = run();
  return {
    ring: () => {
      rung = true;
      wake();
    },
    stop: async () => {
      stopped = true;
      wake();
      await running;
    },
    idle: () => !working && !rung,
  };
}
