/** Messages and stack traces of failures are encrypted like payloads (design 3.10). */
import { DefaultFailureConverter } from '@temporalio/common';

export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
