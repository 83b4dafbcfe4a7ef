import {
  type AnswerCache,
  type ChainId,
  type Context,
  chainInfo,
  LIVE_SPACE,
  type Limiter,
  type Source,
  SourceError,
} from '@fundtrail/core';
import { findBlockAt } from '../../block-at.ts';
import { createHttp, type Http } from '../../transport/http.ts';
import { createRedact } from '../../transport/redact.ts';
import type { Attempts } from '../../transport/retries.ts';
import { limitKey, parseSourceUrl, sourceId } from '../../transport/source-id.ts';
import { createEsploraClient } from './client.ts';
import { createHeads } from './heads.ts';
import { createReadHistory } from './history.ts';
import { createOutspends } from './outspends.ts';
import { createReadPending } from './pending.ts';
import { createReadBlock } from './read-block.ts';
import { createTransactions } from './read-transaction.ts';
import { readSpends } from './spends.ts';

export type EsploraOptions = {
  /** The API's address, e.g. `https://blockstream.info/api`; a key in its query is sent and never shown. */
  readonly url: string;
  /** The one chain this source answers for. */
  readonly chain: ChainId;
  readonly context: Context;
  /** Without one, nothing holds requests back. */
  readonly limiter?: Limiter;
  /** Where answers that never change are kept; without it all are asked for. */
  readonly answers?: AnswerCache;
  /** How often a question is put before its failure is told; `FEW_ATTEMPTS` for one of several providers. */
  readonly attempts?: Attempts;
  /** Requests allowed; few enough for any public server when left out, and unlimited for a loopback address. */
  readonly rate?: { readonly perSecond: number; readonly burst: number };
  /** The transport, for tests; made from the other options when left out. */
  readonly http?: Http;
};

/** Facts of a UTXO chain from an Esplora. */
export type EsploraSource = Source & {
  readonly spends: NonNullable<Source['spends']>;
  readonly pending: NonNullable<Source['pending']>;
  /** Two requests whatever it holds; inputs that spend what other blocks made have no amounts. */
  readonly block: NonNullable<Source['block']>;
  readonly header: NonNullable<Source['header']>;
  readonly finalized: NonNullable<Source['finalized']>;
  /** One request for each header looked at: about ten. */
  readonly blockAt: NonNullable<Source['blockAt']>;
  readonly health: NonNullable<Source['health']>;
};

/** Public servers do not tell their limits and answer 429, or shut out, above some; this is less than any is known to mind. */
const DEFAULT_RATE = { perSecond: 4, burst: 4 };
const LOOPBACK_RATE = { perSecond: 100_000, burst: 100_000 };
const LOOPBACK = /^(?:localhost|127\.[0-9.]+|\[::1\])$/;

/**
 * Facts of a UTXO chain from an Esplora REST API (Blockstream's, mempool's, one's own electrs). That the server is of the chain is checked
 * before it is first asked for its newest block: one request, kept.
 * @throws InputError for a URL that is none, or one that carries a password.
 */
export function createEsploraSource(options: EsploraOptions): EsploraSource {
  const { chain, context } = options;
  const url = parseSourceUrl(options.url, 'esplora');
  const id = sourceId('esplora', url);
  const http =
    options.http ??
    createHttp({
      source: id,
      limitKey: limitKey('esplora', url, undefined),
      rate: options.rate ?? (LOOPBACK.test(url.hostname) ? LOOPBACK_RATE : DEFAULT_RATE),
      clock: context.clock,
      logger: context.logger,
      redact: createRedact(url),
      ...(options.limiter === undefined ? {} : { limiter: options.limiter }),
      ...(options.answers === undefined ? {} : { answers: options.answers }),
      ...(options.attempts === undefined ? {} : { attempts: options.attempts }),
    });
  const client = createEsploraClient(http, url, id, chain);
  const heads = createHeads(client, chainInfo(chain));
  const transactions = createTransactions(client, heads);
  const outspends = createOutspends(client, heads, context.clock);
  const history = createReadHistory(client, heads, transactions);
  const block = createReadBlock(client, heads);
  const pending = createReadPending(outspends, transactions);

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
      return history(request);
    },
    async transaction(asked, hash, signal) {
      checkChain(asked);
      return transactions.mined(hash, { signal });
    },
    async spends(request) {
      checkChain(request.chain);
      return readSpends({ client, heads, outspends, transactions }, request);
    },
    async pending(asked, coins, signal) {
      checkChain(asked);
      return pending(coins, signal);
    },
    async blockAt(asked, time, signal) {
      checkChain(asked);
      const head = () => heads.newest(signal);
      const headerAt = (number: number) => heads.listed(number, signal);
      return findBlockAt({ source: id, blockTimeMs: chainInfo(chain).blockTimeMs, head, headerAt }, time);
    },
    async block(asked, number, signal) {
      checkChain(asked);
      return block(number, signal);
    },
    async header(asked, number, signal) {
      checkChain(asked);
      return heads.header(number, signal);
    },
    async finalized(asked, signal) {
      checkChain(asked);
      const final = heads.finalAt((await heads.newest(signal)).number);
      return final < 0 ? undefined : final;
    },
    // A script that is run when its coins are spent is no account with code: taint follows the coins.
    async isContract(asked) {
      checkChain(asked);
      return false;
    },
    requests: () => http.requests(),
    health: () => http.health(),
    async close() {
      http.close();
    },
  };
}
