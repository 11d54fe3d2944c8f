/** What is measured of the server, for Prometheus. Labels name routes and results, never patients. */
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { readBacklog } from '../../database/backlog.ts';
import { withActor } from '../../database/with-actor.ts';
import type { Deps } from '../../activities/deps.ts';

export type Metrics = {
  observe(request: { method: string; route: string; status: number; seconds: number }): void;
  text(): Promise<string>;
  contentType: string;
};

export function createMetrics(deps: Pick<Deps, 'pool' | 'clock'>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'aftercare_http_request_seconds',
    help: 'How long requests took, by route and status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const waiting = new Gauge({ name: 'aftercare_waiting', help: 'Rows that wait to be worked', labelNames: ['of'] as const, registers });
  const oldest = new Gauge({
    name: 'aftercare_oldest_waiting_seconds',
    help: 'Since when the oldest of them waits',
    labelNames: ['of'] as const,
    registers,
  });
  const failing = new Gauge({
    name: 'aftercare_failing',
    help: 'Rows that were tried in vain and are tried again',
    labelNames: ['of'] as const,
    registers,
  });
  const unknown = new Gauge({ name: 'aftercare_events_of_unknown_patients', help: 'Events kept for patients nobody knows yet', registers });
  const givenUp = new Gauge({ name: 'aftercare_events_given_up', help: 'Events that a person has to look at', registers });
  return {
    observe: ({ method, route, status, seconds }) => requests.observe({ method, route, status }, seconds),
    contentType: registry.contentType,
    text: async () => {
      const { eventsGivenUp, eventsUnknown, ...backlog } = await withActor(
        deps.pool,
        { kind: 'system', id: 'metrics', hospital: '*' },
        readBacklog,
      );
      for (const [of, queue] of Object.entries(backlog)) {
        waiting.set({ of }, queue.waiting);
        failing.set({ of }, queue.failing);
        oldest.set({ of }, queue.oldestAt === null ? 0 : Math.max(0, (deps.clock.now() - queue.oldestAt) / 1000));
      }
      unknown.set(eventsUnknown);
      givenUp.set(eventsGivenUp);
      return registry.metrics();
    },
  };
}
