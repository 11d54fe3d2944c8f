import type { AppointmentAct, Span } from '../../engine/plan.ts';
import { mistaken, read, within } from './reading.ts';
import type { Reading } from './reading.ts';
import { parseSpan } from './span.ts';

type Between = NonNullable<AppointmentAct['between']>;

/** `2 days to 10 days` from now, or `day 40 to day 50` from day 0 (language.md 5, appointment). */
export function parseBetween(text: string): Reading<Between> {
  const days = /^day (-?\d{1,4}) to day (-?\d{1,4})$/.exec(text);
  if (days) {
    const [from, to] = [Number(days[1]), Number(days[2])];
    return from <= to ? read({ kind: 'days', from, to }) : mistaken('bad-duration', { x: text }, `day ${to} to day ${from}`);
  }
  const [first = '', second, ...more] = text.split(' to ');
  if (second === undefined || more.length > 0) return mistaken('bad-duration', { x: text });
  const from: Reading<Span> = first === '0 days' ? read({ amount: 0, unit: 'day' }) : parseSpan(first);
  if ('mistake' in from) return within(from, '', ` to ${second}`);
  const to = parseSpan(second);
  return 'mistake' in to ? within(to, `${first} to `) : read({ kind: 'spans', from: from.value, to: to.value });
}
