/** Everything that can be asked of the server. */
import * as apiKeys from './api-keys.ts';
import * as doors from './doors.ts';
import * as enrollments from './enrollments.ts';
import * as events from './events.ts';
import type { OperationShape } from './operation.ts';
import * as patients from './patients.ts';
import * as rehearsals from './rehearsals.ts';
import * as sops from './sops.ts';
import * as status from './status.ts';
import * as tasks from './tasks.ts';

export const operations: readonly OperationShape[] = [
  events.postEvent,
  patients.putPatient,
  patients.getPatient,
  patients.getTouches,
  enrollments.postEnrollment,
  enrollments.getEnrollment,
  enrollments.postPreview,
  enrollments.postChange,
  tasks.getTasks,
  tasks.getTask,
  tasks.postClaim,
  tasks.postRelease,
  tasks.postComplete,
  tasks.postNoAnswer,
  tasks.postSnooze,
  sops.getSops,
  sops.getSop,
  sops.postSopCheck,
  sops.postSopPlan,
  sops.postVersion,
  rehearsals.postRehearsal,
  apiKeys.getApiKeys,
  apiKeys.postApiKey,
  apiKeys.postRevoke,
  doors.postSandboxWebhook,
  status.getStatus,
  doors.getMetrics,
  doors.getHealth,
  doors.getReady,
  doors.getDocument,
];
