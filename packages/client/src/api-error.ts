import type { components } from './api.generated.ts';

/** What went wrong, where in the request, and what to do next (RFC 9457). */
export type Problem = components['schemas']['Problem'];

/** The API refused a request or failed. `status` 0: it was not reached, or its answer was cut; see `cause`. */
export class ApiError extends Error {
  readonly status: number;
  /** The problem document; undefined when something other than fundtrail answered, such as a proxy. */
  readonly problem: Problem | undefined;

  constructor(status: number, message: string, options: { readonly problem?: Problem; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ApiError';
    this.status = status;
    this.problem = options.problem;
  }

  /** Whether the same request may succeed later. */
  get retryable(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

/** @param body what came as the answer's body, parsed as far as it could be */
export function errorOf(response: Response, body: unknown): ApiError {
  const problem = isProblem(body) ? body : undefined;
  const where = problem?.field === undefined ? '' : `${problem.field}: `;
  const message = problem === undefined ? `the API answered ${response.status}` : `${where}${problem.detail}`;
  return new ApiError(response.status, message, problem === undefined ? {} : { problem });
}

/** @param cause what `fetch` threw; an abort by the caller is passed on as it is */
export function notReached(cause: unknown): ApiError {
  return new ApiError(0, 'the API cannot be reached', { cause });
}

function isProblem(body: unknown): body is Problem {
  const { title, status, detail } = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>;
  return typeof title === 'string' && typeof status === 'number' && typeof detail === 'string';
}
