/** `expect`: something must happen, with nobody doing anything (language.md 5, 10.6). */
import { concerns } from './about.ts';
import type { EventRecord, TouchChart } from './chart.ts';
import { holds } from './desk.ts';
import type { Desk } from './desk.ts';
import { endAt } from './marks.ts';
import type { Step } from './plan.ts';

/** Whether this event is what the touch waits for: after its WHEN, even if that was past already when it began, and not after its end. */
export function isExpected(desk: Desk, step: Step, touch: TouchChart, event: EventRecord): boolean {
  const { act } = step;
  if (act.kind !== 'expect' || !act.events.includes(event.name)) return false;
  const since = touch.target ?? touch.madeAt ?? desk.now;
  const until = touch.endAt ?? endAt(desk, step, touch.madeAt ?? since, undefined);
  if (event.at < since || (until !== undefined && event.at > until)) return false;
  return concerns(event, desk.chart.enrollment.objects) && holds(desk, act.if, touch, { event }).is === true;
}

/** It has happened already, before anybody looked. */
export function hasHappened(desk: Desk, step: Step, touch: TouchChart): boolean {
  return step.act.kind === 'expect' && desk.chart.events.some((event) => isExpected(desk, step, touch, event));
}
