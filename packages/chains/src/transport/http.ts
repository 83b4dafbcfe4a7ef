import { createHash } from 'node:crypto';
import { type Clock, type Limiter, type Logger, SourceError, type SourceFailure } from '@fundtrail/core';
import { readBody } from './body.ts';
import { classifyStatus, networkFailure, retryAfter } from './failures.ts';

/** How one question is put to a source. */
export type HttpRequest = {
  readonly url: URL;
  /** Sent as a JSON body by POST; without it the request is a GET. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
};

/** JSON over HTTP with all that a provider needs: its rate, a time limit, attempts, and one request for equal questions in flight. */
export type Http = {
  /**
   * Asks and reads the answer. `read` judges the parsed JSON: what it returns is the result, a `SourceError` it throws counts like one of the
   * transport's own (a retryable one is tried again). Equal requests in flight share one answer, so equal requests must be read in the same way.
   * @throws SourceError after the last attempt; the signal's reason when the caller gave up.
   */
  ask<T>(request: HttpRequest, read: (json: unknown) => T): Promise<T>;
  /** Requests sent, all attempts counted. */
  requests(): number;
  /** Gives up what is in flight. */
  close(): void;
};

export type HttpOptions = {
  /** The source's id, for errors and logs; without credentials. */
  readonly source: string;
  readonly limiter: Limiter;
  /** Names the allowance, e.g. a host and the digest of its key; must hold no secret. */
  readonly limitKey: string;
  readonly rate: { readonly perSecond: number; readonly burst: number };
  readonly clock: Clock;
  readonly logger: Logger;
  readonly fetch?: typeof fetch;
  readonly timeoutMs?: number;
  /** Largest answer that is read. */
  readonly maxBytes?: number;
  /** 0 to 1, for the jitter; Math.random when left out. */
  readonly random?: () => number;
};

const TIMEOUT_MS = 30_000;
/** 10,000 rows with call data make about 20 MB; four times that is no honest answer any more. */
const MAX_BYTES = 96 * 1024 * 1024;
/** A rate limit passes by waiting, a broken answer rarely does. */
const ATTEMPTS: Partial<Record<SourceFailure, number>> = { rate_limited: 8, timeout: 4, unreachable: 5, malformed: 3 };
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 15_000;
/** A source that asks for more than this is left to the job's own retry, which holds no worker. */
const LONGEST_ASKED_WAIT_MS = 30_000;

type Flight = { readonly answer: Promise<unknown>; readonly stop: AbortController; waiters: number };

export function createHttp(options: HttpOptions): Http {
  const { source, limiter, clock, logger } = options;
  const send = options.fetch ?? fetch;
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const maxBytes = options.maxBytes ?? MAX_BYTES;
  const random = options.random ?? Math.random;
  const flights = new Map<string, Flight>();
  let requests = 0;

  async function attempt(request: HttpRequest, signal: AbortSignal): Promise<unknown> {
    await limiter.take(options.limitKey, options.rate, signal);
    requests += 1;
    const limit = AbortSignal.timeout(timeoutMs);
    const started = clock.now();
    try {
      const response = await send(request.url, {
        signal: AbortSignal.any([signal, limit]),
        // A redirect would carry the key to a place nobody named.
        redirect: 'manual',
        headers: { accept: 'application/json', ...(request.body === undefined ? {} : JSON_BODY) },
        ...(request.body === undefined ? {} : { method: 'POST', body: JSON.stringify(request.body) }),
      });
      const failure = classifyStatus(response.status);
      if (failure !== undefined) {
        await response.body?.cancel();
        const asked = retryAfter(response.headers.get('retry-after'), clock.now());
        throw new SourceError(failure, source, `HTTP ${response.status}`, asked);
      }
      const text = await readBody(response, maxBytes, source);
      logger.debug(
        { action: 'request', source, bytes: text.length, duration_ms: clock.now() - started },
        'source answered',
      );
      return parseJson(text, source);
    } catch (error) {
      if (error instanceof SourceError) throw error;
      if (signal.aborted) throw signal.reason;
      throw networkFailure(error, limit.aborted, timeoutMs, source);
    }
  }

  async function attempts<T>(request: HttpRequest, read: (json: unknown) => T, signal: AbortSignal): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      try {
        return read(await attempt(request, signal));
      } catch (error) {
        if (!(error instanceof SourceError) || !error.retryable) throw error;
        const asked = error.retryAfterMs ?? 0;
        if (tried >= (ATTEMPTS[error.failure] ?? 1) || asked > LONGEST_ASKED_WAIT_MS) throw error;
        const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tried - 1));
        const wait = Math.max(asked, Math.round(backoff * (0.5 + random() / 2)));
        logger.warn(
          { action: 'retry', source, attempt: tried, wait_ms: wait, code: error.code },
          'source will be asked again',
        );
        await clock.sleep(wait, signal);
      }
    }
  }

  return {
    ask<T>(request: HttpRequest, read: (json: unknown) => T): Promise<T> {
      const key = flightKey(request);
      let flight = flights.get(key);
      if (flight === undefined) {
        const stop = new AbortController();
        const answer = attempts(request, read, stop.signal).finally(() => flights.delete(key));
        flight = { answer, stop, waiters: 0 };
        flights.set(key, flight);
      }
      return join(flight, request.signal) as Promise<T>;
    },
    requests: () => requests,
    close() {
      for (const flight of flights.values()) flight.stop.abort(new DOMException('source closed', 'AbortError'));
    },
  };
}

const JSON_BODY = { 'content-type': 'application/json' } as const;

/** Waits for a shared answer; the request itself is given up only when nobody waits for it any more. */
function join(flight: Flight, signal: AbortSignal | undefined): Promise<unknown> {
  flight.waiters += 1;
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      flight.waiters -= 1;
      if (flight.waiters === 0) flight.stop.abort(signal?.reason);
      reject(signal?.reason);
    };
    if (signal?.aborted === true) {
      // The flight may have started for this caller alone; its rejection is then nobody's.
      flight.answer.catch(() => undefined);
      return leave();
    }
    signal?.addEventListener('abort', leave, { once: true });
    flight.answer.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave));
  });
}

function flightKey(request: HttpRequest): string {
  return createHash('sha256')
    .update(`${request.url.href}\n${JSON.stringify(request.body)}`)
    .digest('hex');
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const kind = /^\s*</.test(text)
      ? 'HTML instead of JSON'
      : text.trim() === ''
        ? 'an empty body'
        : 'cut or broken JSON';
    throw new SourceError('malformed', source, `answered with ${kind} (${text.length} characters)`);
  }
}
