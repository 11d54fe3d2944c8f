/** Telling people about a touch: the rungs of the ladder, reminders, notes. Who is told may take the work (language.md 4). */
import type { Told } from './change.ts';
import type { TouchChart } from './chart.ts';
import { edit, personIn, teamOf } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Name, Step } from './plan.ts';

export function tell(desk: Desk, step: Step, touch: TouchChart, role: Name, what: Told['what'], n: number, words = ''): void {
  const changed = edit(desk, touch.key);
  // The ladder goes up from whoever was told last; a reminder or a note is no rung of it.
  if (what === 'rung' || what === 'daily') changed.told = [...(changed.told ?? []), { role, at: desk.now }];
  const person = personIn(desk, role, touch);
  const told: Told = { touch: touch.key, step: step.id, role, team: teamOf(desk, role), at: desk.now, what, n, words };
  desk.changes.push({ kind: 'told', told: person ? { ...told, person } : told });
}

/** The role above, for rungs and for a repeat one level up. */
export function above(desk: Desk, role: Name): Name | undefined {
  return desk.roles[role]?.above;
}
