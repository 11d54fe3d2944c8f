/** The authors' cases on the real engine, in skipped time, and in memory: both the same (traps 1, 2, 4 and more, as the cases say). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carrierTraits } from '../../activities/deps.ts';
import { deviations } from '../../language/test-file/course.ts';
import type { Course } from '../../language/test-file/course.ts';
import { runCase } from '../../language/test-file/run.ts';
import { sandboxPending } from '../../server/rehearsal/sandbox-pending.ts';
import { token } from '../sandbox/process.ts';
import { rehearse } from '../../server/rehearsal/rehearse.ts';
import { houseOf, libraryTexts, planOf, testsOf, theFour } from './library.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** What people would call the course: which touches were made when, how they ended, who was told. */
const told = ({ touches, told: words }: Course) => ({
  // An event's touch is called by the event's id, which is another here and there.
  touches: touches
    .map(
      (t) =>
        `${t.step}/${t.event ? 'event' : t.occurrence} ${t.madeAt === undefined ? '—' : Math.floor(t.madeAt / 60_000)} ${t.outcome ?? 'open'} ${t.reason ?? ''} ${t.role ?? ''}`,
    )
    .sort(),
  told: words.map((w) => `${w.step} ${w.role} ${Math.floor(w.at / 60_000)}`).sort(),
});

describe.each(theFour)('%s', (sop) => {
  const plan = planOf(sop);
  const file = testsOf(sop);
  const house = houseOf(sop);
  const others = sop === 'activation/caring-call' ? [] : [planOf('activation/caring-call')];
  it.each(file.cases.filter((one) => !one.play.some((play) => play.kind === 'down')).map((one) => [one.case, one] as const))(
    '%s',
    async (_name, one) => {
      const { deps } = world;
      const started = performance.now();
      const real = await rehearse(
        { deps, client: world.clients.rehearsal, sandbox: sandboxPending({ url: world.sandbox.url, token }) },
        { one, file, plan, others, house, libraries: libraryTexts },
      );
      if (process.env.SHOW_TIMES) console.log(`${Math.round(performance.now() - started)} ms`, one.case);
      expect(deviations(one, real)).toEqual([]);
      const memory = runCase(one, file, {
        plan,
        house,
        judge: deps.judge,
        carriers: carrierTraits(deps.channels),
        planOf: (name) => others.find((other) => other.sop === name),
      });
      expect(told(real)).toEqual(told(memory));
    },
  );
});
