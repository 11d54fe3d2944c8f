import type { Name, Span } from '../../engine/plan.ts';
import { read, within } from './reading.ts';
import type { Reading } from './reading.ts';
import { parseSpan } from './span.ts';

export type Offset = { span: Span; from?: Name };

/** `3 days`, `24 hours from operation`: a span, and the name it counts from if one is given (language.md 6). */
export function parseOffset(text: string): Reading<Offset> {
  const split = / +from +/.exec(text);
  const span = parseSpan(split ? text.slice(0, split.index) : text);
  const from = split ? text.slice(split.index + split[0].length) : undefined;
  if ('mistake' in span) return within(span, '', split ? ` from ${from}` : '');
  return { value: from === undefined ? { span: span.value } : { span: span.value, from } };
}

/** When a step is done: `0 days from operation` is that very day, for which there is no other word than for day 0. */
export function parseMove(text: string): Reading<Offset> {
  const none = /^0 (minute|hour|day)s?(?: +from +(.+))?$/.exec(text);
  if (!none) return parseOffset(text);
  const span: Span = { amount: 0, unit: none[1] as 'minute' | 'hour' | 'day' };
  return read(none[2] === undefined ? { span } : { span, from: none[2] });
}
