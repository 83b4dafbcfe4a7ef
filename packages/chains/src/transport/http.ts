import { createHash } from 'node:crypto';
import {
  type AnswerCache,
  type Clock,
  type EndpointHealth,
  type Limiter,
  type Logger,
  SourceError,
} from '@fundtrail/core';
import { retold, wordsOf } from './failures.ts';
import { createFlights } from './flights.ts';
import { createHealthMeter } from './health.ts';
import { answerName, createKeptAnswers } from './kept-answers.ts';
import type { Redact } from './redact.ts';
import { type Attempts, retry } from './retries.ts';
import { type SendOptions, type Sent, send } from './send.ts';

/** How one question is put to a source. */
export type HttpRequest = Sent & {
  readonly signal?: AbortSignal;
  /** What makes questions equal; URL and body when left out. */
  readonly sameAs?: string;
  /** Done once before the question is first sent; not where the answer is among those that are kept. */
  readonly before?: (signal: AbortSignal) => Promise<void>;
  /** Takes what is read (and kept) out of the parsed answer. @throws SourceError as `read` does */
  readonly unwrap?: (json: unknown) => unknown;
  /** Set when the answer can never change: it is looked up among the kept answers first, and kept once it was read. */
  readonly immutable?: Immutable;
  /** Fewer attempts than is common, by class of failure. */
  readonly attempts?: Attempts;
};

/** An answer that can never change. */
export type Immutable = {
  /** What it answers, besides the source: chain, method, parameters; without keys. */
  readonly of: readonly unknown[];
  /** Whether what `unwrap` gave is to be kept; null, which says that nothing is known yet, never is. */
  readonly keeps?: (payload: unknown) => boolean;
  /** What is kept is not believed: the source is asked, and its answer kept in place of the other. */
  readonly renew?: boolean;
};

/** Questions over HTTP with all that a provider needs: its rate, a time limit, attempts, one request for equal questions in flight, kept answers. */
export type Http = {
  /**
   * Asks and reads the answer. `read` judges the parsed JSON (the text or bytes, where the request says so): what it returns is the result,
   * a `SourceError` it throws counts like one of the transport's own (a retryable one is tried again). Equal requests in flight share one
   * answer, so equal requests must be read in the same way.
   * @throws SourceError after the last attempt; the signal's reason when the caller gave up.
   */
  ask<T>(request: HttpRequest, read: (json: unknown) => T): Promise<T>;
  /** Requests sent, all attempts counted. */
  requests(): number;
  /** Questions answered from what is kept, without a request. */
  hits(): number;
  health(): EndpointHealth;
  /** Gives up what is in flight. */
  close(): void;
};

export type HttpOptions = {
  /** The source's id, for errors and logs; without credentials. */
  readonly source: string;
  /** Without one, nothing holds requests back. */
  readonly limiter?: Limiter;
  /** Names the allowance, e.g. a host and the digest of its key; must hold no secret. */
  readonly limitKey: string;
  readonly rate: { readonly perSecond: number; readonly burst: number };
  /** Where answers that never change are kept; without it every question is sent. */
  readonly answers?: AnswerCache;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Takes out of errors what of a URL or key a provider repeats. */
  readonly redact?: Redact;
  readonly headers?: SendOptions['headers'];
  readonly parse?: SendOptions['parse'];
  readonly timeoutMs?: number;
  /** Largest answer that is read. */
  readonly maxBytes?: number;
  /** Attempts by class of failure, where they are not to be the common ones. */
  readonly attempts?: Attempts;
  /** 0 to 1, for the jitter; Math.random when left out. */
  readonly random?: () => number;
};

const TIMEOUT_MS = 30_000;
/** 10,000 rows with call data make about 20 MB; four times that is no honest answer any more. */
const MAX_BYTES = 96 * 1024 * 1024;

export function createHttp(options: HttpOptions): Http {
  const { source, limiter, clock, logger } = options;
  const sending: SendOptions = {
    source,
    clock,
    logger,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    maxBytes: options.maxBytes ?? MAX_BYTES,
    headers: options.headers ?? {},
    parse: options.parse ?? JSON.parse,
  };
  const retrying = { source, clock, logger, random: options.random ?? Math.random, attempts: options.attempts };
  const flights = createFlights();
  const health = createHealthMeter(clock);
  const kept = options.answers === undefined ? undefined : createKeptAnswers(options.answers, source, logger);

  /** @throws SourceError `rate_limited` of this source when the key is paused for long, by whichever host. */
  async function take(signal: AbortSignal): Promise<void> {
    try {
      await limiter?.take(options.limitKey, options.rate, signal);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      const retryAfterMs = error.retryAfterMs ?? 0;
      health.paused(retryAfterMs);
      throw new SourceError('rate_limited', source, 'asked to be left alone for a while', { retryAfterMs });
    }
  }

  async function slowDown(error: SourceError): Promise<void> {
    const asked = error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
    try {
      await limiter?.slowDown(options.limitKey, asked);
    } catch (cause) {
      logger.warn({ action: 'slow_down', source, err: cause }, 'other hosts could not be told of a rate limit');
    }
  }

  async function attempt<T>(request: HttpRequest, read: (json: unknown) => T, signal: AbortSignal) {
    await take(signal);
    const started = clock.now();
    health.sent();
    try {
      const json = await send(sending, request, signal);
      const payload = request.unwrap === undefined ? json : request.unwrap(json);
      const value = read(payload);
      health.answered(clock.now() - started);
      return { payload, value };
    } catch (thrown) {
      if (!(thrown instanceof SourceError)) throw thrown;
      const error = redacted(thrown, options.redact);
      health.failed(error, clock.now() - started);
      if (error.retryAfterMs !== undefined) health.paused(error.retryAfterMs);
      if (error.failure === 'rate_limited') await slowDown(error);
      throw error;
    }
  }

  async function answer<T>(request: HttpRequest, read: (json: unknown) => T, signal: AbortSignal): Promise<T> {
    const name = request.immutable === undefined ? undefined : answerName(source, request.immutable.of);
    const found = name === undefined || request.immutable?.renew === true ? undefined : await kept?.find(name, read);
    if (found !== undefined) return found.value;
    await request.before?.(signal);
    const question = { signal, label: request.label, attempts: request.attempts };
    const { payload, value } = await retry(retrying, question, () => attempt(request, read, signal));
    const keeps = payload !== null && request.immutable?.keeps?.(payload) !== false;
    if (name !== undefined && keeps) await kept?.keep(name, payload);
    return value;
  }

  return {
    ask: (request, read) =>
      flights.share(questionKey(request), (signal) => answer(request, read, signal), request.signal),
    requests: () => health.read().requests,
    hits: () => kept?.hits() ?? 0,
    health: health.read,
    close: () => flights.stop(new DOMException('source closed', 'AbortError')),
  };
}

/** Hashed, since it holds keys and can be long. */
function questionKey(request: HttpRequest): string {
  const question = request.sameAs ?? `${request.url.href}\n${JSON.stringify(request.body)}`;
  return createHash('sha256').update(question).digest('hex');
}

/** The same error without what of the source's URL or key its words repeat. */
function redacted(error: SourceError, redact: Redact | undefined): SourceError {
  const told = wordsOf(error);
  const words = redact?.(told) ?? told;
  return words === told ? error : retold(error, { words });
}
