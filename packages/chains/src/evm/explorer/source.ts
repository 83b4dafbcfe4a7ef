import {
  type AccountHistory,
  type Address,
  type AnswerCache,
  type ChainId,
  type Context,
  chainInfo,
  type HistoryRequest,
  LIVE_SPACE,
  type Limiter,
  type Source,
  SourceError,
} from '@fundtrail/core';
import { createHttp, type Http } from '../../transport/http.ts';
import { createRedact } from '../../transport/redact.ts';
import type { Attempts } from '../../transport/retries.ts';
import { limitKey, parseSourceUrl, sourceId } from '../../transport/source-id.ts';
import { isContractCode, wrappedContracts } from '../legs.ts';
import { createBlockAt } from './block-at.ts';
import { createExplorerClient } from './client.ts';
import { createGaps } from './gaps.ts';
import { createHeads } from './heads.ts';
import { type RowSource, readHistory } from './history.ts';
import { KIND_ACTIONS } from './kinds.ts';
import { createReadLogs } from './logs.ts';
import { createHistoryMemory } from './memory.ts';
import { readNodeCode } from './node-answer.ts';
import { createRowCap, PAGE_ROWS } from './paging.ts';
import { createTransactions } from './transactions.ts';

export type ExplorerOptions = {
  /** The API's address, e.g. `https://api.etherscan.io/v2/api`; a key in its query is sent and never shown. */
  readonly url: string;
  /** The one chain this source answers for. */
  readonly chain: ChainId;
  readonly apiKey?: string;
  readonly context: Context;
  readonly limiter: Limiter;
  /** Where answers that never change are kept; without it all are asked for. */
  readonly answers?: AnswerCache;
  /** How often a question is put before its failure is told; `FEW_ATTEMPTS` for one of several providers. */
  readonly attempts?: Attempts;
  /** Requests allowed; a free Etherscan key's when left out, and unlimited for a loopback address. */
  readonly rate?: { readonly perSecond: number; readonly burst: number };
  /** Rows a page holds at most, where known; found out when left out. */
  readonly rowCap?: number;
  /** Blocks that may still be replaced; the chain's own when left out. */
  readonly reorgWindow?: number;
  /** Questions that the source is known not to offer. */
  readonly lacks?: Iterable<string>;
  /** Told once for each question found not to be offered. */
  readonly onGap?: (question: string, reason: string) => void;
  /** Contracts that wrap the native asset, besides the chain's known one. */
  readonly wrapped?: readonly Address[];
  /** The transport, for tests; made from the other options when left out. */
  readonly http?: Http;
};

/** An explorer, which can also be asked how much it tells at once. */
export type ExplorerSource = Source & {
  /** Rows of an account's first page, when as many are asked for as any explorer gives; undefined where it refuses a page of that length. */
  pageRows(account: Address, signal?: AbortSignal): Promise<number | undefined>;
};

/** A free Etherscan key allows 3 calls a second. */
const DEFAULT_RATE = { perSecond: 3, burst: 3 };
const LOOPBACK_RATE = { perSecond: 100_000, burst: 100_000 };
const LOOPBACK = /^(?:localhost|127\.[0-9.]+|\[::1\])$/;
/** Larger than any block; some explorers refuse numbers of more digits. */
const LAST_BLOCK = 999_999_999;

/**
 * Facts from an explorer API in the Etherscan V2 and Blockscout dialects. Its lists of an account leave out the withdrawals of
 * validators: what an account spends of them shows in a replay as spent without having come in.
 * @throws InputError for a URL that is none, or one that carries a password.
 */
export function createExplorerSource(options: ExplorerOptions): ExplorerSource {
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
      redact: createRedact(url, options.apiKey),
      ...(options.answers === undefined ? {} : { answers: options.answers }),
      ...(options.attempts === undefined ? {} : { attempts: options.attempts }),
    });
  const gaps = createGaps(id, options.lacks, options.onGap);
  const chainNumber = chain.slice(chain.indexOf(':') + 1);
  const client = createExplorerClient({ http, url, chainNumber, apiKey: options.apiKey, source: id, gaps });
  const memory = createHistoryMemory();
  const heads = createHeads(client, chain, options.reorgWindow ?? chainInfo(chain).reorgWindow, LAST_BLOCK);
  const wrapped = wrappedContracts(chain, options.wrapped);
  const transactions = createTransactions({ client, memory, chain, wrapped, isFinal: heads.isFinal });
  const blockAt = createBlockAt(client, heads, chain);
  const logs = createReadLogs({ client, heads, rowCap: options.rowCap, lastBlock: LAST_BLOCK });
  const caps = {
    native: createRowCap(options.rowCap),
    internal: createRowCap(options.rowCap),
    token: createRowCap(options.rowCap),
  };
  const rows: RowSource = {
    id,
    chain,
    caps,
    memory,
    list(action, account, query, read, signal) {
      const parameters = {
        address: account,
        startblock: query.start,
        endblock: Math.min(query.end, LAST_BLOCK),
        page: query.page,
        offset: query.rows,
        sort: 'asc',
      };
      return client.list({ action, parameters }, read, signal);
    },
    place: (hash, signal) => transactions.place(hash, signal),
  };

  function checkChain(asked: ChainId): void {
    if (asked !== chain) throw new SourceError('unsupported', id, `answers for ${chain}, not for ${asked}`);
  }

  return {
    id,
    coverageIds: [id],
    space: LIVE_SPACE,
    chains: [chain],
    fullHistory: false,
    async head(asked) {
      checkChain(asked);
      const { number, time, hash } = await heads.newest();
      return { block: number, time, hash };
    },
    async history(request) {
      checkChain(request.chain);
      const toBlock = await heads.reach(request.toBlock);
      if (toBlock < request.fromBlock) return beyondHead(id, request, toBlock);
      const history = await readHistory(rows, { ...request, toBlock });
      return { ...history, coverage: history.coverage.map(heads.finality) };
    },
    async transaction(asked, hash, signal) {
      checkChain(asked);
      return transactions.whole(hash, signal);
    },
    async reading(asked, hash, signal) {
      checkChain(asked);
      return transactions.reading(hash, signal);
    },
    async logs(request) {
      checkChain(request.chain);
      return logs(request);
    },
    async blockAt(asked, time, signal) {
      checkChain(asked);
      return blockAt(time, signal);
    },
    async header(asked, number, signal) {
      checkChain(asked);
      return heads.header(number, signal);
    },
    async finalized(asked, signal) {
      checkChain(asked);
      return heads.finalized(signal);
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
    async pageRows(account, signal) {
      const query = { start: 0, end: LAST_BLOCK, page: 1, rows: PAGE_ROWS[0] };
      const page = await rows.list(KIND_ACTIONS.native, account, query, () => undefined, signal);
      return page.kind === 'rows' ? page.rows.length : undefined;
    },
    requests: () => http.requests(),
    health: () => http.health(),
    async close() {
      http.close();
    },
  };
}

/** Nothing is known of blocks that the explorer does not have. */
function beyondHead(source: string, request: HistoryRequest, head: number): AccountHistory {
  const { chain, address, fromBlock, toBlock } = request;
  const about = { chain, address, source, fromBlock, toBlock, status: 'unavailable' } as const;
  const reason = `the explorer's newest block is ${head}`;
  return { transactions: [], contracts: [], coverage: request.kinds.map((kind) => ({ ...about, kind, reason })) };
}
