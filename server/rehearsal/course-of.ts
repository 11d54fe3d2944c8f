/** What a rehearsal has become, read from the rows: the same shape as a case lived through in memory. */
import type { Deps } from '../../activities/deps.ts';
import type { Instant } from '../../engine/plan.ts';
import type { Course } from '../../language/test-file/course.ts';
import { toldOf } from '../../database/told.ts';
import { touchChartsOf } from '../../database/touches.ts';
import { withActor } from '../../database/with-actor.ts';
import type { Stage } from './stage.ts';

type Lived = Pick<Course, 'zone' | 'figures' | 'unplayed'> & {
  enrollment: string;
  dayZero: string | null | undefined;
  until: Instant | undefined;
};

export async function courseOf(deps: Deps, stage: Stage, { enrollment, zone, dayZero, figures, unplayed }: Lived): Promise<Course> {
  return withActor(deps.pool, stage.actor, async (tx) => {
    const touches = await touchChartsOf(tx, enrollment);
    const told = (await toldOf(tx, enrollment)).filter((one) => one.what !== 'remind').map(({ step, role, at }) => ({ step, role, at }));
    return { enrolled: true, zone, ...(dayZero == null ? {} : { dayZero }), touches, told, figures, unplayed };
  });
}
