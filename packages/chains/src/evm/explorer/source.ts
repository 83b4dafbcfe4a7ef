import {
  type Address,
  type ChainId,
  type Context,
  type Coverage,
  type HistoryRequest,
  LIVE_SPACE,
  type Limiter,
  type Source,
  SourceError,
  type TransferKind,
} from '@fundtrail/core';
import { createHttp, type Http } from '../../transport/http.ts';
import { limitKey, parseSourceUrl, sourceId } from '../../transport/source-id.ts';
import { isContractCode, wrappedContracts } from '../legs.ts';
import { assembleHistory } from './assemble.ts';
import { createExplorerClient } from './client.ts';
import { createGaps, gapReason } from './gaps.ts';
import { KIND_ACTIONS, type KindReader, READERS, unplacedReason } from './kinds.ts';
import { readNodeBlock, readNodeCode } from './node-answer.ts';
import { createRowCap, type Page, type PagedRows, readPages } from './paging.ts';
import { createTransactions } from './transactions.ts';

export type ExplorerOptions = {
  /** The API's address, e.g. `https://api.etherscan.io/v2/api`; a key in its query is sent and never shown. */
  readonly url: string;
  /** The one chain this source answers for. */
  readonly chain: ChainId;
  readonly apiKey?: string;
  readonly context: Context;
  readonly limiter: Limiter;
  /** Requests allowed; a free Etherscan key's when left out, and unlimited for a loopback address. */
  readonly rate?: { readonly perSecond: number; readonly burst: number };
  /** Rows a page holds at most, where known; found out when left out. */
  readonly rowCap?: number;
  /** Questions that the source is known not to offer. */
  readonly lacks?: Iterable<string>;
  /** Told once for each question found not to be offered. */
  readonly onGap?: (question: string, reason: string) => void;
  /** Contracts that wrap the native asset, besides the chain's known one. */
  readonly wrapped?: readonly Address[];
  /** The transport, for tests; made from the other options when left out. */
  readonly http?: Http;
};

/** A free Etherscan key allows 3 calls a second. */
const DEFAULT_RATE = { perSecond: 3, burst: 3 };
const LOOPBACK_RATE = { perSecond: 100_000, burst: 100_000 };
const LOOPBACK = /^(?:localhost|127\.[0-9.]+|\[::1\])$/;
/** Larger than any block; some explorers refuse numbers of more digits. */
const LAST_BLOCK = 999_999_999;

/**
 * Facts from an explorer API in the Etherscan V2 and Blockscout dialects.
 * @throws InputError for a URL that is none, or one that carries a password.
 */
