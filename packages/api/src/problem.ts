import {
  ConflictError,
  FundtrailError,
  findCause,
  InputError,
  NotFoundError,
  redactUrls,
  SourceError,
} from '@fundtrail/core';

/** A problem document (RFC 9457), with the field and the remedy where they are known. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly field?: string;
  readonly remedy?: string;
};

export const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  401: 'A valid key is needed',
  404: 'Not found',
  409: 'The request contradicts the state',
  413: 'The request is too large',
  415: 'The content type is not supported',
  500: 'Something went wrong here',
  502: 'A source of facts failed',
  503: 'The service is not available now',
};

const BODY_REMEDY = 'Send a JSON object; see /openapi.json for its form.';
/** What Fastify refuses by itself, before a route is asked. */
const REFUSALS: Readonly<Record<string, Pick<Problem, 'field' | 'remedy'>>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { field: 'body', remedy: 'Send less at once; seeds can be added in several requests.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { field: 'content-type', remedy: 'Send application/json.' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { field: 'body', remedy: 'Send a JSON body, or no content-type.' },
};

/** What an error becomes for the caller; of an unexpected one nothing is told but that it happened. */
export function problemOf(error: unknown): Problem {
  const own = findCause(error, (cause): cause is FundtrailError => cause instanceof FundtrailError);
  if (own instanceof InputError) {
    return problem(400, 'invalid_input', own.detail, { field: own.place.field, remedy: own.remedy ?? BODY_REMEDY });
  }
  if (own instanceof NotFoundError) return problem(404, own.code, own.message, { remedy: own.remedy });
  if (own instanceof ConflictError) return problem(409, own.code, own.message, { remedy: own.remedy });
  if (own instanceof SourceError) return problem(502, own.code, redactUrls(own.message), { remedy: own.remedy });
  if (own?.retryable === true) {
    return problem(503, 'unavailable', 'A part of the service does not answer now.', { remedy: 'Try again later.' });
  }
  return refusal(error) ?? problem(500, 'internal', 'An unexpected error was logged.', {});
}

export function problem(
  status: number,
  code: string,
  detail: string,
  more: { field?: string | undefined; remedy?: string | undefined },
): Problem {
  return {
    type: `urn:fundtrail:problem:${code}`,
    title: TITLES[status] ?? 'The request failed',
    status,
    detail,
    ...(more.field === undefined ? {} : { field: more.field }),
    ...(more.remedy === undefined ? {} : { remedy: more.remedy }),
  };
}

function refusal(error: unknown): Problem | undefined {
  const { statusCode, code, message } = error as Partial<Record<'statusCode' | 'code' | 'message', unknown>>;
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode >= 500) return undefined;
  const known = REFUSALS[String(code)] ?? (statusCode === 400 ? { field: 'body', remedy: BODY_REMEDY } : {});
  return problem(statusCode, 'invalid_request', typeof message === 'string' ? message : 'It cannot be read.', known);
}
