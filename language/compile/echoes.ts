/** What is told only because something else was mistyped: mending the one mends both. */
import { broughtObjects } from '../conditions/events.ts';
import { guess } from '../diagnostics/guess.ts';
import type { Diagnostic } from '../diagnostic.ts';

const lookedUp = /^unknown-(variable|step|role|form|setting|date)$/;
const brought = new Set<string>([...broughtObjects, 'event']);
const wordOf = ({ values: { x } }: Diagnostic): string => (typeof x === 'string' ? x : '');

/** Names that nothing uses because their use is mistyped, and objects of a start whose event is. */
export function withoutEchoes(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const mistyped = diagnostics.filter(({ code }) => lookedUp.test(code)).map(wordOf);
  const noEvent = diagnostics.some(({ code }) => code === 'unknown-event');
  return diagnostics.filter((d) => {
    if (d.code === 'unused-name') return !mistyped.some((x) => guess(x, [wordOf(d)]) !== undefined);
    return !(noEvent && d.code === 'not-available-here' && brought.has(wordOf(d).split('.')[0]!));
  });
}
