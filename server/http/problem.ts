/** What an answer says when it is not what was asked for (RFC 9457). Every failure of the interface is one of these. */
import type { Language } from '../../language/diagnostics/message.ts';

export type Words = { en: string; zh: string };
/** One thing that is wrong with a request: `field` is its place, `patient.addresses[0].value`. */
export type FieldError = { field: string; code: string; message: Words };

export type ProblemDetails = {
  status: number;
  /** The last part of `type`: what programs look at. */
  code: string;
  title: Words;
  detail?: Words;
  errors?: FieldError[];
  /** More members of the answer, such as who has the task. */
  more?: Record<string, unknown>;
  headers?: Record<string, string>;
};

/** Thrown by routes and what they call; everything done in the same transaction is undone. */
export class Problem extends Error {
  readonly details: ProblemDetails;
  constructor(details: ProblemDetails) {
    super(details.code);
    this.name = 'Problem';
    this.details = details;
  }
}

export const fieldError = (field: string, code: string, en: string, zh: string): FieldError => ({ field, code, message: { en, zh } });

/** The request is understood and cannot be as it is; each field that is wrong is named. */
export const invalid = (errors: FieldError[]): Problem =>
  new Problem({
    status: 422,
    code: 'invalid-request',
    title: { en: 'The request is not valid.', zh: '请求有误。' },
    ...(errors[0]
      ? { detail: { en: `${errors[0].field}: ${errors[0].message.en}`, zh: `${errors[0].field}：${errors[0].message.zh}` } }
      : {}),
    errors,
  });

export const invalidField = (field: string, code: string, en: string, zh: string): Problem => invalid([fieldError(field, code, en, zh)]);

export const notFound = (what: Words): Problem => new Problem({ status: 404, code: 'not-found', title: what });

/** What is asked for cannot be done as things are. */
export const conflict = (code: string, title: Words, more?: Record<string, unknown>): Problem =>
  new Problem({ status: 409, code, title, ...(more ? { more } : {}) });

/** The body of the answer. `instance` names the request, not its address: that may hold a patient's number. */
export function problemBody(details: ProblemDetails, request: string, language: Language): Record<string, unknown> {
  const { status, code, title, detail, errors, more } = details;
  return {
    ...more,
    type: `/problems/${code}`,
    title: title[language],
    status,
    ...(detail ? { detail: detail[language] } : {}),
    instance: `urn:aftercare:request:${request}`,
    ...(errors ? { errors } : {}),
  };
}
