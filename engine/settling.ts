/** What follows at once from what was just done (language.md 10.8). */
import type { TouchChart } from './chart.ts';
import { isOpen } from './arm.ts';
import { decide } from './decide.ts';
import { holds, orderOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { lookAtPace } from './pacing.ts';
import { obey } from './stopping.ts';

/** First the steps that follow without a time are made, in the order of the file; then `stop.if` and `pace` are looked at. */
export function settle(desk: Desk): void {
  for (;;) {
    makeFresh(desk);
    if (!desk.lookAround) return;
    desk.lookAround = false;
    lookAtPace(desk);
    lookAtStops(desk);
  }
}

/** Makes what was armed with a moment that is here already. Each touch is decided once, so this ends. */
export function makeFresh(desk: Desk): void {
  const decided = new Set<string>();
  for (;;) {
    const next = desk.fresh
      .filter((key) => !decided.has(key))
      .map((key) => desk.chart.touches[key])
      .filter((touch): touch is TouchChart => touch !== undefined)
      .sort((a, b) => (a.target ?? 0) - (b.target ?? 0) || orderOf(desk, a.step) - orderOf(desk, b.step))[0];
    if (!next) break;
    decided.add(next.key);
    decide(desk, next.key);
  }
  desk.fresh.length = 0;
}

/** Unknown stops nothing. */
function lookAtStops(desk: Desk): void {
  desk.plan.stops.forEach((rule, index) => {
    if (rule.on === 'condition' && isOpen(desk) && holds(desk, rule.if).is === true) obey(desk, rule, index);
  });
}
