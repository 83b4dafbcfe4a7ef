import {
  type AccountHistory,
  type Address,
  addressOf,
  type Coverage,
  type Hash,
  type HistoryRequest,
  ownerOf,
  type TransactionFact,
} from '@fundtrail/core';
import { countOf, eachOf, recordOf } from '../fields.ts';
import type { EsploraClient } from './client.ts';
import type { Heads } from './heads.ts';
import type { Transactions } from './read-transaction.ts';

/** Pages have 25 rows on most servers, and never fewer than this: a shorter one is the last. */
const SMALLEST_PAGE = 10;

/**
 * All transactions that pay an owner or spend its coins, newest first as the server lists them, down to the first block of interest. Coins
 * that are locked by the owner's key in the open (P2PK) are not among them: servers list them under no address.
 */
export type ReadHistory = (request: HistoryRequest) => Promise<AccountHistory>;

export function createReadHistory(client: EsploraClient, heads: Heads, transactions: Transactions): ReadHistory {
  let longestPage = SMALLEST_PAGE;

  async function readPage(
    owner: Address,
    address: string,
    after: TransactionFact | undefined,
    signal: AbortSignal | undefined,
  ): Promise<readonly TransactionFact[]> {
    const path = `/address/${address}/txs/chain${after === undefined ? '' : `/${after.hash.slice(2)}`}`;
    return client.json({ path, thing: 'address', signal }, (json) => {
      const page = eachOf(json, 'transactions', (row) => transactions.factOf(row, path));
      let before = after?.block ?? Number.POSITIVE_INFINITY;
      for (const fact of page) {
        if (fact.block > before) throw client.malformed(path, 'does not list the newest first');
        if (!touches(fact, owner)) throw client.malformed(path, `lists ${fact.hash.slice(2)}, which is of others`);
        before = fact.block;
      }
      return page;
    });
  }

  /** An end right after a full page: a server that does not know the page's last row (it lags, or blocks were replaced) ends as well. */
  async function checkEnd(address: string, rows: number, signal: AbortSignal | undefined): Promise<void> {
    const path = `/address/${address}`;
    await client.json({ path, thing: 'address', signal }, (json) => {
      const { chain_stats } = recordOf(json, 'address');
      const all = countOf(recordOf(chain_stats, 'chain_stats').tx_count, 'tx_count');
      if (all !== rows) throw client.malformed(path, `has ${all} transactions, and its list ended after ${rows}`);
    });
  }

  return async (request) => {
    const { fromBlock, maxRows, signal } = request;
    const owner = ownerOf(request.address);
    const address = addressOf(owner, client.chain);
    if (address === undefined) {
      return told(request, [], {
        status: 'unavailable',
        reason: 'no address stands for this script, and only addresses can be looked up',
      });
    }
    const reach = Math.min(request.toBlock, await heads.reach(request.toBlock, signal));
    if (reach < fromBlock) {
      return told(request, [], { status: 'unavailable', reason: `the newest block of the source is ${reach}` });
    }
    const final = heads.finalAt(await heads.reach(reach, signal));
    const rows = new Map<Hash, TransactionFact>();
    let listed = 0;
    for (let last: TransactionFact | undefined; ; ) {
      const page = await readPage(owner, address, last, signal);
      listed += page.length;
      longestPage = Math.max(longestPage, page.length);
      if (page.length === 0 && last !== undefined) await checkEnd(address, listed, signal);
      for (const fact of page) {
        if (fact.block < fromBlock || fact.block > reach) continue;
        if (rows.has(fact.hash)) throw client.malformed(`/address/${address}/txs/chain`, 'lists a transaction twice');
        rows.set(fact.hash, fact);
      }
      if (rows.size > maxRows) {
        // The newest are read first, so nothing is complete from the first block on.
        const reason = `more than ${maxRows} rows`;
        return told(request, [...rows.values()], { toBlock: fromBlock - 1, status: 'truncated', reason });
      }
      last = page.at(-1);
      if (last === undefined || last.block < fromBlock || page.length < longestPage) break;
    }
    const finality = final >= reach ? {} : { finalTo: Math.max(final, fromBlock - 1) };
    return told(request, [...rows.values()].reverse(), { toBlock: reach, status: 'complete', ...finality });
  };

  function told(
    { chain, address, kinds, fromBlock, toBlock }: HistoryRequest,
    transactions: readonly TransactionFact[],
    more: Pick<Coverage, 'status'> & Partial<Coverage>,
  ): AccountHistory {
    const about = { chain, address, source: client.source, fromBlock, toBlock };
    // A transaction is whole: there is nothing of another kind that was left out.
    return { transactions, contracts: [], coverage: kinds.map((kind) => ({ ...about, kind, ...more })) };
  }
}

function touches(fact: TransactionFact, owner: Address): boolean {
  return fact.legs.some((leg) => leg.owner === owner);
}
