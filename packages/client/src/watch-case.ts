import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { components } from './api.generated.ts';
import { ApiError, errorOf, notReached } from './api-error.ts';

export type CaseProgress = components['schemas']['CaseProgress'];

export type WatchOptions = {
  /** Ends the watch. */
  readonly signal?: AbortSignal;
};

type Stream = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
};

/** A few restarts of the API in a row are borne; then somebody should know. */
const MAX_FAILURES = 5;
const FIRST_WAIT_MS = 500;

/**
 * Progress of a case, at once and at every change, until the case rests or `signal` says so. A stream that is cut is
 * taken up again; the same progress may then be told twice.
 * @throws ApiError when the API refuses, or when it failed several times in a row
 */
export async function* watchEvents(stream: Stream, { signal }: WatchOptions): AsyncGenerator<CaseProgress, void> {
  const aborted = (): boolean => signal?.aborted ?? false;
  let failures = 0;
  while (!aborted()) {
    try {
      for await (const event of readEvents(stream, signal)) {
        if (event.event === 'end') return;
        if (event.event !== 'progress') continue;
        failures = 0;
        yield JSON.parse(event.data) as CaseProgress;
      }
      throw notReached(new Error('the stream of events was cut'));
    } catch (error) {
      if (aborted()) return;
      failures += 1;
      if (!(error instanceof ApiError) || !error.retryable || failures > MAX_FAILURES) throw error;
    }
    await wait(FIRST_WAIT_MS * 2 ** (failures - 1), signal);
  }
}

async function* readEvents(
  stream: Stream,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly event?: string | undefined; readonly data: string }, void> {
  // Leaving the loop of whoever watches must also end the request.
  const done = new AbortController();
  const signals = signal === undefined ? done.signal : AbortSignal.any([done.signal, signal]);
  try {
    const response = await stream
      .fetch(stream.url, { headers: { ...stream.headers, accept: 'text/event-stream' }, signal: signals })
      .catch((error: unknown) => Promise.reject(notReached(error)));
    if (!response.ok || response.body === null) {
      throw errorOf(response, await response.json().catch(() => undefined));
    }
    const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    const reader = events.getReader();
    for (;;) {
      const next = await reader.read().catch((error: unknown) => Promise.reject(notReached(error)));
      if (next.done) return;
      yield next.value;
    }
  } finally {
    done.abort();
  }
}

function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