export function createExplorerSource(options: ExplorerOptions): Source {
  const { chain, context } = options;
  const url = parseSourceUrl(options.url, 'explorer');
  const id = sourceId('explorer', url);
  const http =
    options.http ??
    createHttp({
      source: id,
      limiter: options.limiter,
      limitKey: limitKey('explorer', url, options.apiKey),
      rate: options.rate ?? (LOOPBACK.test(url.hostname) ? LOOPBACK_RATE : DEFAULT_RATE),
      clock: context.clock,
      logger: context.logger,
    });
  const gaps = createGaps(id, options.lacks, options.onGap);
  const chainNumber = chain.slice(chain.indexOf(':') + 1);
  const client = createExplorerClient({ http, url, chainNumber, apiKey: options.apiKey, source: id, gaps });
  const transactions = createTransactions(client, chain, wrappedContracts(chain, options.wrapped));
  const caps = {
    native: createRowCap(options.rowCap),
    internal: createRowCap(options.rowCap),
    token: createRowCap(options.rowCap),
  };
  let largest = { block: 0, time: 0 };

  function checkChain(asked: ChainId): void {
    if (asked !== chain) throw new SourceError('unsupported', id, `answers for ${chain}, not for ${asked}`);
  }

  function pages<T extends { readonly block: number }>(
    request: HistoryRequest,
    kind: TransferKind,
    read: KindReader<T>,
  ): Promise<PagedRows<T>> {
    const action = KIND_ACTIONS[kind];
    const ask = async (query: { start: number; end: number; page: number; rows: number }): Promise<Page<T>> => {
      let before = query.start;
      const parameters = {
        address: request.address,
        startblock: query.start,
        endblock: Math.min(query.end, LAST_BLOCK),
        page: query.page,
        offset: query.rows,
        sort: 'asc',
      };
      return client.list(
        { action, parameters },
        (value, number) => {
          if (number === 1) before = query.start;
          const row = read(value, request.address, number, id);
          if (row.block < before || row.block > query.end) {
            throw new SourceError(
              'malformed',
              id,
              `${action} row ${number}: blockNumber: is not in the order or range asked for`,
            );
          }
          before = row.block;
          return row;
        },
        request.signal,
      );
    };
    return readPages(ask, request, caps[kind]);
  }

  /** A kind that this source cannot tell for the account; what can be tried again, and a key that is refused, still fail. */
  async function optional<T extends { readonly block: number }>(
    request: HistoryRequest,
    kind: 'internal' | 'token',
    read: KindReader<T>,
  ): Promise<PagedRows<T> | { readonly unavailable: string } | undefined> {
    if (!request.kinds.includes(kind)) return undefined;
    try {
      return await pages(request, kind, read);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (error.failure === 'unsupported') return { unavailable: gapReason(KIND_ACTIONS[kind]) };
      if (error.failure === 'refused')
        return { unavailable: `the source refused ${KIND_ACTIONS[kind]} for this account` };
      throw error;
    }
  }

  return {
    id,
    space: LIVE_SPACE,
    chains: [chain],
    fullHistory: false,
    async head(asked) {
      checkChain(asked);
      try {
        const tag = 'latest';
        const header = await client.node({
          method: 'eth_getBlockByNumber',
          parameters: { tag, boolean: 'false' },
          list: [tag, false],
        });
        return readNodeBlock(header, id);
      } catch (error) {
        // Without a node's answer the newest block of any history is the least that the head can be.
        if (error instanceof SourceError && error.failure === 'unsupported' && largest.block > 0) return largest;
        throw error;
      }
    },
    async history(request) {
      checkChain(request.chain);
      // The top level comes first and alone: an account that the source refuses costs one request.
      const top = await pages(request, 'native', READERS.native);
      const [internal, token] = await Promise.all([
        optional(request, 'internal', READERS.internal),
        optional(request, 'token', READERS.token),
      ]);
      transactions.remember(top.rows);
      const newest = top.rows.at(-1);
      if (newest !== undefined && newest.block > largest.block) largest = { block: newest.block, time: newest.time };
      const assembled = await assembleHistory(
        chain,
        { top: top.rows, internal: rowsOf(internal), token: rowsOf(token) },
        (hash) => transactions.place(hash, request.signal),
        id,
      );
      const coverage: Coverage[] = [];
      if (request.kinds.includes('native')) coverage.push(coverageOf(request, id, 'native', top));
      if (internal !== undefined) {
        const told = assembled.unplaced > 0 ? { unavailable: unplacedReason() } : internal;
        coverage.push(coverageOf(request, id, 'internal', told));
      }
      if (token !== undefined) coverage.push(coverageOf(request, id, 'token', token));
      return { transactions: assembled.transactions, coverage, contracts: assembled.contracts };
    },
    transaction(asked, hash, signal) {
      checkChain(asked);
      return transactions.whole(hash, signal);
    },
    async isContract(asked, address) {
      checkChain(asked);
      try {
        const answer = await client.node({
          method: 'eth_getCode',
          parameters: { address, tag: 'latest' },
          list: [address, 'latest'],
        });
        return isContractCode(readNodeCode(answer, id));
      } catch (error) {
        if (error instanceof SourceError && error.failure === 'unsupported') return undefined;
        throw error;
      }
    },
    requests: () => http.requests(),
    async close() {
      http.close();
    },
  };
}

function rowsOf<T>(told: PagedRows<T> | { readonly unavailable: string } | undefined): readonly T[] {
  return told === undefined || 'unavailable' in told ? [] : told.rows;
}

function coverageOf(
  request: HistoryRequest,
  source: string,
  kind: TransferKind,
  told: PagedRows<unknown> | { readonly unavailable: string },
): Coverage {
  const { chain, address, fromBlock } = request;
  const base = { chain, address, source, kind, fromBlock };
  if ('unavailable' in told)
    return { ...base, toBlock: request.toBlock, status: 'unavailable', reason: told.unavailable };
  if (told.incomplete !== undefined) {
    return {
      ...base,
      toBlock: told.toBlock,
      status: 'unavailable',
      reason: 'the source has not finished processing this range',
    };
  }
  return {
    ...base,
    toBlock: told.toBlock,
    status: told.status,
    ...(told.reason === undefined ? {} : { reason: told.reason }),
  };
}
