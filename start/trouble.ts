/** A failure that the person at the keyboard can mend. Its message is the one sentence they are shown: what is wrong and what to do. */
export class Trouble extends Error {}

/** What went wrong, in one line, of whatever was thrown. */
export function reason(thrown: unknown): string {
  const text = thrown instanceof AggregateError ? reason(thrown.errors[0]) : thrown instanceof Error ? thrown.message : String(thrown);
  return text.split('\n')[0] ?? '';
}
