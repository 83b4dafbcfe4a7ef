import { isDeepStrictEqual } from 'node:util';
import {
  type AnswerCache,
  type Context,
  type EndpointHealth,
  InputError,
  type Limiter,
  SourceError,
} from '@fundtrail/core';
import { takeCredentials } from '../credentials.ts';
import { createHttp, type HttpOptions, type Immutable } from '../http.ts';
import { createRedact } from '../redact.ts';
import type { Attempts } from '../retries.ts';
import { limitKey } from '../source-id.ts';
import { readRpcError, readRpcResult } from './answer.ts';
import type { Classify } from './error.ts';

/** Asks one node. One call is one HTTP request per attempt: nothing is batched, since batching never lowers the price. */
export type RpcClient = {
  /** `rpc:<host:port>`, without credentials, path or query. */
  readonly id: string;
  /**
   * The `result` of a JSON-RPC call, as `check` lets it pass. Equal questions in flight share one request.
   * @throws SourceError, after retryable failures were tried again with growing pauses.
   */
  ask(method: string, params: readonly unknown[], options?: AskOptions): Promise<unknown>;
  /** HTTP requests so far, all attempts counted. */
  requests(): number;
  /** Questions answered from what is kept, without a request. */
  hits(): number;
  health(): EndpointHealth;
  /** Gives up what is in flight. */
  close(): void;
};

export type AskOptions = {
  readonly signal?: AbortSignal | undefined;
  /**
   * The answer can never change: it is about something named by its hash, or about blocks that are final and that this node has. It is
   * looked up among the kept answers first, and kept for good once `check` let it pass: whatever a reader would refuse belongs into
   * `check`. Null, which says "not known", and what is not about the question is told and not kept.
   */
  readonly immutable?: boolean;
  /** Of an immutable answer: what is kept is not believed, because it does not fit to others. The node is asked, and its answer kept instead. */
  readonly renew?: boolean;
  /** Of an immutable answer: whether it is whole. What is not is told, and asked for again the next time. */
  readonly keeps?: (result: unknown) => boolean;
  /** Judges a result before it is told or kept: a SourceError it throws counts like the transport's own (a retryable one is tried again). */
  readonly check?: (result: unknown) => void;
  /**
   * What is asked for is known to exist: null or an empty list then comes from a node that lags behind. It is asked again, and in the
   * end `unreachable`, never empty.
   */
  readonly exists?: boolean;
};

export type RpcClientOptions = {
  readonly url: string;
  readonly context: Context;
  readonly limiter?: Limiter;
  /** The node's allowance and the key it is counted under; only used with a limiter. */
  readonly rate?: { readonly key?: string; readonly perSecond: number; readonly burst: number };
  /** Where answers that never change are kept. */
  readonly answers?: AnswerCache;
} & Pick<HttpOptions, 'attempts' | 'timeoutMs' | 'maxBytes' | 'random'>;

/** What nodes of one family have in common. */
export type RpcDialect = {
  readonly classify: Classify;
  /** Method and parameters of the question to which a node answers of which chain it is. */
  readonly ownChain: readonly [method: string, ...params: unknown[]];
  /** Whether a result is about what was asked; what is not is told, but never kept. */
  isAbout(method: string, params: readonly unknown[], result: unknown): boolean;
  /** Fewer attempts than is common at questions by this method. */
  attempts?(method: string): Attempts | undefined;
  /** Reads JSON whose numbers a float cannot hold. */
  readonly parse?: (text: string) => unknown;
};

const DEFAULT_RATE = { perSecond: 25, burst: 25 } as const;

export function createJsonRpcClient(options: RpcClientOptions, dialect: RpcDialect): RpcClient {
  const { context } = options;
  const [chainMethod, ...chainParams] = dialect.ownChain;
  const given = readUrl(options.url);
  const { url, headers } = takeCredentials(given);
  const id = `rpc:${url.host}`;
  const redact = createRedact(given);
  const http = createHttp({
    ...options,
    source: id,
    limitKey: options.rate?.key ?? limitKey('rpc', url, given.href),
    rate: options.rate ?? DEFAULT_RATE,
    clock: context.clock,
    logger: context.logger,
    headers,
    redact,
    ...(dialect.parse === undefined ? {} : { parse: dialect.parse }),
  });
  let asked = 0;
  let chain: unknown;

  /** What the node itself says that it is of: two chains under one host must not share answers. */
  const ownChain = async (): Promise<unknown> => {
    return chain ?? (await ask(chainMethod, chainParams));
  };

  const ask: RpcClient['ask'] = async (method, params, how = {}) => {
    const signal = how.signal === undefined ? context.signal : AbortSignal.any([context.signal, how.signal]);
    asked += 1;
    const question = { source: id, id: asked, method, redact, classify: dialect.classify };
    const attempts = dialect.attempts?.(method);
    const keeps = how.immutable === true && options.answers !== undefined;
    const immutable: Immutable | undefined = keeps
      ? {
          of: [await ownChain(), method, params],
          keeps: (result) => dialect.isAbout(method, params, result) && how.keeps?.(result) !== false,
          renew: how.renew === true,
        }
      : undefined;
    let passed = false;
    const pass = (result: unknown): unknown => {
      if (how.exists === true && isNothing(result)) {
        throw new SourceError('unreachable', id, `${method}: the node does not have yet what exists, it lags behind`);
      }
      how.check?.(result);
      passed = true;
      return result;
    };
    const result = await http.ask(
      {
        url,
        body: { jsonrpc: '2.0', id: question.id, method, params },
        label: method,
        // The id is another for every question.
        sameAs: JSON.stringify([method, params, how.renew === true]),
        unwrap: (json) => readRpcResult(question, json),
        explain: (json, status) => readRpcError(question, json, status),
        signal,
        ...(immutable === undefined ? {} : { immutable }),
        ...(attempts === undefined ? {} : { attempts }),
      },
      pass,
    );
    // Whoever shared another's request has an answer that passed the other's checks.
    if (!passed) pass(result);
    if (method === chainMethod && isDeepStrictEqual(params, chainParams)) chain = result;
    return result;
  };

  return { id, ask, requests: http.requests, hits: http.hits, health: http.health, close: http.close };
}

function isNothing(result: unknown): boolean {
  return result === null || (Array.isArray(result) && result.length === 0);
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
