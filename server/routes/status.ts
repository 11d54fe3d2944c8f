import { reconcile } from '../../database/reconciliation.ts';
import type { Backlog } from '../../database/reconciliation.ts';
import { dayIn, endOfDay, startOfDay } from '../../engine/calendar/zone.ts';
import { getStatus } from '../contract/status.ts';
import { handler } from '../http/call.ts';
import { hospitalZone } from '../intake/moments.ts';

export const seeStatus = handler(getStatus, async (call) => {
  const { tx, hospital, now, query } = call;
  const zone = await hospitalZone(call);
  const day = query.day ?? dayIn(now, zone);
  const { outbox, events, ...figures } = await reconcile(tx, { hospital, from: startOfDay(day, zone), to: endOfDay(day, zone), now });
  return { status: 200, body: { day, zone, ...figures, outbox: shown(outbox), events: shown(events) } };
});

const shown = ({ oldestAt, ...backlog }: Backlog) => ({ ...backlog, oldest: oldestAt === null ? null : new Date(oldestAt).toISOString() });
