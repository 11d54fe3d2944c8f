/** Every operation that needs a key, with what it does. */
import type { Handler } from '../http/call.ts';
import type { Metrics } from '../http/metrics.ts';
import { makeApiKey, revoke, seeApiKeys } from './api-keys.ts';
import { changeEnrollment, preview } from './changes.ts';
import { enroll, seeEnrollment } from './enrollments.ts';
import { tellEvent } from './events.ts';
import { showMetrics } from './metrics.ts';
import { showPatient, showTouches, tellPatient } from './patients.ts';
import { checkSops } from './sop-checks.ts';
import { planSop } from './sop-plans.ts';
import { liveThrough } from './rehearsals.ts';
import { seeSop, seeSops } from './sops.ts';
import { seeStatus } from './status.ts';
import { claim, complete, noAnswer, release, snooze } from './task-acts.ts';
import { inbox, seeTask } from './tasks.ts';
import { publishVersion } from './versions.ts';

export const handlers = (metrics: Metrics): Handler[] => [
  tellEvent,
  tellPatient,
  showPatient,
  showTouches,
  enroll,
  seeEnrollment,
  preview,
  changeEnrollment,
  inbox,
  seeTask,
  claim,
  release,
  complete,
  noAnswer,
  snooze,
  seeSops,
  seeSop,
  checkSops,
  planSop,
  publishVersion,
  liveThrough,
  seeApiKeys,
  makeApiKey,
  revoke,
  seeStatus,
  showMetrics(metrics),
];
