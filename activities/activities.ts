/** The implementation of workflows/ports. */
import { Context, activityInfo } from '@temporalio/activity';
import type { Instant } from '../engine/plan.ts';
import type { Activities } from '../workflows/ports.ts';
import type { Deps } from './deps.ts';
import { createPerform } from './perform.ts';
import { putBack, send } from './send.ts';

/**
 * `rehearsal`: only the workflow's clock is virtual there, so an activity's moment is its own clock and how far the workflow's was
 * ahead when it asked, at each attempt (design 4). Elsewhere the workflow's clock counts for nothing.
 */
export function createActivities(deps: Deps, { rehearsal }: { rehearsal: boolean }): Activities {
  const moment = (virtualNow: Instant): Instant | undefined => {
    if (!rehearsal) return undefined;
    return deps.clock.now() + (virtualNow - activityInfo().scheduledTimestampMs);
  };
  return {
    perform: createPerform(deps, moment),
    send: (request) => {
      const { cancellationSignal, info } = Context.current();
      return send(deps, request, { firstTriedAt: info.scheduledTimestampMs, signal: cancellationSignal, moment });
    },
    putBack: (request) => putBack(deps, request, moment),
  };
}
