import type { Metrics } from '../http/metrics.ts';
import { getMetrics } from '../contract/doors.ts';
import { handler, type Handler } from '../http/call.ts';

export const showMetrics = (metrics: Metrics): Handler =>
  handler(getMetrics, async () => ({ status: 200, text: await metrics.text(), headers: { 'content-type': metrics.contentType } }));
