import { createHash } from 'node:crypto';
import { type Context, InputError, InvariantError, type Limiter, SourceError } from '@fundtrail/core';
import { createHttp, type HttpRequest } from '../transport/http.ts';
import { parseJson } from '../transport/json.ts';
import { createRedact } from '../transport/redact.ts';
import { type Attempts, FEW_ATTEMPTS } from '../transport/retries.ts';
import { limitKey, parseSourceUrl, sourceId } from '../transport/source-id.ts';
import { parseExactly } from './exact-numbers.ts';

/** An API of a protocol, asked for what its contracts alone do not tell. Its answers are evidence: kept as they came. */
export type ProtocolApi = {
  /** `api:<host and path>`, without credentials. */
  readonly id: string;
  /**
   * Asks by GET and reads JSON; an empty list or object is an answer like any other.
   * @param path path and query below the API's address, from its `/` on
   * @throws SourceError `refused` where the API does not know what was asked for (404, 410) or does not take the question,
   * `malformed` for what is no JSON, and the others by their class, after retryable ones were tried again. Without URL and key.
   */
  get(path: string, options?: GetOptions): Promise<ProtocolAnswer>;
  /** Requests sent so far, all attempts counted. */
  requests(): number;
  /** Gives up what is in flight. */
  close(): void;
};

export type ProtocolAnswer = {
  /** Whole numbers beyond 2^53 are their digits as texts. */
  readonly body: unknown;
  /** As it came. */
  readonly raw: string;
  /** Of `raw` in UTF-8, hex. */
  readonly sha256: string;
  /** What was asked, for citing; without a key. */
  readonly url: string;
};

export type GetOptions = {
  readonly signal?: AbortSignal;
};

export type ProtocolApiOptions = {
  readonly context: Context;
  readonly limiter: Limiter;
  /** The API's address, without a query: paths are put behind it. */
  readonly baseUrl: string;
  /** Requests allowed in a second; may be less than one. */
  readonly perSecond: number;
  /** How often a question is put before its failure is told; few times when left out, since whoever waits asks again later. */
  readonly attempts?: Attempts;
  readonly timeoutMs?: number;
};

const UNKNOWN: ReadonlySet<number> = new Set([404, 410]);
/** The answer about one movement; what is larger is another. */
const MAX_BYTES = 8 * 1024 * 1024;

/** @throws InputError for an address that is none, carries a password or a query, or a rate that allows nothing */
export function createProtocolApi(options: ProtocolApiOptions): ProtocolApi {
  const { context, limiter, perSecond } = options;
  const base = parseSourceUrl(options.baseUrl, 'baseUrl');
  if (base.search !== '' || base.hash !== '') {
    throw new InputError('carries a query, and paths are put behind it', { field: 'baseUrl' });
  }
  if (!(perSecond > 0)) throw new InputError('allows no request', { field: 'perSecond' });
  const id = sourceId('api', base);
  const http = createHttp({
    source: id,
    limiter,
    limitKey: limitKey('api', base, undefined),
    rate: { perSecond, burst: Math.max(1, Math.floor(perSecond)) },
    clock: context.clock,
    logger: context.logger,
    redact: createRedact(base),
    headers: { accept: 'application/json' },
    attempts: options.attempts ?? FEW_ATTEMPTS,
    maxBytes: MAX_BYTES,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  /** A part of the path can be a key: then the id, which has a digest in its place, stands for it. */
  const isPublic = id.endsWith(`${base.host}${withoutSlash(base.pathname)}`);

  function target(path: string): URL {
    if (!path.startsWith('/')) throw new InvariantError(`${path} is no path: it does not begin with /`);
    // Put together as text: a path like //host or .. must not lead anywhere else.
    const url = new URL(`${base.origin}${withoutSlash(base.pathname)}${path}`);
    if (url.origin === base.origin && url.pathname.startsWith(`${withoutSlash(base.pathname)}/`)) return url;
    throw new InvariantError(`${path} leads away from the API`);
  }

  return {
    id,
    async get(path, { signal } = {}) {
      const url = target(path);
      const request: HttpRequest = {
        url,
        format: 'text',
        explain: (_told, status) =>
          UNKNOWN.has(status)
            ? new SourceError('refused', id, `does not know what was asked for (HTTP ${status})`)
            : undefined,
        signal: signal === undefined ? context.signal : AbortSignal.any([context.signal, signal]),
      };
      const { raw, body } = await http.ask(request, (told) => {
        const raw = String(told);
        return { raw, body: parseJson(raw, id, '', parseExactly) };
      });
      const sha256 = createHash('sha256').update(raw).digest('hex');
      return { body, raw, sha256, url: isPublic ? url.href : `${id}${path}` };
    },
    requests: http.requests,
    close: http.close,
  };
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '');
}
