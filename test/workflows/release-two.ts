/** A release that is not there yet: version 2 of the rules does one thing at a time, and knows of version 1 runs. */
import { enrollmentBy } from '../../workflows/enrollment.ts';
import { ruleBook } from '../../workflows/rules.ts';
import type { Rules } from '../../workflows/rules.ts';

const one = ruleBook.versions[1] as Rules;
const two: Rules = {
  ...one,
  dueAt: (state, now) => one.dueAt(state, now).slice(0, 1),
  upgrade: (older) => ({ ...older, since: { ...older.since, upgraded: 1 } }),
};

export const enrollment = enrollmentBy({ newest: 2, versions: { 1: one, 2: two } });
