import { SourceError, type SourceFailure } from '@fundtrail/core';
import { classifyStatus } from '../failures.ts';

/** What a node answered in the `error` member, kept as the cause of the SourceError made of it. */
export class RpcAnswerError extends Error {
  readonly rpcCode: number;

  constructor(rpcCode: number, message: string) {
    super(message);
    this.name = 'RpcAnswerError';
    this.rpcCode = rpcCode;
  }
}

/**
 * Translates a JSON-RPC error that a node of some family answered. `message` is free of secrets; `status` is that of HTTP where it was
 * no success.
 */
export type Classify = (source: string, method: string, code: number, message: string, status?: number) => SourceError;

export const METHOD_NOT_FOUND = -32_601;
export const INTERNAL_ERROR = -32_603;
/** HTTP's number, which some providers use as a code, too. */
export const TOO_MANY_REQUESTS = 429;

export const RATE_WORDS =
  /rate.?limit|too many requests|requests? per|request count|compute units|throughput|capacity exceeded|daily|slow down/i;
/** A gateway tells that nobody behind it answered. */
export const UNREACHABLE_WORDS =
  /upstream|bad gateway|service unavailable|temporarily|try again|overload|(server|node) (is )?busy|no (available|healthy)|request timed? ?out|connection (refused|reset)/i;
export const UNSUPPORTED_WORDS =
  /method.*(not (found|supported|available|enabled|exist|allowed|whitelisted)|does not exist|unsupported|disabled)|unsupported method|not supported|is not available/i;
export const UNAUTHORIZED_WORDS =
  /unauthori[sz]ed|invalid api.?key|api.?key.*(missing|required|invalid|expired)|must be authenticated/i;

/** Gateways, and those who refuse a key or a rate, may put words of their own into the error; their status then says what it is. */
const TELLING_STATUS: ReadonlySet<number> = new Set([401, 403, 429, 502, 503, 504]);

/**
 * The error of an answer whose words and code tell `told`; where they are of no known kind, the HTTP status it came under tells. A plain
 * 500 says nothing more: by the usual mapping it is what any error of a node comes under.
 */
export function answerError(
  source: string,
  method: string,
  answer: { readonly code: number; readonly message: string; readonly status: number | undefined },
  told: SourceFailure | undefined,
  remedy?: string,
): SourceError {
  const { code, message, status } = answer;
  const byStatus = status !== undefined && TELLING_STATUS.has(status) ? classifyStatus(status) : undefined;
  return new SourceError(told ?? byStatus ?? 'refused', source, `${method}: ${message} (${code})`, {
    cause: new RpcAnswerError(code, message),
    ...(remedy === undefined ? {} : { remedy }),
  });
}
