/** What goes wrong on the way, as a problem: what the caller can mend, what passes by itself, and what is our mistake. */
import { NoSuchEnrollment } from '../../activities/enact.ts';
import { Problem, notFound, type ProblemDetails } from './problem.ts';

/** PostgreSQL is away, busy or was restarted; `EAI_…` and `ECONN…` come from the network. */
const passing = /^(08...|53...|57P0.|57014|55P03|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|EAI_AGAIN|ENOTFOUND)$/;

export function problemOf(error: unknown): ProblemDetails {
  if (error instanceof Problem) return error.details;
  if (error instanceof NoSuchEnrollment) return notFound({ en: 'There is no such enrollment.', zh: '没有这个入组记录。' }).details;
  return bodyProblem(error) ?? (isPassing(error) ? unavailable : ours);
}

const unavailable: ProblemDetails = {
  status: 503,
  code: 'unavailable',
  title: {
    en: 'Nothing was done: a part of the system does not answer just now. Try again.',
    zh: '暂时不可用，什么也没有做。请稍后再试。',
  },
  headers: { 'retry-after': '2' },
};
const ours: ProblemDetails = {
  status: 500,
  code: 'internal',
  title: { en: 'Nothing was done: something went wrong on our side.', zh: '系统出错，什么也没有做。' },
};

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (passing.test(String((error as { code?: unknown }).code))) return true;
  return /timeout exceeded when trying to connect|Connection terminated|Query read timeout/.test(error.message);
}

type HttpError = { type?: unknown; status?: unknown; limit?: unknown };

/** What reading a request's body can find, and an address that cannot be decoded. */
function bodyProblem(error: unknown): ProblemDetails | undefined {
  const { type, status, limit } = (error ?? {}) as HttpError;
  if (type === 'entity.too.large')
    return {
      status: 413,
      code: 'too-large',
      title: { en: 'The body is too large.', zh: '请求内容太大。' },
      ...(typeof limit === 'number' ? { detail: { en: `At most ${limit} bytes.`, zh: `最多 ${limit} 字节。` } } : {}),
    };
  if (type === 'encoding.unsupported')
    return { status: 415, code: 'unsupported-encoding', title: { en: 'Send the body without compression.', zh: '请不要压缩请求内容。' } };
  if (error instanceof URIError || status === 400)
    return { status: 400, code: 'malformed-request', title: { en: 'The request cannot be read.', zh: '请求读不出来。' } };
  return undefined;
}

/** What may be logged of an error: never its words, which can hold a patient's. */
export function traceOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { failure: typeof error };
  const { code, constraint, table, routine } = error as { code?: unknown; constraint?: unknown; table?: unknown; routine?: unknown };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 8).map((line) => line.trim()); // prettier-ignore
  return { failure: error.name, code, constraint, table, routine, frames };
}
