/** The implementation of workflows/ports. */
import { Context, activityInfo } from '@temporalio/activity';
import type { Instant } from '../engine/plan.ts';
import type { Activities } from '../workflows/ports.ts';
import type { Deps } from './deps.ts';
import { createPerform } from './perform.ts';
import { putBack, send } from './send.ts';

/**
 * `rehearsal`: only the workflow's clock is virtual there, so an activity's moment is found from it, at each attempt (design 4). Elsewhere
 * the workflow's clock counts for nothing. A local activity is scheduled by our own clock; an ordinary one by the server, in virtual time.
 */
export function createActivities(deps: Deps, { rehearsal }: { rehearsal: boolean }): Activities {
  const local = (virtualNow: Instant): Instant | undefined => {
    if (!rehearsal) return undefined;
    return deps.clock.now() + (virtualNow - activityInfo().scheduledTimestampMs);
  };
  const ordinary = (virtualNow: Instant): Instant | undefined => {
    if (!rehearsal) return undefined;
    const { scheduledTimestampMs, currentAttemptScheduledTimestampMs } = activityInfo();
    return virtualNow + (currentAttemptScheduledTimestampMs - scheduledTimestampMs);
  };
  return {
    perform: createPerform(deps, local),
    send: (request) => {
      const { cancellationSignal, info } = Context.current();
      return send(deps, request, {
        triedForMs: info.currentAttemptScheduledTimestampMs - info.scheduledTimestampMs,
        signal: cancellationSignal,
        moment: ordinary,
      });
    },
    putBack: (request) => putBack(deps, request, local),
  };
}
