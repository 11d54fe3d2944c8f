import type { AppointmentAct } from '../../../engine/plan.ts';
import { report } from '../../schema/desk.ts';
import { below } from '../../schema/tree.ts';
import type { Spot } from '../../schema/tree.ts';
import { roleAt } from '../references.ts';
import { exprAt } from '../scopes.ts';
import { needsText, reachOf } from './place.ts';
import type { At } from './place.ts';

const links: Record<string, string> = { offer: 'link.choose', move: 'link.choose', confirm: 'link.appointment' };

/** Read from the file, because a way that does not run yet has no value. */
function linkOf(spot: Spot): { link?: string } {
  const way = below(spot, 'do')?.node;
  const link = way?.type === 'scalar' ? links[String(way.value)] : undefined;
  return link === undefined ? {} : { link };
}

/** language.md 5, appointment: offer and move. */
export function compileAppointment({ bench, scope, draft, act, block }: At<'appointment'>): AppointmentAct {
  const { values, has, at } = block;
  if (!has('do')) report(bench, act.spot, 'key-missing', { key: 'do' });
  const reach = reachOf(bench, scope, block, linkOf(act.spot));
  needsText(bench, draft, reach, block.has);
  const doctor = at('doctor') && exprAt(bench, scope, at('doctor')!.node, 'value').expr;
  const by = values.by === undefined ? undefined : roleAt(bench, at('by')!, values.by);
  return {
    kind: 'appointment',
    ...reach,
    do: values.do ?? 'offer',
    ...(values.clinic !== undefined && { clinic: values.clinic }),
    ...(doctor && { doctor }),
    ...(values.between && { between: values.between }),
    ...(by !== undefined && { by }),
  };
}
