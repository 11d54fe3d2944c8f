/** Options as they are written, read. What cannot be read is a `Refusal` that says how to write it. */
import { isDay } from '../language/schema/sop.ts';
import { Refusal } from './exit.ts';
import type { Terminal } from './terminal.ts';

export type Pair = { name: string; value: string };

/** `name=value`. */
export function pairIn(written: string, { words }: Pick<Terminal, 'words'>): Pair {
  const [, name, value] = /^([a-z][a-z0-9_.]*)=([\s\S]*)$/.exec(written) ?? [];
  if (name === undefined || value === undefined)
    throw new Refusal(words(`“${written}” is not NAME=VALUE.`, `“${written}”不是 名字=值 的写法。`));
  return { name, value };
}

/** `2026-11-24`. */
export function dayIn(written: string, { words }: Pick<Terminal, 'words'>): string {
  if (!isDay(written))
    throw new Refusal(words(`“${written}” is no day. Write for example 2026-11-24.`, `“${written}”不是日期。请写，比如 2026-11-24。`));
  return written;
}

/** `10:00`. */
export function clockIn(written: string, { words }: Pick<Terminal, 'words'>): string {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(written))
    throw new Refusal(words(`“${written}” is no time of day. Write for example 09:00.`, `“${written}”不是钟点。请写，比如 09:00。`));
  return written;
}

/** `2026-11-20T10:00` or with a space between. */
export function localMomentIn(written: string, terminal: Pick<Terminal, 'words'>): { day: string; clock: string } {
  const [, day, clock] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)$/.exec(written) ?? [];
  if (day === undefined || clock === undefined)
    throw new Refusal(
      terminal.words(
        `“${written}” is no moment. Write for example 2026-11-20T10:00.`,
        `“${written}”不是时刻。请写，比如 2026-11-20T10:00。`,
      ),
    );
  return { day: dayIn(day, terminal), clock: clockIn(clock, terminal) };
}

/** A zone that this machine's time-zone data knows. */
export function zoneIn(written: string, { words }: Pick<Terminal, 'words'>): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: written }).resolvedOptions().timeZone && written;
  } catch {
    throw new Refusal(
      words(`There is no time zone “${written}”. Write for example Asia/Shanghai.`, `没有时区“${written}”。请写，比如 Asia/Shanghai。`),
    );
  }
}
