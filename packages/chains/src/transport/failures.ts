import { SourceError, type SourceFailure } from '@fundtrail/core';

/** What an HTTP status says about the question, or undefined when there is an answer to read. */
export function classifyStatus(status: number): SourceFailure | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 429) return 'rate_limited';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404 || status === 405 || status === 410 || status === 501) return 'unsupported';
  if (status === 408 || status === 504) return 'timeout';
  if (status >= 500) return 'unreachable';
  return 'refused';
}

/** Reads `Retry-After`: seconds, or a date. Anything else says nothing. */
export function retryAfter(header: string | null, now: number): { readonly retryAfterMs?: number } {
  if (header === null) return {};
  if (/^[0-9]+$/.test(header.trim())) return { retryAfterMs: Number(header) * 1000 };
  const date = Date.parse(header);
  return Number.isNaN(date) ? {} : { retryAfterMs: Math.max(0, date - now) };
}

/**
 * The same failure told anew: with other words, or with how long the source asks to wait. Its cause is dropped where the words
 * change, since it would repeat them.
 */
export function retold(
  error: SourceError,
  changes: { readonly words?: string; readonly retryAfterMs?: number },
): SourceError {
  const retryAfterMs = changes.retryAfterMs ?? error.retryAfterMs;
  return new SourceError(error.failure, error.source, changes.words ?? wordsOf(error), {
    ...(changes.words === undefined ? { cause: error.cause } : {}),
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** An error's message without the source's name before it. */
export function wordsOf(error: SourceError): string {
  const prefix = `${error.source}: `;
  return error.message.startsWith(prefix) ? error.message.slice(prefix.length) : error.message;
}

/** A failure below HTTP. Messages of the network stack can quote the URL, so only their code is kept. */
export function networkFailure(
  error: unknown,
  timedOut: boolean,
  timeoutMs: number,
  source: string,
  about: string,
): SourceError {
  if (timedOut) return new SourceError('timeout', source, `${about}gave no answer within ${timeoutMs} ms`);
  const code = networkCode(error);
  const detail = code === undefined ? '' : ` (${code})`;
  return new SourceError('unreachable', source, `${about}the connection failed${detail}`);
}

function networkCode(error: unknown): string | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth += 1) {
    const code = (current as { code?: unknown }).code;
    if (typeof code === 'string') return code;
  }
  return undefined;
}
