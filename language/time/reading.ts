/** What came of reading a phrase for time: its value, or the author's mistake. `fix`: what the whole phrase should have been. */
export type TimeMistake = {
  code:
    | 'short-unit'
    | 'bad-duration'
    | 'bad-time'
    | 'bad-rhythm'
    | 'bad-until'
    | 'bad-hours'
    | 'full-width-number'
    | 'not-a-choice'
    | 'wrong-type'
    | 'bad-target';
  values: Record<string, string | number>;
  fix?: string;
};
export type Reading<T> = { value: T } | { mistake: TimeMistake };

export const read = <T>(value: T): Reading<T> => ({ value });
export const mistaken = <T>(code: TimeMistake['code'], values: TimeMistake['values'], fix?: string): Reading<T> => ({
  mistake: fix === undefined ? { code, values } : { code, values, fix },
});

/** Puts the mended part back into the whole phrase it stood in. */
export function within<T>(reading: { mistake: TimeMistake }, before: string, after = ''): Reading<T> {
  const { code, values, fix } = reading.mistake;
  return mistaken(code, values, fix === undefined ? undefined : `${before}${fix}${after}`);
}
