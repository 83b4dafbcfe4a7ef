import { type Clock, type Logger, SourceError } from '@fundtrail/core';
import { readBody, readBytes } from './body.ts';
import { classifyStatus, networkFailure, retold, retryAfter } from './failures.ts';
import { parseJson } from './json.ts';

/** One question as it goes over the wire. */
export type Sent = {
  readonly url: URL;
  /** Sent as a JSON body by POST; without it the request is a GET. */
  readonly body?: unknown;
  /** What the answer is: parsed JSON when left out, else its text, or its bytes as they are. */
  readonly format?: 'json' | 'text' | 'bytes';
  /** Names the question in errors and logs, e.g. a method; without secrets. */
  readonly label?: string;
  /**
   * What an answer under a status that is no success says by itself, where it says more than the status; `told` is what could
   * be parsed of it, and its text where it is no JSON.
   */
  readonly explain?: (told: unknown, status: number) => SourceError | undefined;
};

export type SendOptions = {
  readonly source: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  /** From sending to having read all of the answer. */
  readonly timeoutMs: number;
  /** Largest answer that is read, decompressed. */
  readonly maxBytes: number;
  /** Sent with every request, e.g. `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON.parse, or what else reads JSON. @throws SyntaxError for what is none */
  readonly parse: (text: string) => unknown;
};

/** Enough for any explanation of an error; the page of a gateway need not be read to its end. */
const MAX_ERROR_BYTES = 64 * 1024;
const ACCEPTED = { json: 'application/json', text: 'text/plain, */*', bytes: '*/*' } as const;
const JSON_BODY = { 'content-type': 'application/json' } as const;

/**
 * Sends one request once, and reads its answer as the request says. Redirects are never followed: one would carry the key to a place nobody named.
 * @throws SourceError without URL and key; the signal's reason when the caller gave up
 */
export async function send(options: SendOptions, request: Sent, signal: AbortSignal): Promise<unknown> {
  const { source, clock, timeoutMs } = options;
  const { format = 'json' } = request;
  const about = request.label === undefined ? '' : `${request.label}: `;
  const limit = AbortSignal.timeout(timeoutMs);
  const started = clock.now();
  try {
    const response = await fetch(request.url, {
      signal: AbortSignal.any([signal, limit]),
      redirect: 'manual',
      headers: { accept: ACCEPTED[format], ...options.headers, ...(request.body === undefined ? {} : JSON_BODY) },
      ...(request.body === undefined ? {} : { method: 'POST', body: JSON.stringify(request.body) }),
    });
    const failure = classifyStatus(response.status);
    if (failure !== undefined) {
      const asked = retryAfter(response.headers.get('retry-after'), clock.now());
      const told = await explanation(request, response, source);
      throw retold(told ?? new SourceError(failure, source, `${about}HTTP ${response.status}`), asked);
    }
    const answer = await (format === 'bytes' ? readBytes : readBody)(response, options.maxBytes, source);
    options.logger.debug(
      {
        action: 'request',
        source,
        ...(request.label === undefined ? {} : { question: request.label }),
        bytes: answer.length,
        duration_ms: clock.now() - started,
      },
      'source answered',
    );
    return format === 'json' && typeof answer === 'string' ? parseJson(answer, source, about, options.parse) : answer;
  } catch (error) {
    if (error instanceof SourceError) throw error;
    if (signal.aborted) throw signal.reason;
    throw networkFailure(error, limit.aborted, timeoutMs, source, about);
  }
}

async function explanation(request: Sent, response: Response, source: string): Promise<SourceError | undefined> {
  if (request.explain === undefined || response.status < 400) {
    await response.body?.cancel();
    return undefined;
  }
  let text: string;
  try {
    text = await readBody(response, MAX_ERROR_BYTES, source);
  } catch {
    // Cut or too long: then the status says all there is.
    return undefined;
  }
  return request.explain(jsonOr(text), response.status);
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
