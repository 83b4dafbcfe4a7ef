import { type Context, InputError, type Limiter, redactUrls, SourceError } from '@fundtrail/core';
import { FetchRequest, type FetchResponse } from 'ethers';
import { limitKey } from '../../transport/source-id.ts';
import { classifyRpcError, classifyStatus } from './rpc-error.ts';

const TIMEOUT_MS = 30_000;
const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

/** Asks one node. One call is one HTTP request per attempt: nothing is batched, since batching never lowers the price. */
export type RpcClient = {
  /** `rpc:<host:port>`, without credentials, path or query. */
  readonly id: string;
  /**
   * The `result` of a JSON-RPC call, unchecked.
   * @throws SourceError, after retryable failures were tried again with growing pauses.
   */
  ask(method: string, params: readonly unknown[], signal?: AbortSignal): Promise<unknown>;
  /** HTTP requests so far, all attempts counted. */
  requests(): number;
};

export type RpcClientOptions = {
  readonly url: string;
  readonly context: Context;
  readonly limiter?: Limiter;
  /** The node's allowance and the key it is counted under; only used with a limiter. */
  readonly rate?: { readonly key?: string; readonly perSecond: number; readonly burst: number };
};

const DEFAULT_RATE = { perSecond: 25, burst: 25 } as const;

export function createRpcClient(options: RpcClientOptions): RpcClient {
  const { context, limiter } = options;
  const url = readUrl(options.url);
  const { id, connection } = connect(url);
  const rate = options.rate ?? DEFAULT_RATE;
  const allowance = options.rate?.key ?? limitKey('rpc', url, url.pathname + url.search);
  let sent = 0;

  const attempt = async (method: string, params: readonly unknown[], signal: AbortSignal): Promise<unknown> => {
    await limiter?.take(allowance, rate, signal);
    const request = connection.clone();
    sent += 1;
    request.body = { jsonrpc: '2.0', id: sent, method, params };
    return readAnswer(id, method, await send(id, method, request, signal));
  };

  return {
    id,
    requests: () => sent,
    ask: async (method, params, callSignal) => {
      const signal = callSignal === undefined ? context.signal : AbortSignal.any([context.signal, callSignal]);
      for (let tried = 1; ; tried += 1) {
        signal.throwIfAborted();
        try {
          return await attempt(method, params, signal);
        } catch (error) {
          signal.throwIfAborted();
          if (!(error instanceof SourceError) || !error.retryable || tried === ATTEMPTS) throw error;
          const pauseMs = error.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (tried - 1) * (0.5 + Math.random());
          context.logger.debug(
            { action: 'rpc_retry', source: id, method, tried, pause_ms: Math.round(pauseMs), failure: error.failure },
            'node is asked again',
          );
          await context.clock.sleep(Math.min(pauseMs, LONGEST_PAUSE_MS), signal);
        }
      }
    },
  };
}

/** @throws InputError that does not repeat the text, because it can hold a key. */
function readUrl(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new InputError(
    'this is not the URL of a node',
    { field: 'rpc' },
    { remedy: 'Write it like https://host/path.' },
  );
}

function connect({ href, host, username, password }: URL): { id: string; connection: FetchRequest } {
  const bare = new URL(href);
  bare.username = '';
  bare.password = '';
  const connection = new FetchRequest(bare.href);
  if (username !== '') {
    connection.allowInsecureAuthentication = true;
    connection.setCredentials(decodeURIComponent(username), decodeURIComponent(password));
  }
  connection.getUrlFunc = getUrl;
  connection.timeout = TIMEOUT_MS;
  // Retries are ours: ethers' own would go uncounted and past the limiter.
  connection.retryFunc = async () => false;
  return { id: `rpc:${host}`, connection };
}

/** In place of ethers' own, which copies the whole body for every chunk and leaves a timed-out socket open. */
const getUrl: FetchRequest['getUrlFunc'] = async (request, cancel) => {
  const abort = new AbortController();
  cancel?.addListener(() => abort.abort());
  const response = await fetch(request.url, {
    method: 'POST',
    headers: request.headers,
    body: request.body === null ? null : Buffer.from(request.body),
    // A redirect could carry a key in the URL to another host.
    redirect: 'manual',
    signal: AbortSignal.any([abort.signal, AbortSignal.timeout(request.timeout)]),
  });
  return {
    statusCode: response.status,
    statusMessage: response.statusText,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  };
};

async function send(id: string, method: string, request: FetchRequest, signal: AbortSignal): Promise<FetchResponse> {
  const onAbort = (): void => request.cancel();
  const answer = request.send();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await answer;
  } catch (cause) {
    const timedOut = cause instanceof Error && cause.name === 'TimeoutError';
    const what = timedOut ? `no answer in ${TIMEOUT_MS / 1_000} s` : redactUrls(reasonOf(cause));
    throw new SourceError(timedOut ? 'timeout' : 'unreachable', id, `${method}: ${what}`, { cause });
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** fetch says only "fetch failed"; why stands in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function readAnswer(id: string, method: string, response: FetchResponse): unknown {
  // Some providers send the JSON-RPC error with a 4xx status: the error says more than the status.
  const answer = parseObject(response);
  const error = answer?.error;
  if (typeof error === 'object' && error !== null) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    const status = response.statusCode === 429 ? 429 : undefined;
    throw classifyRpcError(id, method, status ?? (typeof code === 'number' ? code : 0), redactUrls(String(message)));
  }
  if (response.statusCode !== 200) throw classifyStatus(id, method, response.statusCode, retryAfter(response));
  if (answer === undefined || !('result' in answer)) {
    throw new SourceError('malformed', id, `${method}: the answer is not JSON-RPC: ${startOf(response)}`);
  }
  return answer.result;
}

function parseObject(response: FetchResponse): Record<string, unknown> | undefined {
  try {
    const body: unknown = response.bodyJson;
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function retryAfter(response: FetchResponse): number | undefined {
  const seconds = Number(response.getHeader('retry-after') || 'none');
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}

function startOf(response: FetchResponse): string {
  return JSON.stringify(
    Buffer.from(response.body ?? [])
      .toString('utf8')
      .slice(0, 80),
  );
}
