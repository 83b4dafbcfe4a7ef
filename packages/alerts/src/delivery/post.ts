import { findCause, redactUrls } from '@fundtrail/core';
import { errors, request } from 'undici';
import { type Egress, EgressRefusedError } from '../egress/egress.ts';
import type { WebhookHeaders } from '../signing.ts';
import { parseRetryAfter } from './schedule.ts';

/** For the whole exchange: name, connection, request and answer. */
export const POST_TIMEOUT_MS = 20_000;
/** Of an answer's body only so much is read, and none of it is kept. */
const BODY_CAP_BYTES = 16_384;
/** Answers whose Retry-After is followed. */
const WAIT_STATUSES = new Set([429, 502, 503, 504]);

/** What came of one attempt. */
export type PostResult =
  | { readonly kind: 'delivered'; readonly status: number }
  /** The receiver wants nothing any more (410). */
  | { readonly kind: 'gone'; readonly status: number; readonly error: string }
  | { readonly kind: 'failed'; readonly status?: number; readonly error: string; readonly retryAfterMs?: number };

/** Sends a signed body. Only a 2xx answer is success; redirects are not followed. Never throws. */
export async function post(
  egress: Egress,
  url: string,
  headers: WebhookHeaders,
  body: string,
  timeoutMs = POST_TIMEOUT_MS,
): Promise<PostResult> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await request(url, {
      method: 'POST',
      dispatcher: egress.dispatcher,
      headers: {
        ...headers,
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'user-agent': 'fundtrail-webhooks/1',
      },
      body,
      signal: timeout,
    });
    const status = answer.statusCode;
    // What the body says, and whether it ever ends, changes nothing.
    answer.body.on('error', () => {});
    await answer.body.dump({ limit: BODY_CAP_BYTES, signal: timeout }).catch(() => {});
    if (status >= 200 && status < 300) return { kind: 'delivered', status };
    if (status === 410) return { kind: 'gone', status, error: 'HTTP 410' };
    const retryAfterMs = WAIT_STATUSES.has(status)
      ? parseRetryAfter(firstOf(answer.headers['retry-after']), Date.now())
      : undefined;
    const error = status >= 300 && status < 400 ? `HTTP ${status}: redirects are not followed` : `HTTP ${status}`;
    return { kind: 'failed', status, error, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  } catch (error) {
    return { kind: 'failed', error: describe(error, timeout.aborted, timeoutMs) };
  }
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function describe(error: unknown, timedOut: boolean, timeoutMs: number): string {
  const refused = findCause(error, (cause) => cause instanceof EgressRefusedError);
  if (refused instanceof EgressRefusedError) return refused.message;
  if (timedOut || error instanceof errors.ConnectTimeoutError) return `no answer within ${timeoutMs / 1_000} s`;
  return redactUrls(error instanceof Error && error.message !== '' ? error.message : 'the connection failed');
}
