import { ConflictError, FundtrailError, findCause, InputError, NotFoundError, SourceError } from '@fundtrail/core';

/** A problem document (RFC 9457), with the field and the remedy where they are known. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly field?: string;
  readonly remedy?: string;
};

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  401: 'A valid key is needed',
  404: 'Not found',
  409: 'The request contradicts the state',
  413: 'The request is too large',
  415: 'The content type is not supported',
  500: 'Something went wrong here',
  502: 'A source of facts failed',
};

/** What an error becomes for the caller; of an unexpected one nothing is told but that it happened. */
export function problemOf(error: unknown): Problem {
  const own = findCause(error, (cause): cause is FundtrailError => cause instanceof FundtrailError);
  if (own instanceof InputError) {
    return problem(400, 'invalid_input', own.detail, { field: own.place.field, remedy: own.remedy });
  }
  if (own instanceof NotFoundError) return problem(404, own.code, own.message, { remedy: own.remedy });
  if (own instanceof ConflictError) return problem(409, own.code, own.message, { remedy: own.remedy });
  if (own instanceof SourceError) return problem(502, own.code, own.message, { remedy: own.remedy });
  const http = httpFault(error);
  if (http !== undefined) return http;
  return problem(500, 'internal', 'An unexpected error was logged.', {});
}

export function unauthorized(detail: string): Problem {
  return problem(401, 'unauthorized', detail, {
    remedy: 'Send "Authorization: Bearer <key>"; make a key with `fundtrail key create`.',
  });
}

export function unknownRoute(method: string, path: string): Problem {
  return problem(404, 'not_found', `${method} ${path} is not part of this API`, { remedy: 'See /openapi.json.' });
}

type HttpFault = {
  readonly statusCode: number;
  readonly validation?: readonly ValidationFault[];
  readonly validationContext?: string;
  readonly message: string;
};
type ValidationFault = {
  readonly instancePath: string;
  readonly message?: string;
  readonly params?: Readonly<Record<string, unknown>>;
};

function httpFault(error: unknown): Problem | undefined {
  const fault = error as Partial<HttpFault>;
  if (typeof fault.statusCode !== 'number' || fault.statusCode < 400 || fault.statusCode >= 500) return undefined;
  const first = fault.validation?.[0];
  if (first === undefined)
    return problem(fault.statusCode, 'invalid_request', fault.message ?? 'The request is not valid.', {});
  const path = first.instancePath.replaceAll('/', '.').replace(/^\./, '');
  const extra = first.params?.additionalProperty ?? first.params?.missingProperty;
  const field = [path, typeof extra === 'string' ? extra : ''].filter((part) => part !== '').join('.');
  return problem(400, 'invalid_input', `${first.message ?? 'is not valid'}`, {
    field: field === '' ? fault.validationContext : field,
    remedy: 'See /openapi.json for the form.',
  });
}

function problem(
  status: number,
  code: string,
  detail: string,
  more: { field?: string | undefined; remedy?: string | undefined },
): Problem {
  return {
    type: `https://fundtrail.org/problems/${code}`,
    title: TITLES[status] ?? 'The request failed',
    status,
    detail,
    ...(more.field === undefined ? {} : { field: more.field }),
    ...(more.remedy === undefined ? {} : { remedy: more.remedy }),
  };
}
